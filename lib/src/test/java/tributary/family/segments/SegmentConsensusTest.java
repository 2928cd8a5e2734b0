package tributary.family.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.consensus.Combiner;
import tributary.consensus.LocalWorkers;
import tributary.consensus.SubPosterior;
import tributary.decide.DecisionSpec;
import tributary.decide.Direction;
import tributary.hierarchy.Groups;
import tributary.hierarchy.SpreadPrior;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.infer.EffectiveSize;
import tributary.infer.nuts.Nuts;
import tributary.infer.nuts.NutsFit;
import tributary.infer.nuts.Starts;
import tributary.math.LogDensity;
import tributary.plan.PathChoice;
import tributary.plan.PlanSettings;
import tributary.posterior.InferencePath;
import tributary.posterior.InferenceStatus;
import tributary.random.RandomStream;
import tributary.random.StreamKey;
import tributary.stats.CrossProducts;

/** Hyper-parameters joined over shards of whole segments: the law of shards, a joint sampler, the collapsed answer. */
class SegmentConsensusTest {
    private static final int SHARDS = 4;
    private static final PlanSettings SETTINGS = new PlanSettings(
            PathChoice.CONSENSUS,
            4,
            1000,
            1000,
            2,
            200,
            400,
            Combiner.PRECISION_WEIGHTED,
            2000,
            4,
            200_000,
            20_000,
            20_000,
            0);

    private static SegmentSpec spec(Outcome outcome, SegmentSpec.Form form) {
        return spec(outcome, form, SegmentSpec.Effect.VARYING);
    }

    private static SegmentSpec spec(Outcome outcome, SegmentSpec.Form form, SegmentSpec.Effect effect) {
        return new SegmentSpec(
                "uplift",
                "y",
                outcome,
                form,
                form == SegmentSpec.Form.ESTIMATES ? "" : "control",
                List.of("treated"),
                List.of(),
                SegmentSpec.Baseline.POOLED,
                effect,
                false,
                SegmentSpec.Residual.POOLED,
                SegmentSpec.Pooling.BAYES,
                new SegmentSpec.Priors(0, 10.0, SpreadPrior.halfNormal(1), null, null, null, null, 2),
                Direction.HIGHER_IS_BETTER,
                DecisionSpec.standard());
    }

    /** Segments of so many rows and up to twice as many, effects normal(0.5, 0.4) about levels normal(-1, 0.5). */
    private static SegmentMoments rows(Outcome outcome, int segments, int least) {
        RandomStream random = StreamKey.of(71).with(outcome.name()).stream();
        SegmentMoments.Builder moments = SegmentMoments.builder(2);
        for (int s = 0; s < segments; s++) {
            double level = -1 + 0.5 * random.nextGaussian();
            double effect = 0.5 + 0.4 * random.nextGaussian();
            int n = least + random.nextInt(least);
            double[][] rows = new double[n][];
            for (int i = 0; i < n; i++) {
                int arm = i % 2;
                double eta = level + arm * effect;
                double y = outcome == Outcome.NORMAL
                        ? eta + random.nextGaussian()
                        : random.nextDouble() < 1 / (1 + StrictMath.exp(-eta)) ? 1 : 0;
                rows[i] = new double[] {arm, y};
            }
            moments.add("s" + s, CrossProducts.of(rows, 2));
        }
        return moments.build();
    }

    /** Cells go with their segments. */
    @Test
    void cellsAreDealtWithTheirSegments() {
        SegmentMoments moments = rows(Outcome.NORMAL, 5, 3);
        SegmentCells.Builder cells = SegmentCells.builder(Outcome.POISSON, 1);
        for (int s : new int[] {0, 1, 3, 4}) {
            cells.add(moments.name(s), 2 + s, new double[] {0, s}).add(moments.name(s), 1, new double[] {1, 7});
        }
        SegmentMoments told = moments.with(cells.build());
        SegmentMoments joined = SegmentMoments.concat(List.of(told.pick(2, 3), told.pick(0, 1, 4)));
        SegmentCells found = java.util.Objects.requireNonNull(joined.cells());
        assertThat(joined.name(1)).isEqualTo("s3");
        assertThat(found.segments()).isEqualTo(4);
        assertThat(found.cells()).isEqualTo(8);
        assertThat(found.name(0)).isEqualTo("s3");
        assertThat(found.rows(0)).isEqualTo(5);
        assertThat(found.sum(found.first(3))).isEqualTo(6 * 4);
        assertThat(found.x(found.first(3) + 1, 0)).isEqualTo(1);
    }

    private static SegmentDesign design(SegmentSpec spec) {
        double[][] all = new double[200][];
        RandomStream random = StreamKey.of(72).stream();
        for (int i = 0; i < 200; i++) {
            all[i] = new double[] {
                i % 2, spec.outcome() == Outcome.NORMAL ? -0.75 + 1.2 * random.nextGaussian() : i % 4 == 0 ? 1 : 0
            };
        }
        return SegmentDesign.of(
                spec, SegmentScale.of(new double[2], CrossProducts.of(all, 2), new boolean[] {true, true}));
    }

    private static List<SegmentShard> shards(SegmentDesign design, SegmentMoments moments) {
        return shards(design, moments, SHARDS);
    }

    private static List<SegmentShard> shards(SegmentDesign design, SegmentMoments moments, int many) {
        int[] of = SegmentConsensus.deal(moments, many, 0);
        List<SegmentShard> shards = new ArrayList<>();
        for (int shard = 0; shard < many; shard++) {
            int mine = shard;
            int[] picked = java.util.stream.IntStream.range(0, of.length)
                    .filter(s -> of[s] == mine)
                    .toArray();
            shards.add(new SegmentShard(design, moments.pick(picked)));
        }
        return shards;
    }

    @Test
    void segmentsAreDealtEvenlyAndWhole() {
        SegmentMoments moments = rows(Outcome.NORMAL, 18, 20);
        int[] of = SegmentConsensus.deal(moments, SHARDS, 0);
        long[] sizes = new long[SHARDS];
        Arrays.stream(of).forEach(s -> sizes[s]++);
        assertThat(sizes).containsExactly(5, 5, 4, 4);
        assertThat(SegmentConsensus.deal(moments, SHARDS, 18)[0]).isEqualTo((of[0] + 18) % SHARDS);
    }

    @Test
    void shardsAndPriorMultiplyToTheCollapsedDensity() {
        for (Outcome outcome : List.of(Outcome.NORMAL, Outcome.BERNOULLI)) {
            SegmentMoments moments = rows(outcome, 18, 20);
            SegmentDesign design = design(spec(outcome, SegmentSpec.Form.ROWS));
            LogDensity whole = design.groups(moments).density(design.model());
            LogDensity prior = SegmentShard.prior(design).open();
            List<SegmentShard> shards = shards(design, moments);
            RandomStream random = StreamKey.of(73).stream();
            int d = whole.dimension();
            for (int trial = 0; trial < 20; trial++) {
                double[] at = new double[d];
                Arrays.setAll(at, i -> 0.7 * random.nextGaussian());
                double[] slope = new double[d];
                double expected = whole.evaluate(at, slope);
                double[] sum = new double[d];
                double value = prior.evaluate(at, sum);
                for (SegmentShard shard : shards) {
                    double[] part = new double[d];
                    value += shard.evaluate(at, part);
                    Arrays.setAll(sum, i -> sum[i] + part[i]);
                }
                assertThat(value).isCloseTo(expected, within(1e-9 * Math.abs(expected)));
                for (int i = 0; i < d; i++) {
                    assertThat(sum[i]).isCloseTo(slope[i], within(1e-8 * (1 + Math.abs(slope[i]))));
                }
            }
        }
    }

    /**
     * The sub-posterior of one shard, sampled with its segments by NUTS, has the marginal that is sampled without them.
     */
    @Test
    void aShardSampledWithItsSegmentsGivesTheSameHyperParameters() {
        double[] estimates = {0.9, -0.3, 1.4, 0.2, 0.8, 2.1, 0.1, 1.0};
        double[] errors = {0.4, 0.5, 0.3, 0.6, 0.4, 0.5, 0.3, 0.7};
        SegmentMoments.Builder builder = SegmentMoments.builder(2);
        double[][] all = new double[estimates.length][];
        for (int g = 0; g < estimates.length; g++) {
            all[g] = new double[] {estimates[g], errors[g]};
            builder.add("g" + g, CrossProducts.of(new double[][] {all[g]}, 2));
        }
        SegmentDesign design = SegmentDesign.of(
                spec(Outcome.NORMAL, SegmentSpec.Form.ESTIMATES),
                SegmentScale.of(new double[2], CrossProducts.of(all, 2), new boolean[2]));
        SegmentShard shard = new SegmentShard(design, builder.build());
        LogDensity prior = SegmentShard.prior(design).open();
        Nuts nuts = Nuts.DEFAULT.withChains(4).withLengths(500, 2500).withTargetAcceptance(0.95);
        Draws collapsed = run(nuts, 2, () -> new LogDensity() {
            private final double[] slope = new double[2];

            @Override
            public int dimension() {
                return 2;
            }

            @Override
            public double evaluate(double[] at, double[] gradient) {
                double value = prior.evaluate(at, gradient) / SHARDS + shard.evaluate(at, slope);
                for (int i = 0; i < 2; i++) {
                    gradient[i] = gradient[i] / SHARDS + slope[i];
                }
                return value;
            }
        });
        Draws joint = run(nuts, 2 + estimates.length, () -> new LogDensity() {
            @Override
            public int dimension() {
                return 2 + estimates.length;
            }

            /** The prior's quarter of mu ~ normal(0, 10), tau ~ half-normal(1) at log tau; then whole segments. */
            @Override
            public double evaluate(double[] at, double[] gradient) {
                double tau = StrictMath.exp(at[1]);
                double value = (-0.5 * at[0] * at[0] / 100 - 0.5 * tau * tau + at[1]) / SHARDS;
                gradient[0] = -at[0] / 100 / SHARDS;
                gradient[1] = (1 - tau * tau) / SHARDS;
                for (int g = 0; g < estimates.length; g++) {
                    double z = at[2 + g];
                    double variance = errors[g] * errors[g];
                    double residual = estimates[g] - at[0] - tau * z;
                    value -= 0.5 * z * z + 0.5 * residual * residual / variance;
                    gradient[0] += residual / variance;
                    gradient[1] += residual / variance * tau * z;
                    gradient[2 + g] = -z + residual / variance * tau;
                }
                return value;
            }
        });
        for (int i = 0; i < 2; i++) {
            for (boolean squared : new boolean[] {false, true}) {
                double[] a = moments(collapsed, i, squared);
                double[] b = moments(joint, i, squared);
                assertThat(a[0]).isCloseTo(b[0], within(4 * StrictMath.hypot(a[1], b[1])));
            }
        }
    }

    private static Draws run(Nuts nuts, int dimension, java.util.function.Supplier<LogDensity> density) {
        List<String> names = java.util.stream.IntStream.range(0, dimension)
                .mapToObj(i -> "u" + i)
                .toList();
        NutsFit fit = nuts.run(density, names, Starts.uniform(0.5), null, StreamKey.of(75), Runnable::run);
        return fit.draws();
    }

    /** A mean and its Monte Carlo error. */
    private static double[] moments(Draws draws, int column, boolean squared) {
        double[][] chains = Arrays.stream(draws.byChain(column))
                .map(c -> Arrays.stream(c).map(v -> squared ? v * v : v).toArray())
                .toArray(double[][]::new);
        double[] all = Arrays.stream(chains).flatMapToDouble(Arrays::stream).toArray();
        return new double[] {Describe.mean(all), Describe.sd(all) / StrictMath.sqrt(EffectiveSize.bulk(chains))};
    }

    /** Three segments tell next to nothing of six hyper-parameters: their shards are not sampled, and the certificate judges. */
    @Test
    void shardsOfFewSegmentsAreReplacedAndTheAnswerIsThatOfAll() {
        SegmentMoments moments = rows(Outcome.NORMAL, 60, 50);
        SegmentDesign design = design(spec(Outcome.NORMAL, SegmentSpec.Form.ROWS));
        List<SegmentShard> shards = shards(design, moments, 20);
        SegmentConsensus.Joined joined = SegmentConsensus.sample(
                design,
                new LocalWorkers(shards),
                SegmentConsensus.start(shards.stream().map(SegmentShard::start).toList()),
                SETTINGS,
                1000,
                StreamKey.of(78));
        assertThat(joined.result().shards())
                .allMatch(shard -> shard.quality().origin() == SubPosterior.Origin.LAPLACE)
                .allMatch(shard -> shard.quality().reason().equals("3 segments for 6 hyper-parameters"));
        assertThat(joined.found().complaint()).as(joined.words()).isEmpty();
        SegmentPosterior.Found one = SegmentPosterior.sample(
                design,
                design.groups(moments),
                Nuts.DEFAULT.withChains(2).withLengths(300, 1000).withTargetAcceptance(0.95),
                1000,
                StreamKey.of(79),
                Runnable::run);
        for (String name : one.draws().names()) {
            double[] all = one.draws().values(name);
            double error = Describe.sd(all)
                    * StrictMath.sqrt(1 / joined.found().posterior().totalEss()
                            + 1 / EffectiveSize.bulk(one.draws().byChain(name)));
            assertThat(Describe.mean(joined.found().draws().values(name)))
                    .as(name)
                    .isCloseTo(Describe.mean(all), within(4 * error));
        }
    }

    @Test
    void theConsensusIsCertifiedAndEqualsTheCollapsedAnswer() {
        for (Outcome outcome : List.of(Outcome.NORMAL, Outcome.BERNOULLI)) {
            boolean normal = outcome == Outcome.NORMAL;
            SegmentMoments moments = rows(outcome, normal ? 200 : 100, normal ? 100 : 200);
            SegmentDesign design = design(spec(
                    outcome, SegmentSpec.Form.ROWS, normal ? SegmentSpec.Effect.VARYING : SegmentSpec.Effect.COMMON));
            List<SegmentShard> shards = shards(design, moments);
            SegmentConsensus.Joined joined = SegmentConsensus.sample(
                    design,
                    new LocalWorkers(shards),
                    SegmentConsensus.start(
                            shards.stream().map(SegmentShard::start).toList()),
                    SETTINGS,
                    1000,
                    StreamKey.of(76));
            SegmentPosterior posterior = joined.found().posterior();
            assertThat(joined.found().complaint()).as(joined.words()).isEmpty();
            assertThat(posterior.status()).isEqualTo(InferenceStatus.CERTIFIED);
            assertThat(posterior.path()).isEqualTo(InferencePath.CONSENSUS);
            assertThat(posterior.size()).isEqualTo(1000);
            assertThat(joined.result().shards())
                    .allMatch(shard -> shard.quality().origin() == SubPosterior.Origin.SAMPLED);
            assertThat(joined.words())
                    .contains("4 shards, all sampled as planned; raw consensus alone would have been off by");
            Groups groups = design.groups(moments);
            SegmentPosterior.Found one = SegmentPosterior.sample(
                    design,
                    groups,
                    Nuts.DEFAULT.withChains(2).withLengths(200, 600),
                    1000,
                    StreamKey.of(77),
                    Runnable::run);
            for (String name : one.draws().names()) {
                double[] ours = joined.found().draws().values(name);
                double[][] theirs = one.draws().byChain(name);
                double[] all = one.draws().values(name);
                double sd = Describe.sd(all);
                double error = sd * StrictMath.sqrt(1 / posterior.totalEss() + 1 / EffectiveSize.bulk(theirs));
                assertThat(Describe.mean(ours))
                        .as(outcome + " " + name)
                        .isCloseTo(Describe.mean(all), within(4 * error));
                assertThat(Describe.sd(ours) / sd).as(outcome + " " + name).isBetween(0.85, 1.15);
            }
        }
    }
}
