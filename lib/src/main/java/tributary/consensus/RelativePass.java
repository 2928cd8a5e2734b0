package tributary.consensus;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        return add(workers, words, draws, anchor, onto, null);
    }

    /** The same, with what no shard can know. */
    static double[] add(
            Workers workers,
            String words,
            double[][] draws,
            double[] anchor,
            double[] onto,
            @Nullable Coupling coupling) {
        List<Part> parts = workers.map(new Task(words, draws, anchor, coupling != null));
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
            if (coupling != null && total[draw] > Double.NEGATIVE_INFINITY) {
                total[draw] += coupling.log(draws[draw], sums(parts, draw));
            }
        }
        return total;
    }

    private static double[] sums(List<Part> parts, int draw) {
        double[] sums = parts.get(0).coupled[draw].clone();
        for (Part part : parts.subList(1, parts.size())) {
            for (int k = 0; k < sums.length; k++) {
                sums[k] += part.coupled[draw][k];
            }
        }
        return sums;
    }

    private static final class Task implements Workers.ShardTask<Part> {
        private static final long serialVersionUID = 1L;
        private final String words;
        private final double[][] draws;
        private final double[] anchor;
        private final boolean coupled;

        Task(String words, double[][] draws, double[] anchor, boolean coupled) {
            this.coupled = coupled;
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
            return new Part(likelihood.relative(draws, anchor), coupled ? likelihood.coupled(draws) : new double[0][]);
        }
    }

    private static final class Part implements Serializable {
        private static final long serialVersionUID = 1L;
        private final double[] relative;
        private final double[][] coupled;

        Part(double[] relative, double[][] coupled) {
            this.coupled = coupled;
            this.relative = relative;
        }
    }
}
