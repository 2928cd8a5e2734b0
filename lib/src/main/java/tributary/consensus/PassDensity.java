package tributary.consensus;

import java.io.Serializable;
import java.util.List;
import tributary.math.LogDensity;

/** The log posterior of all rows, each evaluation one pass over the shards; for what needs a handful of them. */
public final class PassDensity implements LogDensity {
    private final LogDensity prior;
    private final Workers workers;
    private final int dimension;

    /** The density of a prior and the rows of workers. */
    public PassDensity(PriorDensity prior, Workers workers) {
        this.prior = prior.open();
        this.workers = workers;
        this.dimension = this.prior.dimension();
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        double[] at = position.clone();
        List<Part> parts = workers.map((shard, rows) -> {
            double[] slope = new double[at.length];
            double value = rows.evaluate(at, slope);
            return new Part(value, slope);
        });
        double value = prior.evaluate(position, gradient);
        for (Part part : parts) {
            value += part.value;
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += part.slope[i];
            }
        }
        return value;
    }

    private static final class Part implements Serializable {
        private static final long serialVersionUID = 1L;
        private final double value;
        private final double[] slope;

        Part(double value, double[] slope) {
            this.value = value;
            this.slope = slope;
        }
    }
}
