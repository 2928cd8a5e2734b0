package tributary.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.infer.Draws;
import tributary.infer.nuts.Nuts;
import tributary.model.Model;
import tributary.posterior.conjugate.ConjugateRegression;
import tributary.posterior.conjugate.NormalInverseGamma;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Conjugate models: recognised, equal to the textbook and to NUTS; their near misses are not recognised. */
class ExactPosteriorTest {
    private static final int ROWS = 60;
    private static final int DRAWS = 4000;

    /** y a straight line, t yes or no, n trials, k successes, c counts, w weights, z levels 0..2, d durations. */
    private static Data data() {
        RandomStream random = StreamKey.of(1).stream();
        double[][] columns = new double[9][ROWS];
        for (int i = 0; i < ROWS; i++) {
            double x = random.nextGaussian() + 100;
            columns[0][i] = 3 + 0.5 * x + 2 * random.nextGaussian();
            columns[1][i] = x;
            columns[2][i] = random.nextInt(2);
            columns[3][i] = 1 + random.nextInt(5);
            columns[4][i] = Math.min(columns[3][i], random.nextInt(3));
            columns[5][i] = random.nextInt(6);
            columns[6][i] = 0.5 + random.nextExponential();
            columns[7][i] = random.nextInt(3);
            columns[8][i] = 0.1 + random.nextExponential();
        }
        String[] names = {"y", "x", "t", "n", "k", "c", "w", "z", "d"};
        Data.Builder data = Data.builder();
        for (int i = 0; i < names.length; i++) {
            data.numbers(names[i], columns[i]);
        }
        String[] groups = IntStream.range(0, ROWS).mapToObj(i -> "g" + i % 4).toArray(String[]::new);
        return data.categories("g", groups).build();
    }

    private static double[] column(String name) {
        return data().numbers("rows", name);
    }

    private static Posterior posterior(String text) {
        return Posterior.of(
                Model.parse("m", "row y, x, t, n, k, c, w, z, d\ngroup g\n" + text.replace(';', '\n') + "\n"), data());
    }

    private static Draws exact(String text) {
        Fit fit = posterior(text).fit(Nuts.DEFAULT.withChains(4).withLengths(0, DRAWS / 4), 7);
        assertThat(fit.path()).isEqualTo(InferencePath.EXACT);
        assertThat(fit.stats().divergences()).isZero();
        return fit.draws();
    }

    private static void assertFollows(RealDistribution law, double... draws) {
        assertThat(new KolmogorovSmirnovTest().kolmogorovSmirnovTest(law, draws))
                .isGreaterThan(1e-4);
    }

    private static void assertFollows(RealDistribution law, Draws draws, String name) {
        assertFollows(law, draws.values(name));
    }

    @Test
    void betaRatesAreTheTextbooks() {
        double successes = Arrays.stream(column("t")).sum();
        Draws draws = exact("p ~ beta(2, 3);t ~ bernoulli(p)");
        assertFollows(new BetaDistribution(2 + successes, 3 + ROWS - successes), draws, "p");
        double k = Arrays.stream(column("k")).sum();
        double n = Arrays.stream(column("n")).sum();
        assertFollows(new BetaDistribution(1 + k, 1 + n - k), exact("p ~ uniform(0, 1);k ~ binomial(n, p)"), "p");
        double[] t = column("t");
        double[] z = column("z");
        Draws arms = exact("p[g] ~ beta(1, 1);q, r ~ beta(1, 2);t ~ bernoulli(p[g]);k ~ binomial(n, if(z == 1, q, r))");
        double third = IntStream.range(0, ROWS)
                .filter(i -> i % 4 == 2)
                .mapToDouble(i -> t[i])
                .sum();
        assertFollows(new BetaDistribution(1 + third, 1 + ROWS / 4.0 - third), arms, "p[g2]");
        double yes = IntStream.range(0, ROWS)
                .filter(i -> z[i] == 1)
                .mapToDouble(i -> column("k")[i])
                .sum();
        double of = IntStream.range(0, ROWS)
                .filter(i -> z[i] == 1)
                .mapToDouble(i -> column("n")[i])
                .sum();
        assertFollows(new BetaDistribution(1 + yes, 2 + of - yes), arms, "q");
    }

    @Test
    void gammaRatesAreTheTextbooks() {
        double events = Arrays.stream(column("c")).sum();
        double exposure = Arrays.stream(column("w")).sum();
        assertFollows(
                new GammaDistribution(3 + events, 1 / (2 + exposure)),
                exact("l ~ gamma(3, 2);c ~ poisson(w * l)"),
                "l");
        double time = Arrays.stream(column("d")).sum();
        assertFollows(
                new GammaDistribution(1 + ROWS, 1 / (0.5 + time)),
                exact("l ~ exponential(0.5);d ~ exponential(l)"),
                "l");
        assertFollows(
                new GammaDistribution(1 + 2 * ROWS, 1 / (5 + time / 3)),
                exact("l ~ gamma(1, 5);d ~ gamma(2, l / 3)"),
                "l");
    }

    @Test
    void sharesAreADirichlet() {
        double[] counts = new double[3];
        Arrays.stream(column("z")).forEach(z -> counts[(int) z]++);
        Draws draws = exact("columns k3 = 3;theta[k3] ~ dirichlet([1, 2, 0.5]);z ~ categorical(theta)");
        double[] alpha = {1, 2, 0.5};
        for (int i = 0; i < 3; i++) {
            double a = alpha[i] + counts[i];
            assertFollows(new BetaDistribution(a, ROWS + 3.5 - a), draws, "theta[" + (i + 1) + "]");
        }
    }

    @Test
    void aNormalMeanWithKnownSpread() {
        double precision = ROWS / 4.0 + 1 / 100.0;
        double mean = (Arrays.stream(column("y")).sum() / 4 + 50 / 100.0) / precision;
        Draws draws = exact("m ~ normal(50, 10);y ~ normal(m, 2);twice = 2 * m");
        assertFollows(new NormalDistribution(mean, 1 / StrictMath.sqrt(precision)), draws, "m");
        assertThat(draws.values("twice")[17]).isEqualTo(2 * draws.values("m")[17]);
    }

    /** Raw columns far from zero, no centring: the closed form of {@link ConjugateRegression}, which centres. */
    @Test
    void regressionWithANormalInverseGammaPrior() {
        double[] x = column("x");
        double[] y = column("y");
        double xMean = Arrays.stream(x).average().orElseThrow();
        double yMean = Arrays.stream(y).average().orElseThrow();
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < ROWS; i++) {
            xx += (x[i] - xMean) * (x[i] - xMean);
            xy += (x[i] - xMean) * (y[i] - yMean);
            yy += (y[i] - yMean) * (y[i] - yMean);
        }
        ConjugateRegression expected = ConjugateRegression.fit(
                ROWS, new double[] {xMean}, yMean, new double[][] {{xx}}, new double[] {xy}, yy, 1e6, 1e-3, 1e-3);
        for (String scale : new String[] {
            "s2 ~ inverse_gamma(0.001, 0.001);s = sqrt(s2)", "tau ~ gamma(0.001, 0.001);s = 1 / sqrt(tau);s2 = 1 / tau"
        }) {
            Draws draws =
                    exact(scale + ";a, b ~ normal(0, 1000 * s);y ~ normal(a + b * x, s);line = a + b * data_mean(x)");
            assertStudent(expected.degreesOfFreedom(), expected.mean(0), expected.scale(0), draws.values("line"));
            assertStudent(expected.degreesOfFreedom(), expected.mean(1), expected.scale(1), draws.values("b"));
            double mean = Arrays.stream(draws.values("s2")).average().orElseThrow();
            double error = expected.residualVariance() * StrictMath.sqrt(2.0 / ROWS / DRAWS);
            assertThat(mean).isCloseTo(expected.residualVariance(), within(5 * error));
        }
    }

    @Test
    void oneNormalSampleAgreesWithTheArmsClosedForm() {
        double[] y = column("y");
        double mean = Arrays.stream(y).average().orElseThrow();
        double squares = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum();
        NormalInverseGamma expected = new NormalInverseGamma(40, 0.25, 2, 3).update(ROWS, mean, squares);
        Draws draws = exact("v ~ inverse_gamma(2, 3);m ~ normal(40, 2 * sqrt(v));y ~ normal(m, sqrt(v))");
        assertStudent(expected.degreesOfFreedom(), expected.mean(), expected.scale(), draws.values("m"));
        double[] precisions = Arrays.stream(draws.values("v")).map(v -> 1 / v).toArray();
        assertFollows(new GammaDistribution(expected.alpha(), 1 / expected.beta()), precisions);
    }

    private static void assertStudent(double df, double mean, double scale, double... draws) {
        assertFollows(
                new TDistribution(df),
                Arrays.stream(draws).map(v -> (v - mean) / scale).toArray());
    }

    /** Far from zero, with tiny or huge spreads and rates: the numbers read off the gradient keep their digits. */
    @ParameterizedTest
    @CsvSource({"1e6, 1e-3", "-3e4, 1e-6", "0, 1e7", "1e-5, 1e-9", "5e8, 3e7"})
    void numbersFarFromOneKeepTheirDigits(double centre, double spread) {
        double[] y = PosteriorTest.normals(StreamKey.of(11).stream(), ROWS, spread);
        for (int i = 0; i < ROWS; i++) {
            y[i] += centre;
        }
        double mean = Arrays.stream(y).average().orElseThrow();
        double squares = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).sum();
        NormalInverseGamma expected = new NormalInverseGamma(0, 1e-4, 2, 1e-20).update(ROWS, mean, squares);
        Model model = Model.parse(
                "m", "row y\nv ~ inverse_gamma(2, 1e-20)\nm ~ normal(0, 100 * sqrt(v))\ny ~ normal(m, sqrt(v))\n");
        Fit fit = ExactPosterior.of(
                        Posterior.of(model, Data.builder().numbers("y", y).build()))
                .orElseThrow()
                .sample(1, DRAWS, 3);
        assertStudent(
                expected.degreesOfFreedom(),
                expected.mean(),
                expected.scale(),
                fit.draws().values("m"));
        double[] precisions =
                Arrays.stream(fit.draws().values("v")).map(v -> 1 / v).toArray();
        assertFollows(new GammaDistribution(expected.alpha(), 1 / expected.beta()), precisions);
    }

    @ParameterizedTest
    @CsvSource({"0, 60", "60, 0", "1, 59"})
    void ratesAtTheEdgeKeepTheirDigits(int ones, int zeros) {
        double[] y = new double[ones + zeros];
        double[] n = new double[y.length];
        Arrays.fill(y, 0, ones, 1e6);
        Arrays.fill(n, 1e6);
        Model model = Model.parse("m", "row y, n\np ~ beta(0.5, 0.5)\ny ~ binomial(n, p)\n");
        Fit fit = ExactPosterior.of(Posterior.of(
                        model, Data.builder().numbers("y", y).numbers("n", n).build()))
                .orElseThrow()
                .sample(1, DRAWS, 3);
        double[] u = fit.unconstrained().values(0);
        // Of the logit, for a rate this near an edge is 1 in floating point.
        double[] smaller = Arrays.stream(u)
                .map(v -> ones > zeros ? 1 / (1 + StrictMath.exp(v)) : 1 / (1 + StrictMath.exp(-v)))
                .toArray();
        double a = 0.5 + 1e6 * Math.min(ones, zeros);
        assertFollows(new BetaDistribution(null, a, 0.5 + 1e6 * Math.max(ones, zeros), 1e-12), smaller);
    }

    /** Means and spreads of every parameter against NUTS on the same density, four errors of both. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "p ~ beta(2, 3);t ~ bernoulli(p);l ~ gamma(3, 2);c ~ poisson(w * l)",
                "a ~ normal(40, 20);b ~ normal(0, 1);u[g] ~ normal(a, 3);y ~ normal(u[g] + b * (x - 100), w)",
                "y ~ normal(linear(x + t + (1 | g)), 2);prior(sd_y_g_intercept) = truncated(normal(1, 1e-9), lower = 0)",
                "v ~ inverse_gamma(2, 3);m ~ normal(40, 5 * sqrt(v));u[g] ~ normal(m, sqrt(v));y ~ normal(u[g], sqrt(v))",
                "d ~ lognormal(m, 1);m ~ normal(0, 1);columns k3 = 3;h[k3] ~ dirichlet([1, 1, 1]);z ~ categorical(h)"
            })
    void exactDrawsAgreeWithNuts(String text) {
        Posterior posterior = posterior(text);
        Optional<ExactPosterior> found = ExactPosterior.of(posterior);
        if (text.contains("sd_y_g")) {
            // A spread that is unknown, however little, is a product of unknowns.
            assertThat(found).isEmpty();
            return;
        }
        Fit exact = found.orElseThrow().sample(4, DRAWS / 4, 5);
        Fit nuts = posterior.sample(Nuts.DEFAULT.withLengths(300, 1000), 6);
        assertThat(nuts.path()).isEqualTo(InferencePath.NUTS);
        assertThat(exact.draws().names()).isEqualTo(nuts.draws().names());
        for (String name : nuts.draws().names()) {
            var one = exact.summary(name);
            var two = nuts.summary(name);
            assertThat(one.mean())
                    .as(name)
                    .isCloseTo(two.mean(), within(4 * StrictMath.hypot(one.mcseMean(), two.mcseMean())));
            assertThat(one.sd())
                    .as(name)
                    .isCloseTo(two.sd(), within(4.5 * StrictMath.hypot(one.mcseSd(), two.mcseSd())));
        }
        assertThat(found.orElseThrow().sample(4, DRAWS / 4, 5).draws()).isEqualTo(exact.draws());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            m ~ truncated(normal(0, 1), lower = 0);y ~ normal(m, 1)     | a truncated prior
            m ~ normal(0, 1);y ~ normal(exp(m), 1)                      | a bent mean
            a, b ~ normal(0, 1);y ~ normal(a * b, 1)                    | a product of unknowns
            a, b ~ normal(0, 1);y ~ normal(a * x + b * a, 1)            | the same, hidden
            m ~ normal(0, 1);s ~ half_normal(1);y ~ normal(m, s)        | a scale that is not inverse-gamma
            v ~ inverse_gamma(1, 1);m ~ normal(0, 1);y ~ normal(m, sqrt(v)) | a prior with a scale of its own
            v ~ inverse_gamma(1, 1);y ~ normal(3, v)                    | a sd that is inverse-gamma
            v ~ gamma(1, 1);y ~ normal(3, sqrt(v))                      | a variance that is gamma
            m ~ student_t(4, 0, 1);y ~ normal(m, 1)                     | a prior of another family
            m ~ normal(0, 1);y ~ student_t(4, m, 1)                     | an outcome of another family
            m ~ normal(0, 1);y ~ normal(m, 1);t ~ bernoulli_logit(m)    | one outcome that is, one that is not
            p ~ beta(1, 1);t ~ bernoulli(p * 0.5)                       | a rate that is scaled
            p ~ uniform(0, 0.5);t ~ bernoulli(p)                        | a rate that is bounded
            p, q ~ beta(1, 1);t ~ bernoulli(p * q)                      | two rates at once
            l ~ gamma(1, 1);c ~ poisson(l + 1)                          | a rate that is shifted
            l ~ lognormal(0, 1);c ~ poisson(l)                          | a rate of another family
            a[g] ~ gamma(1, 1);l ~ gamma(1, 1);c ~ poisson(a[g] * l)    | two rates multiplied
            h ~ beta(1, 1);p ~ beta(h, 1);t ~ bernoulli(p)              | a prior with an unknown of its own
            columns k3 = 2;u[k3] ~ increasing(normal(0, 1));y ~ normal(u[1], 1) | an ordered vector
            columns k3 = 2;u[k3] ~ horseshoe(1, 1, 4);y ~ normal(u[1], 1) | a construct
            m ~ flat();o ~ flat();y ~ normal(m + o, 1)                  | a flat ridge
            """)
    void nearMissesAreLeftToTheSampler(String text, String why) {
        assertThat(ExactPosterior.of(posterior(text))).as(why).isEmpty();
    }

    @Test
    void thePartsAreToldInWords() {
        Posterior posterior =
                posterior("p[g] ~ beta(1, 1);t ~ bernoulli(p[g]);a, b ~ normal(0, 9);y ~ normal(a + b * x, 2)");
        assertThat(ExactPosterior.of(posterior).orElseThrow().describe())
                .containsExactly("beta rates: p", "normal with known scales: a, b");
    }
}
