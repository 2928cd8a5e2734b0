package tributary.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.apache.commons.math3.distribution.CauchyDistribution;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import tributary.infer.nuts.Nuts;
import tributary.model.Model;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The rarer constructs of the language against densities written by hand, and integrals. */
class ConstructsTest {
    private static double normal(double x, double mean, double sd) {
        return new NormalDistribution(mean, sd).logDensity(x);
    }

    private static void assertDensity(Posterior posterior, double[] u, double expected) {
        assertThat(posterior.layout().dimension()).isEqualTo(u.length);
        assertThat(posterior.densities().get().evaluate(u, new double[u.length]))
                .isCloseTo(expected, within(1e-10));
    }

    @Test
    void seasonsAreSinesAndCosines() {
        Model model = Model.parse("m", """
                row y, t
                columns k = fourier(t, 7, 2)
                b[k] ~ normal(0, 2)
                y ~ normal(dot(b, k), 1)
                """);
        double[] t = {0, 1, 2.5, 6, 13};
        double[] y = {1, 0, -1, 2, 0.5};
        Data data = Data.builder().numbers("t", t).numbers("y", y).build();
        double[] b = {0.5, -1, 0.3, 2};
        double expected = 0;
        for (double value : b) {
            expected += normal(value, 0, 2);
        }
        for (int i = 0; i < t.length; i++) {
            double a = 2 * StrictMath.PI * t[i] / 7;
            double mean = b[0] * StrictMath.sin(a)
                    + b[1] * StrictMath.cos(a)
                    + b[2] * StrictMath.sin(2 * a)
                    + b[3] * StrictMath.cos(2 * a);
            expected += normal(y[i], mean, 1);
        }
        Posterior posterior = Posterior.of(model, data);
        assertThat(posterior.names()).containsExactly("b[sin1]", "b[cos1]", "b[sin2]", "b[cos2]");
        assertDensity(posterior, b, expected);
    }

    @Test
    void aNetworkIsItsUnits() {
        Model model = Model.parse("m", "row y, p, q\ny ~ normal(mlp([p, q], hidden = 2, activation = tanh), 0.5)\n");
        double[] p = {0.2, -1};
        double[] q = {1, 0.4};
        double[] y = {0.3, 2};
        Data data =
                Data.builder().numbers("p", p).numbers("q", q).numbers("y", y).build();
        Posterior posterior = Posterior.of(model, data);
        assertThat(posterior.names())
                .containsExactly(
                        "c_y_out", "c_y_1", "w_y_1[p]", "w_y_1[q]", "v_y_1", "c_y_2", "w_y_2[p]", "w_y_2[q]", "v_y_2");
        double[] u = {0.1, 0.2, -0.3, 0.4, 0.5, -0.6, 0.7, 0.8, -0.9};
        double expected = 0;
        for (double value : u) {
            expected += normal(value, 0, 1);
        }
        for (int i = 0; i < y.length; i++) {
            double one = StrictMath.tanh(u[1] + u[2] * p[i] + u[3] * q[i]);
            double two = StrictMath.tanh(u[5] + u[6] * p[i] + u[7] * q[i]);
            expected += normal(y[i], u[0] + u[4] * one + u[8] * two, 0.5);
        }
        assertDensity(posterior, u, expected);
    }

    /** The longest sums and chains that the language lets pass are also translated, compiled and differentiated. */
    @Test
    void longModelsAreBound() {
        StringBuilder text = new StringBuilder("row y, x\na0 ~ normal(0, 1)\n");
        for (int i = 1; i <= 180; i++) {
            text.append("a").append(i).append(" = a").append(i - 1).append(" + 0.01\n");
        }
        text.append("y ~ normal(a180").append(" + x".repeat(1_000)).append(", 1)\n");
        Posterior posterior = Posterior.of(
                Model.parse("long", text.toString()),
                Data.builder().numbers("y", 1).numbers("x", 0.5).build());
        assertDensity(posterior, new double[] {0.2}, normal(0.2, 0, 1) + normal(1, 0.2 + 1.8 + 500, 1));
    }

    @Test
    void nestedGroupsHangOnTheirParents() {
        Model model = Model.parse("m", """
                row y
                group region
                group shop in region
                column size[shop]
                r[region] ~ normal(0, 3)
                s[shop] ~ normal(r[region] + size, 0.5)
                y ~ normal(s[shop], 1)
                """);
        Data data = Data.builder()
                .numbers("y", 1, 2, 3, 4)
                .numbers("size", 10, 20, 20, 30)
                .categories("region", "N", "S", "S", "N")
                .categories("shop", "c", "a", "a", "b")
                .build();
        Posterior posterior = Posterior.of(model, data, Parametrisation.CENTRED);
        assertThat(posterior.names()).containsExactly("r[N]", "r[S]", "s[a]", "s[b]", "s[c]");
        double[] u = {0.5, -1, 19, 31, 10.2};
        double expected = normal(0.5, 0, 3)
                + normal(-1, 0, 3)
                + normal(19, -1 + 20, 0.5)
                + normal(31, 0.5 + 30, 0.5)
                + normal(10.2, 0.5 + 10, 0.5)
                + normal(1, 10.2, 1)
                + normal(2, 19, 1)
                + normal(3, 19, 1)
                + normal(4, 31, 1);
        assertDensity(posterior, u, expected);
        // Known scales all the way down: the closed form, checked against the mean of the normal equations by NUTS.
        Fit exact = posterior.fit(Nuts.DEFAULT.withLengths(0, 2000), 3);
        assertThat(exact.path()).isEqualTo(InferencePath.EXACT);
    }

    @Test
    void tablesMeetInTheirParameters() {
        Model model = Model.parse("m", """
                b ~ normal(0, 1)
                rows weekly {
                  row sales, spend
                  sales ~ normal(b * spend, 2)
                }
                rows lift {
                  row seen, se
                  seen ~ normal(b, se)
                }
                """);
        Data data = Data.builder()
                .table("weekly")
                .numbers("sales", 1, 4, 2)
                .numbers("spend", 1, 2, 3)
                .table("lift")
                .numbers("seen", 0.7, 1.2)
                .numbers("se", 0.1, 0.3)
                .build();
        double b = 0.6;
        double expected = normal(b, 0, 1)
                + normal(1, b, 2)
                + normal(4, 2 * b, 2)
                + normal(2, 3 * b, 2)
                + normal(0.7, b, 0.1)
                + normal(1.2, b, 0.3);
        Posterior posterior = Posterior.of(model, data);
        assertDensity(posterior, new double[] {b}, expected);
        double precision = 1 + 14 / 4.0 + 100 + 1 / 0.09;
        double mean = ((1 + 8 + 6) / 4.0 + 0.7 * 100 + 1.2 / 0.09) / precision;
        Fit fit = posterior.fit(Nuts.DEFAULT.withLengths(0, 4000), 2);
        assertThat(fit.path()).isEqualTo(InferencePath.EXACT);
        assertThat(fit.summary("b").mean()).isCloseTo(mean, within(4 / StrictMath.sqrt(precision * 16_000)));
        assertThat(fit.summary("b").sd()).isCloseTo(1 / StrictMath.sqrt(precision), within(0.003));
    }

    /** Two correlated columns: the posterior of their correlation is one integral. */
    @Test
    void correlationsUnderLkj() {
        Model model = Model.parse("m", """
                row a, b
                columns k = 2
                C[k] ~ lkj(2)
                (a, b) ~ mvnormal([0, 0], C)
                """);
        int rows = 25;
        RandomStream random = StreamKey.of(4).stream();
        double[] a = new double[rows];
        double[] b = new double[rows];
        double squares = 0;
        double products = 0;
        for (int i = 0; i < rows; i++) {
            a[i] = random.nextGaussian();
            b[i] = 0.6 * a[i] + 0.8 * random.nextGaussian();
            squares += a[i] * a[i] + b[i] * b[i];
            products += a[i] * b[i];
        }
        double s = squares;
        double c = products;
        java.util.function.DoubleUnaryOperator log = r -> {
            double rest = 1 - r * r;
            return StrictMath.log(rest) - 0.5 * rows * StrictMath.log(rest) - 0.5 * (s - 2 * r * c) / rest;
        };
        double top = log.applyAsDouble(0.5);
        IterativeLegendreGaussIntegrator integrator = new IterativeLegendreGaussIntegrator(20, 1e-10, 1e-12);
        double mass = integrator.integrate(1_000_000, r -> StrictMath.exp(log.applyAsDouble(r) - top), -0.9999, 0.9999);
        double mean =
                integrator.integrate(1_000_000, r -> r * StrictMath.exp(log.applyAsDouble(r) - top), -0.9999, 0.9999)
                        / mass;
        Posterior posterior = Posterior.of(
                model, Data.builder().numbers("a", a).numbers("b", b).build());
        var summary = posterior.sample(Nuts.DEFAULT.withLengths(300, 1000), 5).summary("C[2,1]");
        assertThat(summary.mean()).isCloseTo(mean, within(4 * summary.mcseMean()));
    }

    @Test
    void theHorseshoeIsItsParts() {
        Model model = Model.parse("m", """
                row y, p, q
                columns k = [p, q]
                b[k] ~ horseshoe(0.5, 2, 4)
                y ~ normal(dot(b, k), 1)
                """);
        Data data = Data.builder()
                .numbers("y", 1, 2)
                .numbers("p", 0.3, 1)
                .numbers("q", -1, 2)
                .build();
        Posterior posterior = Posterior.of(model, data);
        assertThat(posterior.coordinates())
                .containsExactly("b_z.1", "b_z.2", "b_local.1", "b_local.2", "b_global", "b_slab");
        double[] u = {0.4, -0.7, 0.1, -0.3, -0.5, 0.2};
        double tau = StrictMath.exp(u[4]);
        double w = StrictMath.exp(u[5]);
        double expected = StrictMath.log(2) + new CauchyDistribution(0, 0.5).logDensity(tau) + u[4];
        // w is inverse-gamma(2, 2): 1 / w is gamma(2, rate 2), with the Jacobian 1 / w^2.
        expected += new GammaDistribution(2, 0.5).logDensity(1 / w) - 2 * u[5] + u[5];
        double[] b = new double[2];
        for (int k = 0; k < 2; k++) {
            double local = StrictMath.exp(u[2 + k]);
            expected +=
                    normal(u[k], 0, 1) + StrictMath.log(2) + new CauchyDistribution(0, 1).logDensity(local) + u[2 + k];
            double scale = tau * local;
            b[k] = u[k] * scale * StrictMath.sqrt(4 * w / (4 * w + scale * scale));
        }
        expected += normal(1, 0.3 * b[0] - b[1], 1) + normal(2, b[0] + 2 * b[1], 1);
        assertDensity(posterior, u, expected);
    }

    /** Spreads of groups default to half_normal(1) on a link's scale, and to the outcome's own spread on its own. */
    @Test
    void defaultSpreadsOfGroupsAreThoseOfTheScale() {
        String text = "row y, n\ngroup g\ny ~ %s\n";
        Data data = Data.builder()
                .numbers("y", 1, 0, 1, 0)
                .numbers("n", 1, 1, 1, 1)
                .numbers("g", 1, 1, 2, 2)
                .build();
        for (String outcome :
                new String[] {"bernoulli_logit(linear(1 + (1 | g)))", "poisson_log(linear(1 + (1 | g)))"}) {
            assertThat(Posterior.of(Model.parse("m", String.format(java.util.Locale.ROOT, text, outcome)), data)
                            .disclosures())
                    .anyMatch(line -> line.startsWith("sd_y_g_intercept ~ half_normal[1.000]"));
        }
        assertThat(Posterior.of(
                                Model.parse(
                                        "m",
                                        String.format(java.util.Locale.ROOT, text, "normal(linear(1 + (1 | g)), 1)")),
                                data)
                        .disclosures())
                .anyMatch(line -> line.startsWith("sd_y_g_intercept ~ half_normal[0.5774]"));
    }
}
