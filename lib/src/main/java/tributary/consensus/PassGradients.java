package tributary.consensus;

import java.io.Serializable;
import tributary.math.LogDensity;
import tributary.posterior.conjugate.Gradients;

/** Gradients of the log posterior of all rows, at any number of positions in one pass over the shards. */
public final class PassGradients implements Gradients {
    private final LogDensity prior;
    private final Workers workers;

    /** The gradients of a prior and the rows of workers. */
    public PassGradients(PriorDensity prior, Workers workers) {
        this.prior = prior.open();
        this.workers = workers;
    }

    @Override
    public int dimension() {
        return prior.dimension();
    }

    @Override
    public double[][] at(double[][] positions) {
        double[][] sum = Gradients.of(prior).at(positions);
        for (Part part : workers.map(new Task(positions))) {
            for (int t = 0; t < sum.length; t++) {
                for (int i = 0; i < sum[t].length; i++) {
                    sum[t][i] += part.gradients[t][i];
                }
            }
        }
        return sum;
    }

    private static final class Task implements Workers.ShardTask<Part> {
        private static final long serialVersionUID = 1L;
        private final double[][] positions;

        Task(double[][] positions) {
            this.positions = positions;
        }

        @Override
        public String words() {
            return "gradients of a closed form";
        }

        @Override
        public Part run(int shard, ShardLikelihood likelihood) {
            double[][] gradients = new double[positions.length][likelihood.dimension()];
            for (int t = 0; t < gradients.length; t++) {
                likelihood.evaluate(positions[t], gradients[t]);
            }
            return new Part(gradients);
        }
    }

    private static final class Part implements Serializable {
        private static final long serialVersionUID = 1L;
        private final double[][] gradients;

        Part(double[][] gradients) {
            this.gradients = gradients;
        }
    }
}
