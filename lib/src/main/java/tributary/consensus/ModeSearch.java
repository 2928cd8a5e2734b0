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
 */
final class ModeSearch implements Workers.ShardTask<ModeSearch.Found> {
    private static final long serialVersionUID = 1L;
    private static final int STARTS = 8;
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

    /** Where the searches ended; nearby ones are not yet told apart. */
    static final class Found implements Serializable {
        private static final long serialVersionUID = 1L;
        private final double[][] positions;

        private Found(double[][] positions) {
            this.positions = positions;
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
        List<double[]> positions = new ArrayList<>();
        if (shard == 0) {
            LogDensity whole = new PowerDensity(prior.open(), 1, likelihood, shards);
            for (int attempt = 0; attempt < STARTS; attempt++) {
                double[] start = start(whole, key.with(attempt).stream());
                Mode mode = Lbfgs.DEFAULT.search(whole, start);
                if (mode.converged()) {
                    positions.add(mode.position());
                }
            }
        }
        return new Found(positions.toArray(double[][]::new));
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
