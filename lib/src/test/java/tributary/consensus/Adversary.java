package tributary.consensus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import tributary.infer.nuts.Nuts;
import tributary.math.LogDensity;
import tributary.posterior.InferenceStatus;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Ways to lead a consensus astray, each in two dimensions, where a fine grid knows the answer. */
public enum Adversary {
    /** A covariate that separates the outcomes: only the prior keeps its coefficient finite. */
    SEPARATION,
    /** Rows sorted by outcome: every shard separates all by itself. */
    SORTED_SHARDS,
    /** One shard's draws stand still far away, with the variance of a stuck chain, and nothing in its quality says so. */
    STUCK_CHAIN,
    /** One shard holds the same few rows over and over. */
    DUPLICATED_ROWS,
    /** Two modes of unequal mass, one of which the start does not see. */
    BIMODAL,
    /** Every shard takes the whole prior, which then counts eight times. */
    WRONG_PRIOR_SPLIT;

    private static final PriorDensity WIDE = new NormalPrior(2, 2.5);
    private static final Consensus.Settings SETTINGS = new Consensus.Settings(
            Nuts.DEFAULT.withChains(2).withLengths(150, 400),
            Combiner.PRECISION_WEIGHTED,
            1000,
            60,
            new Certifier.Settings(2000, 4, 2, 4000));

    /**
     * What became of it.
     *
     * @param status what was claimed
     * @param rawError of the raw consensus, in posterior sds; NaN where there was none
     * @param error of the answer's means, in posterior sds
     * @param deviation of the answer's sds, as a share
     * @param shards the sub-posteriors
     */
    public record Outcome(
            InferenceStatus status, double rawError, double error, double deviation, List<SubPosterior> shards) {
        /** Whether something was claimed that is not so: means off by more than a fifth of an sd, sds by a fifth. */
        public boolean isFalse() {
            return status != InferenceStatus.UNCERTIFIED && !(error < 0.2 && deviation < 0.2);
        }
    }

    /** Runs the consensus on it. */
    public Outcome run() {
        PriorDensity prior = switch (this) {
            case SEPARATION -> new NormalPrior(2, 5);
            case WRONG_PRIOR_SPLIT -> new NormalPrior(2, 0.15);
            default -> WIDE;
        };
        List<? extends ShardLikelihood> shards = shards();
        Workers workers = new LocalWorkers(shards);
        Workers faulty = switch (this) {
            case STUCK_CHAIN -> new Faulty(workers, Adversary::stuck);
            case WRONG_PRIOR_SPLIT -> new WholePrior(workers, prior);
            default -> workers;
        };
        Consensus.Result result =
                new Consensus(ShardedTarget.of(prior, faulty), SETTINGS, StreamKey.of(5)).run(new double[2]);
        double[][] truth = grid(prior, shards, this == SEPARATION ? 30 : 9);
        Certified certified = result.certified();
        Gaussian answer = certified == null ? null : certified.moments();
        Combination raw = result.raw();
        return new Outcome(
                certified == null
                        ? InferenceStatus.UNCERTIFIED
                        : certified.certificate().status(),
                raw == null ? Double.NaN : error(raw.product(), truth),
                answer == null ? Double.NaN : error(answer, truth),
                answer == null ? Double.NaN : deviation(answer, truth),
                result.shards());
    }

    private List<? extends ShardLikelihood> shards() {
        StreamKey key = StreamKey.of(51).with(name());
        return switch (this) {
            case SEPARATION -> separated(key.stream());
            case SORTED_SHARDS -> sorted(key);
            case DUPLICATED_ROWS -> duplicated(key);
            case BIMODAL -> java.util.Collections.nCopies(4, new TwoModes(2, 0.5, 0.7, 0.25));
            case STUCK_CHAIN, WRONG_PRIOR_SPLIT -> LogisticShard.simulate(800, 8, new double[] {-1, 0.7}, key);
        };
    }

    private static List<LogisticShard> separated(RandomStream random) {
        List<LogisticShard> shards = new ArrayList<>();
        for (int s = 0; s < 4; s++) {
            List<double[]> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                double value = random.nextGaussian();
                x.add(new double[] {1, value});
                y.add(value > 0.1 ? 1.0 : 0.0);
            }
            shards.add(new LogisticShard(x, y));
        }
        return shards;
    }

    private static List<LogisticShard> sorted(StreamKey key) {
        RandomStream random = key.stream();
        List<double[]> zeros = new ArrayList<>();
        List<double[]> ones = new ArrayList<>();
        for (int i = 0; i < 800; i++) {
            double[] x = {1, random.nextGaussian()};
            (random.nextDouble() < 1 / (1 + StrictMath.exp(1 - 0.7 * x[1])) ? ones : zeros).add(x);
        }
        List<LogisticShard> shards = new ArrayList<>();
        for (List<double[]> rows : List.of(zeros, ones)) {
            for (int half = 0; half < 2; half++) {
                List<double[]> own = rows.subList(half * rows.size() / 2, (half + 1) * rows.size() / 2);
                shards.add(new LogisticShard(own, java.util.Collections.nCopies(own.size(), rows == ones ? 1.0 : 0.0)));
            }
        }
        return shards;
    }

    private static List<LogisticShard> duplicated(StreamKey key) {
        List<LogisticShard> shards = new ArrayList<>(LogisticShard.simulate(600, 6, new double[] {-1, 0.7}, key));
        List<double[]> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            x.add(new double[] {1, i % 3});
            y.add(i % 3 == 1 ? 1.0 : 0.0);
        }
        shards.add(new LogisticShard(x, y));
        return shards;
    }

    private static SubPosterior stuck(SubPosterior shard) {
        if (shard.shard() != 2) {
            return shard;
        }
        RandomStream random = StreamKey.of(6).stream();
        double[][] draws = new double[shard.size()][];
        for (int t = 0; t < draws.length; t++) {
            draws[t] = new double[] {4 + 0.01 * random.nextGaussian(), -4 + 0.01 * random.nextGaussian()};
        }
        return new SubPosterior(shard.shard(), shard.rows(), draws, shard.quality());
    }

    private static double error(Gaussian answer, double[][] truth) {
        return Math.max(
                Math.abs(answer.mean()[0] - truth[0][0]) / truth[1][0],
                Math.abs(answer.mean()[1] - truth[0][1]) / truth[1][1]);
    }

    private static double deviation(Gaussian answer, double[][] truth) {
        return Math.max(Math.abs(answer.sd(0) / truth[1][0] - 1), Math.abs(answer.sd(1) / truth[1][1] - 1));
    }

    /** Means and sds by a plain grid over a square, refined once about where the mass is. */
    private static double[][] grid(PriorDensity prior, List<? extends ShardLikelihood> shards, double reach) {
        double[][] coarse = grid(prior, shards, new double[2], new double[] {reach, reach});
        // A second grid of 10 sds either way has 24 points a deviation, enough for the narrow modes too.
        return grid(prior, shards, coarse[0], new double[] {10 * coarse[1][0], 10 * coarse[1][1]});
    }

    private static double[][] grid(
            PriorDensity prior, List<? extends ShardLikelihood> shards, double[] centre, double[] reach) {
        int points = 241;
        LogDensity density = prior.open();
        double[] gradient = new double[2];
        double[][] logs = new double[points][points];
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < points; i++) {
            for (int j = 0; j < points; j++) {
                double[] u = at(centre, reach, points, i, j);
                double sum = density.evaluate(u, gradient);
                for (ShardLikelihood shard : shards) {
                    sum += shard.evaluate(u, gradient);
                }
                logs[i][j] = sum;
                highest = Math.max(highest, sum);
            }
        }
        double total = 0;
        double[] first = new double[2];
        double[] second = new double[2];
        for (int i = 0; i < points; i++) {
            for (int j = 0; j < points; j++) {
                double weight = StrictMath.exp(logs[i][j] - highest);
                double[] u = at(centre, reach, points, i, j);
                total += weight;
                for (int k = 0; k < 2; k++) {
                    first[k] += weight * u[k];
                    second[k] += weight * u[k] * u[k];
                }
            }
        }
        double[][] moments = new double[2][2];
        for (int k = 0; k < 2; k++) {
            moments[0][k] = first[k] / total;
            moments[1][k] = Math.sqrt(Math.max(0, second[k] / total - moments[0][k] * moments[0][k]));
            // One cell of the lattice may hold all the mass of a coarse one.
            moments[1][k] = Math.max(moments[1][k], reach[k] / points);
        }
        return moments;
    }

    private static double[] at(double[] centre, double[] reach, int points, int i, int j) {
        return new double[] {
            centre[0] + reach[0] * (2.0 * i / (points - 1) - 1), centre[1] + reach[1] * (2.0 * j / (points - 1) - 1)
        };
    }

    /** Spoils what shards send back. */
    private record Faulty(Workers sound, java.util.function.UnaryOperator<SubPosterior> fault) implements Workers {
        @Override
        public int shards() {
            return sound.shards();
        }

        @Override
        @SuppressWarnings("unchecked")
        public <R extends Serializable> List<R> map(ShardTask<R> task) {
            return sound.map(task).stream()
                    .map(result -> result instanceof SubPosterior shard ? (R) fault.apply(shard) : result)
                    .toList();
        }
    }

    /** Samples sub-posteriors with the rest of the prior smuggled into the likelihood. */
    private record WholePrior(Workers sound, PriorDensity prior) implements Workers {
        @Override
        public int shards() {
            return sound.shards();
        }

        @Override
        public <R extends Serializable> List<R> map(ShardTask<R> task) {
            return task instanceof ShardSampler
                    ? sound.map(
                            (shard, likelihood) -> task.run(shard, new WithPrior(prior.open(), likelihood, shards())))
                    : sound.map(task);
        }
    }

    private record WithPrior(LogDensity prior, ShardLikelihood sound, int shards) implements ShardLikelihood {
        @Override
        public int dimension() {
            return sound.dimension();
        }

        @Override
        public long rows() {
            return sound.rows();
        }

        @Override
        public double evaluate(double[] position, double[] gradient) {
            double[] own = new double[gradient.length];
            double share = 1 - 1.0 / shards;
            double value = sound.evaluate(position, gradient) + share * prior.evaluate(position, own);
            for (int i = 0; i < own.length; i++) {
                gradient[i] += share * own[i];
            }
            return value;
        }
    }
}
