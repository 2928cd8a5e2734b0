package tributary.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.CauchyDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.expr.Exprs;
import tributary.expr.TreeEvaluator;
import tributary.infer.nuts.Nuts;
import tributary.math.LogDensity;
import tributary.model.Model;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Bound models: densities against formulas written by hand, gradients, shards, transforms, draws, refusals. */
class PosteriorTest {
    private static final double[] Y = {28, 8, -3, 7, -1, 1, 18, 12};
    private static final double[] SIGMA = {15, 10, 16, 11, 9, 11, 10, 18};
    private static final String[] SCHOOLS = {"a", "b", "c", "d", "e", "f", "g", "h"};

    private static Model shipped(String name) {
        try {
            return Model.parse(name, Files.readString(Path.of("../conf/models/" + name + ".model")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Data schools() {
        return Data.builder()
                .numbers("y", Y)
                .numbers("sigma", SIGMA)
                .categories("school", SCHOOLS)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CENTRED", "NON_CENTRED"})
    void theDensityIsTheOneOfTheTextbook(Parametrisation rule) {
        Posterior posterior = Posterior.of(shipped("eight_schools"), schools(), rule);
        assertThat(posterior.coordinates()).startsWith("mu", "tau", "theta.1").hasSize(10);
        RandomStream random = StreamKey.of(3).stream();
        LogDensity density = posterior.densities().get();
        for (int repeat = 0; repeat < 20; repeat++) {
            double[] u = random.nextGaussian() > 0 ? normals(random, 10, 1) : normals(random, 10, 3);
            double mu = u[0];
            double tau = StrictMath.exp(u[1]);
            double expected = new NormalDistribution(0, 5).logDensity(mu)
                    + new CauchyDistribution(0, 5).logDensity(tau)
                    + StrictMath.log(2)
                    + u[1];
            for (int j = 0; j < 8; j++) {
                double theta = rule == Parametrisation.CENTRED ? u[2 + j] : mu + tau * u[2 + j];
                expected += rule == Parametrisation.CENTRED
                        ? new NormalDistribution(mu, tau).logDensity(theta)
                        : new NormalDistribution().logDensity(u[2 + j]);
                expected += new NormalDistribution(theta, SIGMA[j]).logDensity(Y[j]);
            }
            assertThat(density.evaluate(u, new double[10]))
                    .isCloseTo(expected, within(1e-11 * (1 + Math.abs(expected))));
            double[] values = posterior.constrain(u);
            assertThat(values[posterior.names().indexOf("tau")]).isCloseTo(tau, within(1e-14 * tau));
        }
        assertThat(posterior.names())
                .containsExactly(
                        "mu",
                        "tau",
                        "theta[a]",
                        "theta[b]",
                        "theta[c]",
                        "theta[d]",
                        "theta[e]",
                        "theta[f]",
                        "theta[g]",
                        "theta[h]");
    }

    @Test
    void centringFollowsTheData() {
        assertThat(Posterior.of(shipped("eight_schools"), schools())
                        .unknowns()
                        .get(2)
                        .parametrisation())
                .isEqualTo(Parametrisation.NON_CENTRED);
        Model model = Model.parse("m", """
                row y
                group g
                tau, sigma ~ half_normal(1)
                a[g] ~ normal(0, tau)
                y ~ normal(a[g], sigma)
                """);
        RandomStream random = StreamKey.of(8).stream();
        for (double spread : new double[] {2, 0.01}) {
            double[] y = new double[600];
            double[] g = new double[600];
            for (int i = 0; i < y.length; i++) {
                g[i] = i % 20;
                y[i] = spread * (g[i] - 10) / 6 + random.nextGaussian();
            }
            Data data = Data.builder().numbers("y", y).numbers("g", g).build();
            assertThat(Posterior.of(model, data).unknowns().get(2).parametrisation())
                    .isEqualTo(spread > 1 ? Parametrisation.CENTRED : Parametrisation.NON_CENTRED);
        }
    }

    /** The levels that shipped models name. */
    private static final Map<String, List<String>> LEVELS =
            Map.of("race", List.of("black", "hispan", "white"), "gender", List.of("Female", "Male"));

    /** Every construct of the language that the shipped models use: compiled gradient against finite differences. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "google_ads",
                "kidiq",
                "mundlak",
                "mundlak_latent",
                "media_mix",
                "full_funnel",
                "sleepstudy",
                "family_intervention",
                "lalonde_gamma",
                "online_game",
                "instrument",
                "earnings_hurdle",
                "lalonde",
                "arK"
            })
    void gradientsAreRightAndTheTreeAgrees(String name) {
        Model model = shipped(name);
        Posterior posterior = Posterior.of(model, made(model, 60));
        int n = posterior.layout().dimension();
        LogDensity density = posterior.densities().get();
        RandomStream random = StreamKey.of(4).with(name).stream();
        double[] u = normals(random, n, 0.3);
        double[] gradient = new double[n];
        double value = density.evaluate(u, gradient);
        double slow = new TreeEvaluator(posterior.layout(), posterior.columns()).value(posterior.logDensity(), u);
        assertThat(value).isCloseTo(slow, within(1e-10 * (1 + Math.abs(slow))));
        for (int i = 0; i < n; i++) {
            double[] up = u.clone();
            double[] down = u.clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            double slope = (density.evaluate(up, new double[n]) - density.evaluate(down, new double[n])) / 2e-5;
            assertThat(gradient[i])
                    .as(name + " " + posterior.coordinates().get(i))
                    .isCloseTo(slope, within(1e-4 * (1 + Math.abs(slope)) + 1e-9 * Math.abs(value)));
        }
        assertThat(posterior.constrain(u)).hasSize(posterior.names().size());
    }

    @Test
    void shardDensitiesWithFractionatedPriorsMultiplyToTheWhole() {
        Model model = shipped("mundlak");
        Data all = made(model, 60);
        Posterior posterior = Posterior.of(model, all);
        RandomStream random = StreamKey.of(5).stream();
        for (int repeat = 0; repeat < 20; repeat++) {
            double[] u = normals(random, posterior.layout().dimension(), 1);
            double product = 0;
            for (int shard = 0; shard < 3; shard++) {
                var columns = posterior.columns(slice(model, all, shard * 20, 20));
                var terms = posterior
                        .logPrior()
                        .over(3)
                        .plus(Exprs.sum(posterior.likelihoods().get(0).rows()));
                product += new TreeEvaluator(posterior.layout(), columns).value(terms, u);
            }
            double whole = posterior.densities().get().evaluate(u, new double[u.length]);
            assertThat(product).isCloseTo(whole, within(1e-10 * (1 + Math.abs(whole))));
        }
    }

    @Test
    void samplingAConjugateModelGivesItsClosedForm() {
        Model model = Model.parse("m", "row y\nmu ~ normal(0, 10)\ny ~ normal(mu, 2)\ntwice = 2 * mu\n");
        double[] y = {1, 2, 3, 4, 7};
        Posterior posterior = Posterior.of(model, Data.builder().numbers("y", y).build());
        Fit fit = posterior.sample(Nuts.DEFAULT.withLengths(300, 1000), 11);
        double precision = 5 / 4.0 + 1 / 100.0;
        double mean = 17 / 4.0 / precision;
        assertThat(fit.summary("mu").mean())
                .isCloseTo(mean, within(4 * fit.summary("mu").mcseMean()));
        assertThat(fit.summary("mu").sd())
                .isCloseTo(
                        StrictMath.sqrt(1 / precision),
                        within(4 * fit.summary("mu").mcseSd()));
        assertThat(fit.summary("twice").mean()).isCloseTo(2 * fit.summary("mu").mean(), within(1e-12));
        assertThat(fit.stats().divergences()).isZero();
        assertThat(posterior.sample(Nuts.DEFAULT.withLengths(300, 1000), 11).draws())
                .isEqualTo(fit.draws());
        assertThat(fit.leaveOneOut("y").elpd()).isBetween(-20.0, -8.0);
    }

    @Test
    void priorsOfDefaultsAreDisclosedAndFixedByTheData() {
        Model model = shipped("radon");
        Posterior posterior = Posterior.of(model, made(model, 60));
        assertThat(posterior.disclosures()).anyMatch(l -> l.startsWith("b_log_radon_floor ~ normal"));
        assertThat(Posterior.of(shipped("kidiq"), made(shipped("kidiq"), 20)).disclosures())
                .containsExactly("beta has a flat prior: every value alike");
    }

    @Test
    void levelsComeInTheirOrderAndContrastsLeaveOutTheReference() {
        Model model = Model.parse("m", """
                row y, x
                group g
                y ~ normal(linear(x + C(g, ref = "b")), 1)
                """);
        Posterior posterior = Posterior.of(
                model,
                Data.builder()
                        .numbers("y", 1, 2, 3, 5)
                        .numbers("x", 1, 0, 1, 0)
                        .categories("g", "c", "b", "a", "c")
                        .build());
        assertThat(posterior.names())
                .containsExactly("c_y_intercept", "b_y_x", "b_y_g[a]", "b_y_g[c]", "b_y_intercept");
        assertThat(Levels.of(List.of("10", "9", "-1")).names()).containsExactly("-1", "9", "10");
    }

    @Test
    void doReachesDescendantsOnlyAndSharesTheNoise() {
        Model model = shipped("google_ads");
        Data data = made(model, 200);
        Posterior posterior = Posterior.of(model, data);
        double[] u = normals(StreamKey.of(6).stream(), posterior.layout().dimension(), 0.5);
        StreamKey key = StreamKey.of(7);
        var one = tributary.model.term.Terms.number(1);
        var zero = tributary.model.term.Terms.number(0);
        Data on = Simulation.of(posterior, model.intervene("ads", one)).intervene(u, key);
        Data off = Simulation.of(posterior, model.intervene("ads", zero)).intervene(u, key);
        assertThat(on.numbers("rows", "tv")).isEqualTo(data.numbers("rows", "tv"));
        assertThat(on.numbers("rows", "ads")).isEqualTo(data.numbers("rows", "ads"));
        double effect = posterior.constrain(u)[posterior.names().indexOf("b_zy")];
        double[] treated = on.numbers("rows", "sales");
        double[] control = off.numbers("rows", "sales");
        for (int i = 0; i < treated.length; i++) {
            assertThat(treated[i] - control[i]).isCloseTo(effect, within(1e-12));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            row y, x;y ~ normal(x, 1)          ! no column in the data
            row y;group h;a[h] ~ normal(0, 1);y ~ normal(a[h], 1) ! `h` .* has no column
            row y;y ~ bernoulli(0.5)           ! cannot give
            row y;y ~ normal(0, 1);row bad;bad ~ normal(0, 1) ! is NaN in row 2
            row y, t;group g;series g ordered by t;y ~ normal(lag(t, 1), 1) ! out of order
            row g;g ~ normal(0, 1)             ! is bound to text
            row y;group g;a[g] ~ normal(0, 1);y ~ normal(a[west], 1) ! no level of `g`
            """)
    void dataThatDoNotFitAreRefusedInWords(String text, String says) {
        Data data = Data.builder()
                .numbers("y", 1, 2, 3)
                .numbers("bad", 1, Double.NaN, 3)
                .numbers("t", 1, 3, 2)
                .categories("g", "north", "north", "north")
                .build();
        assertThatThrownBy(() -> Posterior.of(Model.parse("m", text.replace(';', '\n')), data))
                .isInstanceOf(BindingException.class)
                .hasMessageMatching("(?s).*" + says + ".*");
    }

    static double[] normals(RandomStream random, int n, double scale) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = scale * random.nextGaussian();
        }
        return values;
    }

    /** Rows that fit a model's supports: positive numbers, or zeros and ones for Bernoulli outcomes. */
    static Data made(Model model, int rows) {
        RandomStream random = StreamKey.of(9).with("made").stream();
        Data.Builder data = Data.builder();
        model.variables().stream().filter(v -> v.data()).forEach(v -> {
            boolean binary =
                    v.distribution() != null && v.distribution().function().startsWith("bernoulli");
            double[] values = new double[rows];
            for (int i = 0; i < rows; i++) {
                boolean time = v.name().equals("week");
                values[i] = time ? i : binary ? random.nextInt(2) : random.nextExponential();
            }
            data.numbers(v.name(), values);
        });
        model.plates().values().stream()
                .filter(p -> p.kind() == tributary.model.Plate.Kind.GROUP)
                .forEach(p -> {
                    List<String> named = LEVELS.get(p.name());
                    double[] levels = new double[rows];
                    String[] names = new String[rows];
                    for (int i = 0; i < rows; i++) {
                        levels[i] = p.order() != null ? 0 : i % 5;
                        names[i] = named == null ? "" : named.get(i % named.size());
                    }
                    if (named == null) {
                        data.numbers(p.name(), levels);
                    } else {
                        data.categories(p.name(), names);
                    }
                });
        return data.build();
    }

    private static Data slice(Model model, Data all, int from, int count) {
        Data.Builder data = Data.builder();
        for (String column : all.columns("rows")) {
            data.numbers(column, java.util.Arrays.copyOfRange(all.numbers("rows", column), from, from + count));
        }
        return data.build();
    }
}
