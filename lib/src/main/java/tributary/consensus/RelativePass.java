package tributary.consensus;

import java.io.Serializable;
import java.util.List;

/**
 * One pass over the data for many draws at once: for each draw u, {@code log p(rows | u) - log p(rows | anchor)} with every
 * row counted.
 *
 * <p>Shards' sums are added in the order of the shards with Neumaier's compensation (1974), so the bits do not depend on
 * who finished first.
 */
public final class RelativePass {
    private RelativePass() {}

    /**
     * The pass.
     *
     * @param words what it is for, as progress tells it
     * @param draws positions
     * @param anchor the position they are compared with
     * @param onto what the sums of the shards are added to, such as log priors; a number for each draw
     */
    public static double[] add(Workers workers, String words, double[][] draws, double[] anchor, double[] onto) {
        List<Part> parts = workers.map(new Task(words, draws, anchor));
        double[] total = new double[draws.length];
        for (int draw = 0; draw < draws.length; draw++) {
            double sum = onto[draw];
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
        private final String words;
        private final double[][] draws;
        private final double[] anchor;

        Task(String words, double[][] draws, double[] anchor) {
            this.words = words;
            this.draws = draws;
            this.anchor = anchor;
        }

        @Override
        public String words() {
            return words;
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
