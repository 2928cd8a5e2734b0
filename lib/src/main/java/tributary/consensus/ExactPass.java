package tributary.consensus;

import java.io.Serializable;
import java.util.List;
import tributary.posterior.InferenceStatus;

/**
 * One pass over the data that weighs many draws at once: for each draw u, {@code log posterior(u) - log posterior(anchor)}
 * with every row counted.
 *
 * <p>Shards' sums are added in the order of the shards with Neumaier's compensation (1974), so the bits do not depend on
 * who finished first.
 */
final class ExactPass implements Weigher {
    private final PriorDensity prior;
    private final Workers workers;
    private final double[] anchor;
    private int passes;

    /** Passes over all rows, relative to an anchor near the mode. */
    ExactPass(PriorDensity prior, Workers workers, double[] anchor) {
        this.prior = prior;
        this.workers = workers;
        this.anchor = anchor.clone();
    }

    @Override
    public int passes() {
        return passes;
    }

    @Override
    public InferenceStatus claim() {
        return InferenceStatus.CERTIFIED;
    }

    @Override
    public double[] weigh(double[][] draws) {
        List<Part> parts = workers.map(new Task(draws, anchor));
        passes++;
        var density = prior.open();
        double[] gradient = new double[anchor.length];
        double reference = density.evaluate(anchor, gradient);
        double[] total = new double[draws.length];
        for (int draw = 0; draw < draws.length; draw++) {
            double sum = density.evaluate(draws[draw], gradient) - reference;
            double lost = 0;
            for (Part part : parts) {
                double term = part.relative[draw];
                double next = sum + term;
                lost += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
                sum = next;
            }
            // Infinities make the compensation NaN, and the sum is already right.
            total[draw] = Double.isFinite(sum) ? sum + lost : sum;
        }
        return total;
    }

    private static final class Task implements Workers.ShardTask<Part> {
        private static final long serialVersionUID = 1L;
        private final double[][] draws;
        private final double[] anchor;

        Task(double[][] draws, double[] anchor) {
            this.draws = draws;
            this.anchor = anchor;
        }

        @Override
        public String words() {
            return "exact pass";
        }

        @Override
        public Part run(int shard, ShardLikelihood likelihood) {
            return new Part(likelihood.relative(draws, anchor));
        }
    }

    private static final class Part implements Serializable {
        private static final long serialVersionUID = 1L;
        private final double[] relative;

        Part(double[] relative) {
            this.relative = relative;
        }
    }
}
