package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tributary.infer.Draws;
import tributary.infer.MonteCarloError;
import tributary.infer.PosteriorSummary;
import tributary.infer.mode.Laplace;
import tributary.infer.nuts.Nuts;
import tributary.random.RandomStream;
import tributary.random.StreamKey;
import tributary.stats.CrossProducts;

/** Sampled hyper-parameters and conditional groups against an exact grid, and Mundlak's identity. */
class HyperPosteriorTest {
    private static final Nuts NUTS = Nuts.DEFAULT.withLengths(300, 1000).withTargetAcceptance(0.95);

    private static List<String[]> resource(String name) {
        try (InputStream in = HyperPosteriorTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two pairs of priors, and the columns of their reference. */
    private enum Priors {
        HALF_NORMAL(10, SpreadPrior.halfNormal(1), 3),
        HALF_CAUCHY(5, SpreadPrior.halfCauchy(5), 5);

        final double sd;
        final SpreadPrior spread;
        final int column;

        Priors(double sd, SpreadPrior spread, int column) {
            this.sd = sd;
            this.spread = spread;
            this.column = column;
        }
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithTheExactGridOnEighteenSegments(Priors priors) {
        List<String[]> rows = resource("segments.csv");
        GroupTable.Builder builder = GroupTable.builder(1, 0, 0);
        rows.stream()
                .filter(row -> !row[1].isEmpty())
                .forEach(row -> builder.estimate(Double.parseDouble(row[1]), Double.parseDouble(row[2])));
        GroupTable table = builder.build();
        GroupModel model =
                GroupModel.of(List.of(GroupModel.Coefficient.of("effect", 0, priors.sd, priors.spread)), 0, null);
        HyperPosterior posterior = HyperPosterior.sample(table, model, NUTS, StreamKey.of(1), Runnable::run);
        assertThat(posterior.draws().names()).containsExactly("effect", "sd_effect");
        assertMatches(posterior.draws(), 0, rows.get(18), priors.column);
        assertMatches(posterior.draws(), 1, rows.get(19), priors.column);
        Draws groups = groups(table, model, posterior);
        for (int g = 0; g < table.groups(); g++) {
            assertMatches(groups, g, rows.get(g), priors.column);
        }
    }

    /** One conditional draw of each group's first coefficient for each draw of the hyper-parameters. */
    private static Draws groups(GroupTable table, GroupModel model, HyperPosterior posterior) {
        GroupPosterior conditional = new GroupPosterior(table, model);
        var stream = StreamKey.of(2).stream();
        List<String> names = new ArrayList<>();
        for (int g = 0; g < table.groups(); g++) {
            names.add("group" + g);
        }
        double[] coefficients = new double[table.coefficients()];
        return posterior.positions().map(names, (row, values) -> {
            conditional.condition(row);
            for (int g = 0; g < values.length; g++) {
                conditional.draw(g, stream, coefficients);
                values[g] = coefficients[0];
            }
        });
    }

    /** Within four Monte Carlo errors of mean and sd: forty figures, so a sound sampler fails once in four hundred. */
    private static void assertMatches(Draws draws, int parameter, String[] reference, int column) {
        double[][] chains = draws.byChain(parameter);
        PosteriorSummary summary = PosteriorSummary.ofChains(chains, 0.94);
        assertThat(summary.mean())
                .as(reference[0])
                .isCloseTo(Double.parseDouble(reference[column]), within(4 * MonteCarloError.mean(chains)));
        assertThat(summary.sd())
                .as("sd of " + reference[0])
                .isCloseTo(Double.parseDouble(reference[column + 1]), within(4 * MonteCarloError.sd(chains)));
    }

    @Test
    void theWithinCoefficientOfMundlaksModelIsTheFixedEffectsEstimate() {
        Map<String, List<double[]>> byGroup = new LinkedHashMap<>();
        resource("mundlak.csv")
                .forEach(row -> byGroup.computeIfAbsent(row[0], g -> new ArrayList<>())
                        .add(new double[] {
                            Double.parseDouble(row[1]), Double.parseDouble(row[2]), Double.parseDouble(row[3])
                        }));
        GroupTable.Builder builder = GroupTable.builder(3, 1, 0);
        double within = 0;
        double along = 0;
        for (List<double[]> rows : byGroup.values()) {
            CrossProducts products = CrossProducts.of(rows.toArray(double[][]::new), 3);
            builder.rows(products, products.mean(0));
            within += products.centred(0, 0);
            along += products.centred(0, 2);
        }
        double flat = Double.POSITIVE_INFINITY;
        SpreadPrior wide = SpreadPrior.halfNormal(1e6);
        GroupModel model = GroupModel.of(
                List.of(
                        new GroupModel.Coefficient(
                                "intercept", 0, flat, wide, List.of(new GroupModel.Predictor("mean_x", 0, flat))),
                        GroupModel.Coefficient.of("x", 0, flat, null),
                        GroupModel.Coefficient.of("z", 0, flat, null)),
                0,
                wide);
        NormalGroups density = new NormalGroups(builder.build(), model);
        double[] mode = Laplace.find(density, new double[density.dimension()])
                .orElseThrow()
                .mean();
        // z is constant within groups, so the fixed-effects estimate is the slope within groups: lme4 gives -0.0149148.
        assertThat(along / within).isCloseTo(-0.0149148, within(1e-6));
        assertThat(mode[density.names().indexOf("x")]).isCloseTo(along / within, within(1e-7));
    }

    @Test
    void momentsAreThoseOfTheDraws() {
        double[][] coefficients = {{1, 2, 0.5}, {0, 1, 0.5}};
        RandomGroups groups =
                RandomGroups.draw(new int[] {5, 1}, coefficients, new double[] {1, -1}, 1, StreamKey.of(8).stream());
        GroupPosterior posterior = new GroupPosterior(groups.table(0.3), RandomGroups.model());
        posterior.condition(new double[] {0.5, 0.2, 0.4, 0.6, -0.3, -0.5, 0.3, 0.1});
        double[] means = new double[3];
        double[] variances = new double[3];
        double[] draw = new double[3];
        int size = 40_000;
        for (int g = 0; g < 2; g++) {
            posterior.moments(g, means, variances);
            assertThat(variances[2]).isZero();
            var stream = StreamKey.of(9).with(g).stream();
            double[] sum = new double[3];
            double[] squares = new double[3];
            for (int d = 0; d < size; d++) {
                posterior.draw(g, stream, draw);
                for (int i = 0; i < 3; i++) {
                    sum[i] += draw[i] - means[i];
                    squares[i] += (draw[i] - means[i]) * (draw[i] - means[i]);
                }
            }
            for (int i = 0; i < 2; i++) {
                double sd = Math.sqrt(variances[i]);
                assertThat(sum[i] / size).isCloseTo(0, within(4 * sd / Math.sqrt(size)));
                assertThat(squares[i] / size / variances[i]).isCloseTo(1, within(4 * Math.sqrt(2.0 / size)));
            }
        }
    }

    @Test
    void theExecutorDoesNotChangeTheDraws() {
        GroupTable table = GroupTable.builder(1, 0, 0)
                .estimate(1, 0.5)
                .estimate(2, 0.7)
                .estimate(0, 1)
                .build();
        GroupModel model =
                GroupModel.of(List.of(GroupModel.Coefficient.of("effect", 0, 1, SpreadPrior.halfNormal(1))), 0, null);
        Nuts nuts = NUTS.withLengths(50, 50);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Draws one = HyperPosterior.sample(table, model, nuts, StreamKey.of(4), Runnable::run)
                    .draws();
            assertThat(HyperPosterior.sample(table, model, nuts, StreamKey.of(4), two)
                            .draws())
                    .isEqualTo(one);
        } finally {
            two.shutdown();
        }
    }

    /** Euros in trillions, or in trillionths: the posterior is the same, in another unit. */
    @Test
    void outcomesOfAnyUnitHaveOnePosterior() {
        HyperPosterior plain = inUnits(1);
        for (double unit : new double[] {1e12, 1e-12}) {
            HyperPosterior other = inUnits(unit);
            for (int i = 0; i < plain.draws().names().size(); i++) {
                String name = plain.draws().names().get(i);
                double by = name.startsWith("cor") ? 1 : unit;
                PosteriorSummary mine = PosteriorSummary.ofChains(other.draws().byChain(name), 0.9);
                PosteriorSummary theirs =
                        PosteriorSummary.ofChains(plain.draws().byChain(name), 0.9);
                assertThat(mine.rHat()).as(name).isLessThan(1.05);
                assertThat(mine.mean() / by)
                        .as(name)
                        .isCloseTo(theirs.mean(), within(4.5 * Math.hypot(mine.mcseMean() / by, theirs.mcseMean())));
                assertThat(other.positions().values(other.positions().names().get(0)))
                        .isEqualTo(other.draws().values("baseline"));
            }
        }
    }

    private static HyperPosterior inUnits(double unit) {
        RandomStream stream = StreamKey.of(6).stream();
        GroupTable.Builder table = GroupTable.builder(2, 0, 0);
        for (int g = 0; g < 20; g++) {
            double level = 0.2 + stream.nextGaussian();
            double effect = 0.9 + 0.4 * stream.nextGaussian();
            double[][] rows = new double[60][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = new double[] {i % 2, unit * (level + i % 2 * effect + stream.nextGaussian())};
            }
            table.rows(CrossProducts.of(rows, 2));
        }
        GroupModel model = GroupModel.of(
                List.of(
                        GroupModel.Coefficient.of("baseline", 0, 10 * unit, SpreadPrior.halfNormal(2 * unit)),
                        GroupModel.Coefficient.of("effect", 0, 2.5 * unit, SpreadPrior.halfNormal(unit))),
                2,
                SpreadPrior.exponential(unit));
        return HyperPosterior.sample(table.build(), model, NUTS, StreamKey.of(7), Runnable::run);
    }
}
