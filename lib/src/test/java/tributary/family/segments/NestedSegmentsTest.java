package tributary.family.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tributary.decide.DecisionSpec;
import tributary.decide.Direction;
import tributary.hierarchy.CellLikelihood;
import tributary.hierarchy.CellTable;
import tributary.hierarchy.CollapsedDensity;
import tributary.hierarchy.GroupConditional;
import tributary.hierarchy.GroupModel;
import tributary.hierarchy.Groups;
import tributary.hierarchy.NestedTable;
import tributary.hierarchy.SpreadPrior;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.infer.PosteriorSummary;
import tributary.infer.nuts.Nuts;
import tributary.model.Model;
import tributary.posterior.Data;
import tributary.posterior.InferenceStatus;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;
import tributary.random.RandomStream;
import tributary.random.StreamKey;
import tributary.stats.CrossProducts;

/**
 * Segments within groups: the same model written out in the language and sampled over all coordinates, truth found again,
 * and how much a segment and its group are pulled.
 */
class NestedSegmentsTest {
    private static final Executor HERE = Runnable::run;

    /** Rows (arm, y) of segments within groups, and their truth. */
    private static final class World {
        final List<String> names = new ArrayList<>();
        final List<String> parents = new ArrayList<>();
        final List<double[][]> rows = new ArrayList<>();
        final List<Double> effects = new ArrayList<>();
        final double[] groupEffects;

        World(Outcome outcome, int groups, int each, int least, double between, double within) {
            RandomStream random = StreamKey.of(81).with(outcome.name()).stream();
            groupEffects = new double[groups];
            for (int p = 0; p < groups; p++) {
                double groupLevel = -0.5 + 0.4 * random.nextGaussian();
                groupEffects[p] = 0.6 + between * random.nextGaussian();
                // Groups of uneven size; the first has a single segment.
                int segments = p == 0 ? 1 : each / 2 + random.nextInt(each);
                for (int s = 0; s < segments; s++) {
                    double level = groupLevel + 0.3 * random.nextGaussian();
                    double effect = groupEffects[p] + within * random.nextGaussian();
                    int n = least + random.nextInt(2 * least);
                    double[][] own = new double[n][];
                    for (int i = 0; i < n; i++) {
                        double eta = level + i % 2 * effect;
                        double y = outcome == Outcome.NORMAL
                                ? eta + random.nextGaussian()
                                : random.nextDouble() < 1 / (1 + StrictMath.exp(-eta)) ? 1 : 0;
                        own[i] = new double[] {i % 2, y};
                    }
                    names.add("s" + names.size());
                    parents.add("g" + (char) ('a' + p));
                    rows.add(own);
                    effects.add(effect);
                }
            }
        }

        SegmentMoments moments() {
            SegmentMoments.Builder moments = SegmentMoments.builder(2);
            for (int s = 0; s < names.size(); s++) {
                moments.add(names.get(s), parents.get(s), CrossProducts.of(rows.get(s), 2));
            }
            return moments.build();
        }

        SegmentDesign design(SegmentSpec spec) {
            double[][] all = rows.stream().flatMap(java.util.Arrays::stream).toArray(double[][]::new);
            return SegmentDesign.of(
                    spec,
                    SegmentScale.of(new double[2], CrossProducts.of(all, 2), new boolean[] {true, true}),
                    parents.stream().distinct().sorted().toList());
        }

        Data data() {
            int n = rows.stream().mapToInt(r -> r.length).sum();
            double[] t = new double[n];
            double[] y = new double[n];
            String[] segment = new String[n];
            String[] parent = new String[n];
            int at = 0;
            for (int s = 0; s < names.size(); s++) {
                for (double[] row : rows.get(s)) {
                    t[at] = row[0];
                    y[at] = row[1];
                    segment[at] = names.get(s);
                    parent[at++] = parents.get(s);
                }
            }
            return Data.builder()
                    .numbers("t", t)
                    .numbers("y", y)
                    .categories("region", segment)
                    .categories("country", parent)
                    .build();
        }
    }

    private static SegmentSpec spec(Outcome outcome, double correlationShape) {
        return new SegmentSpec(
                "uplift",
                "y",
                outcome,
                SegmentSpec.Form.ROWS,
                "control",
                List.of("treated"),
                List.of(),
                SegmentSpec.Baseline.POOLED,
                SegmentSpec.Effect.VARYING,
                false,
                SegmentSpec.Residual.POOLED,
                SegmentSpec.Pooling.BAYES,
                new SegmentSpec.Priors(
                        0,
                        2.0,
                        SpreadPrior.halfNormal(0.5),
                        SpreadPrior.halfNormal(0.6),
                        SpreadPrior.halfNormal(0.7),
                        SpreadPrior.halfNormal(0.8),
                        SpreadPrior.halfNormal(2),
                        correlationShape),
                Direction.HIGHER_IS_BETTER,
                DecisionSpec.standard());
    }

    /** The same model in the language, no correlations; the level's prior is the design's own. */
    private static String twin(SegmentDesign design, Outcome outcome) {
        var level = design.model().coefficients().get(0);
        return """
                row t, y
                group region, country
                a ~ normal(%s, %s)
                b ~ normal(0, 2)
                wa ~ half_normal(0.6)
                wb ~ half_normal(0.5)
                ga ~ half_normal(0.8)
                gb ~ half_normal(0.7)
                ua[country] ~ normal(0, ga)
                ub[country] ~ normal(0, gb)
                da[region] ~ normal(0, wa)
                db[region] ~ normal(0, wb)
                """.formatted(level.mean(), level.sd())
                + (outcome == Outcome.NORMAL ? "s ~ half_normal(2)\n" : "")
                + (outcome == Outcome.NORMAL ? "y ~ normal(" : "y ~ bernoulli_logit(")
                + "a + ua[country] + da[region] + (b + ub[country] + db[region]) * t"
                + (outcome == Outcome.NORMAL ? ", s)\n" : ")\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"NORMAL", "BERNOULLI"})
    void equalsTheModelInTheLanguageSampledOverAllCoordinates(Outcome outcome) {
        World world = new World(outcome, 6, 4, 8, 0.5, 0.3);
        SegmentDesign design = world.design(spec(outcome, 0));
        SegmentPosterior.Found found = SegmentPosterior.sample(
                design,
                design.groups(world.moments()),
                Nuts.DEFAULT.withChains(2).withLengths(200, 600).withTargetAcceptance(0.95),
                1200,
                StreamKey.of(3),
                HERE);
        assertThat(found.complaint()).isEmpty();
        Draws chains = Posterior.of(Model.parse("m", twin(design, outcome)), world.data(), Parametrisation.NON_CENTRED)
                .sample(Nuts.DEFAULT.withChains(2).withLengths(300, 900).withTargetAcceptance(0.95), 6)
                .draws();
        String[][] same = {
            {"baseline", "a"},
            {"effect_treated", "b"},
            {"sd_baseline", "wa"},
            {"sd_effect_treated", "wb"},
            {"sd_group_baseline", "ga"},
            {"sd_group_effect_treated", "gb"}
        };
        for (String[] pair : same) {
            assertSame(pair[0], found.draws().byChain(pair[0]), chains.byChain(pair[1]));
        }
        // The mean effects of groups, and the effects of segments within them.
        GroupEffects groups = new GroupEffects(design, found.posterior());
        int size = found.posterior().size();
        for (int p = 0; p < groups.names().size(); p++) {
            double[][] theirs = sum(chains, "b", "ub[" + groups.names().get(p) + "]");
            assertSame(groups.names().get(p), dealt(groups.of(p)[0], 2), theirs);
        }
        if (outcome == Outcome.NORMAL) {
            SegmentMoments moments = world.moments();
            SegmentDraws draws = new SegmentDraws(design, moments, found.posterior(), StreamKey.of(5));
            for (int s : new int[] {0, 1, moments.segments() - 1}) {
                draws.draw(s);
                assertThat(draws.lift(0)).hasSize(size);
                assertSame(
                        moments.name(s),
                        dealt(draws.lift(0), 2),
                        sum(chains, "b", "ub[" + moments.parent(s) + "]", "db[" + moments.name(s) + "]"));
            }
        }
    }

    /** Sixty-six unknowns beside a quadrature of 6,000 segments: nothing is begun that would not end. */
    @Test
    void whatCannotBeSampledInBoundedTimeIsHeldBackAtOnce() {
        SegmentDesign design = new World(Outcome.BERNOULLI, 6, 4, 8, 0.5, 0.3).design(spec(Outcome.BERNOULLI, 0));
        NestedTable small = NestedTable.of(
                CellTable.ofArms(CellLikelihood.BERNOULLI, 2, new double[] {3, 3}, new double[] {1, 2}),
                new int[1],
                30,
                design.parentSpreads());
        Groups groups = new Groups() {
            @Override
            public int groups() {
                return 6_000;
            }

            @Override
            public CollapsedDensity density(GroupModel model) {
                return small.density(model);
            }

            @Override
            public boolean exact() {
                return false;
            }

            @Override
            public double[] complete(GroupModel model, double[] position, RandomStream stream) {
                return small.complete(model, position, stream);
            }

            @Override
            public GroupConditional given(GroupModel model, double[] position) {
                return small.given(model, position);
            }
        };
        SegmentPosterior.Found found =
                SegmentPosterior.sample(design, groups, Nuts.DEFAULT, 400, StreamKey.of(9), Runnable::run);
        assertThat(found.complaint().orElseThrow())
                .startsWith("6000 segments in a model of 66 unknowns are too many to be sampled together");
        assertThat(found.posterior().status()).isEqualTo(InferenceStatus.UNCERTIFIED);
        assertThat(found.posterior().size()).isEqualTo(400);
    }

    private static double[][] dealt(double[] values, int chains) {
        double[][] dealt = new double[chains][];
        int length = values.length / chains;
        for (int c = 0; c < chains; c++) {
            dealt[c] = java.util.Arrays.copyOfRange(values, c * length, (c + 1) * length);
        }
        return dealt;
    }

    private static double[][] sum(Draws draws, String... names) {
        double[][] sum = null;
        for (String name : names) {
            double[][] chains = draws.byChain(name);
            for (int c = 0; sum != null && c < chains.length; c++) {
                for (int i = 0; i < chains[c].length; i++) {
                    chains[c][i] += sum[c][i];
                }
            }
            sum = chains;
        }
        return java.util.Objects.requireNonNull(sum);
    }

    /** Means and deviations within five Monte Carlo errors. */
    private static void assertSame(String name, double[][] ours, double[][] theirs) {
        PosteriorSummary one = PosteriorSummary.ofChains(ours, 0.9);
        PosteriorSummary two = PosteriorSummary.ofChains(theirs, 0.9);
        assertThat(one.mean())
                .as(name)
                .isCloseTo(two.mean(), within(5 * StrictMath.hypot(one.mcseMean(), two.mcseMean())));
        assertThat(one.sd()).as(name).isCloseTo(two.sd(), within(5 * StrictMath.hypot(one.mcseSd(), two.mcseSd())));
    }

    @Test
    void truthIsFoundAgainAndIntervalsCover() {
        World world = new World(Outcome.NORMAL, 20, 20, 20, 0.5, 0.3);
        SegmentDesign design = world.design(spec(Outcome.NORMAL, 2));
        SegmentPosterior.Found found = SegmentPosterior.sample(
                design,
                design.groups(world.moments()),
                Nuts.DEFAULT.withChains(2).withLengths(200, 500),
                1000,
                StreamKey.of(3),
                HERE);
        assertThat(found.complaint()).isEmpty();
        double[] truth = {-0.5, 0.6, 0.3, 0.3, 0.4, 0.5, 1};
        String[] names = {
            "baseline",
            "effect_treated",
            "sd_baseline",
            "sd_effect_treated",
            "sd_group_baseline",
            "sd_group_effect_treated",
            "sigma"
        };
        for (int i = 0; i < truth.length; i++) {
            double[] values = found.draws().values(names[i]);
            assertThat(truth[i]).as(names[i]).isCloseTo(Describe.mean(values), within(4 * Describe.sd(values)));
        }
        GroupEffects groups = new GroupEffects(design, found.posterior());
        int covered = 0;
        for (int p = 0; p < 20; p++) {
            double[] effect = groups.of(p)[0];
            covered += inside(effect, world.groupEffects[p]);
        }
        // 80 % intervals: four binomial deviations.
        assertThat(covered).isBetween(9, 20);
        SegmentMoments moments = world.moments();
        SegmentDraws draws = new SegmentDraws(design, moments, found.posterior(), StreamKey.of(5));
        int inside = 0;
        double toGroup = 0;
        double toAll = 0;
        double mean = Describe.mean(found.draws().values("effect_treated"));
        for (int s = 0; s < moments.segments(); s++) {
            draws.draw(s);
            inside += inside(draws.lift(0), world.effects.get(s));
            double group = Describe.mean(groups.of(design.parent(moments.parent(s)))[0]);
            toGroup += Math.abs(draws.mean(0) - group);
            toAll += Math.abs(draws.mean(0) - mean);
        }
        int n = moments.segments();
        assertThat((double) inside / n).isCloseTo(0.8, within(4 * StrictMath.sqrt(0.16 / n)));
        // Segments are pulled to their groups, not to the mean of all.
        assertThat(toGroup).isLessThan(0.6 * toAll);
    }

    private static int inside(double[] values, double truth) {
        return truth > Describe.quantile(values, 0.1) && truth < Describe.quantile(values, 0.9) ? 1 : 0;
    }

    /** With nothing known a segment is its group; with nothing known of the group either, it is the mean of all. */
    @Test
    void whatIsNotKnownIsTakenFromTheLevelAbove() {
        World world = new World(Outcome.NORMAL, 5, 6, 40, 0.8, 0.2);
        world.names.add("empty");
        world.parents.add("gc");
        world.rows.add(new double[0][]);
        world.names.add("alone");
        world.parents.add("gz");
        world.rows.add(new double[0][]);
        SegmentDesign design = world.design(spec(Outcome.NORMAL, 2));
        SegmentPosterior.Found found = SegmentPosterior.sample(
                design,
                design.groups(world.moments()),
                Nuts.DEFAULT.withChains(2).withLengths(200, 500),
                1000,
                StreamKey.of(3),
                HERE);
        SegmentMoments moments = world.moments();
        SegmentDraws draws = new SegmentDraws(design, moments, found.posterior(), StreamKey.of(5));
        GroupEffects groups = new GroupEffects(design, found.posterior());
        draws.draw(moments.segments() - 2);
        assertThat(draws.weight(0)).isCloseTo(0, within(1e-9));
        assertThat(draws.mean(0)).isCloseTo(Describe.mean(groups.of(design.parent("gc"))[0]), within(1e-9));
        draws.draw(moments.segments() - 1);
        double[] mean = found.draws().values("effect_treated");
        double[] alone = groups.of(design.parent("gz"))[0];
        double error = Describe.sd(alone) / StrictMath.sqrt(found.posterior().ess());
        assertThat(Describe.mean(alone)).isCloseTo(Describe.mean(mean), within(5 * error));
        // Its spread is that of a new group: wider than of any that is known.
        assertThat(Describe.sd(alone)).isGreaterThan(2 * Describe.sd(groups.of(design.parent("gc"))[0]));
    }
}
