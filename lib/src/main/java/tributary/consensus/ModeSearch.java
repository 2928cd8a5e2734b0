package tributary.consensus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import tributary.infer.mode.Lbfgs;
import tributary.infer.mode.Mode;
import tributary.math.LogDensity;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Looks for several modes on one shard: the first shard's likelihood to the power S stands for the whole, and L-BFGS climbs
 * it from random starts. The other shards do nothing.
 *
 * <p>How many starts depends on how many maxima they find. Where nothing is known of the number of maxima and the sizes of
 * their basins, N starts that ended in W distinct ones leave {@code W (N - 1) / (N - W - 2)} maxima to be expected in all, and
 * a share {@code W (W + 1) / (N (N - 1))} of the space from which a start would end in a new one (Boender and Rinnooy Kan 1987,
 * Bayesian stopping rules for multistart global optimization methods). The search ends once less than half a maximum more is
 * expected, or that share is below half a percent: at once where there is one, after 17 starts where there are two, after 121
 * for eight.
 */
final class ModeSearch implements Workers.ShardTask<ModeSearch.Found> {
    private static final long serialVersionUID = 1L;
    private static final int STARTS = 8;
    /** Forty modes are exhausted after 574 starts. */
    private static final int MOST_STARTS = 600;
    /** The most of the space that may lead to maxima which no start has found. */
    private static final double UNSEEN = 0.005;
    /** Searches that end within one sd of a maximum have climbed it. */
    private static final double SAME = 1;
    /** Uniform starts on (-3, 3): wider than where chains usually begin. */
    private static final double RADIUS = 3;
    /** Of a density that does not exist in most places, such as that of probabilities on a straight line, so many are tried. */
    private static final int TRIES = 100;

    private final PriorDensity prior;
    private final int shards;
    private final int dimension;
    private final StreamKey key;

    ModeSearch(PriorDensity prior, int shards, int dimension, StreamKey key) {
        this.prior = prior;
        this.shards = shards;
        this.dimension = dimension;
        this.key = key.with("modes");
    }

    /** Whether so many starts leave no reason to expect more maxima than so many that they found. */
    static boolean exhausted(int found, int starts) {
        double expected = found * (starts - 1.0) / (starts - found - 2.0);
        double unseen = found * (found + 1.0) / (starts * (starts - 1.0));
        return starts > found + 2 && (expected < found + 0.5 || unseen < UNSEEN);
    }

    /** Where the searches ended: of those that climbed one maximum, the first. */
    static final class Found implements Serializable {
        private static final long serialVersionUID = 1L;
        private final double[][] positions;
        private final int starts;

        private Found(double[][] positions, int starts) {
            this.positions = positions;
            this.starts = starts;
        }

        /** From how many places a maximum was sought. */
        int starts() {
            return starts;
        }

        double[][] positions() {
            return positions;
        }
    }

    @Override
    public String words() {
        return "modes";
    }

    @Override
    public Found run(int shard, ShardLikelihood likelihood) {
        if (shard > 0) {
            return new Found(new double[0][], 0);
        }
        List<double[]> positions = new ArrayList<>();
        List<Gaussian> maxima = new ArrayList<>();
        int starts = 0;
        LogDensity whole = new PowerDensity(prior.open(), 1, likelihood, shards);
        while (starts < MOST_STARTS && (starts < STARTS || !exhausted(maxima.size(), starts))) {
            Mode mode = Lbfgs.DEFAULT.search(whole, start(whole, key.with(starts).stream()));
            starts++;
            double[] end = mode.position();
            if (!mode.converged() || maxima.stream().anyMatch(known -> known.squaredDistance(end) < SAME)) {
                continue;
            }
            Gaussian maximum = Gaussian.ofPrecision(end, Expansion.of(whole, end).precision);
            if (maximum != null) {
                maxima.add(maximum);
            }
            if (maximum != null || starts <= STARTS) {
                positions.add(end);
            }
        }
        return new Found(positions.toArray(double[][]::new), starts);
    }

    /** The first of some random positions where the density exists; where there is none, the last. */
    private double[] start(LogDensity whole, RandomStream random) {
        double[] start = new double[dimension];
        double[] gradient = new double[dimension];
        for (int attempt = 0; attempt < TRIES; attempt++) {
            for (int i = 0; i < dimension; i++) {
                start[i] = RADIUS * (2 * random.nextDouble() - 1);
            }
            if (Double.isFinite(whole.evaluate(start, gradient))) {
                break;
            }
        }
        return start;
    }
}
