package tributary.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tributary.model.Model;
import tributary.random.StreamKey;

/** Unknowns drawn together under names of their own. */
class TupleTest {
    private static final double[] Y = {1, 2.5, 4, 5};
    private static final double[] X = {0, 1, 2, 3};
    // L = scaled([2, 1], lkj factor) written out: covariance [[4, 0.6], [0.6, 1]].
    private static final double[][] COVARIANCE = {{4, 0.6}, {0.6, 1}};

    private static final Model PAIR = Model.parse("pair", """
            row y, x
            columns k = 2
            C[k] ~ lkj(1)
            (a, b) ~ mvnormal([1, 0.5], scaled([2, 1], C))
            y ~ normal(a + b * x, 0.7)
            """);

    private static Data data() {
        return Data.builder()
                .numbers("y", Y)
                .numbers("x", X)
                .categories("g", "u", "v", "u", "v")
                .build();
    }

    @Test
    void theDensityIsThatOfTheVector() {
        Posterior posterior = Posterior.of(PAIR, data());
        assertThat(posterior.names()).containsExactly("C[1,1]", "C[2,1]", "C[2,2]", "a", "b");
        assertThat(posterior.coordinates()).containsExactly("C.1", "a", "b");
        assertThat(posterior.unknowns()).extracting(Unknown::name).containsExactly("C", "a", "b");
        // lkj(1) in two dimensions: r uniform on (-1, 1), r = tanh(u).
        double u = StrictMath.log((1 + 0.3) / (1 - 0.3)) / 2;
        double[] position = {u, 1.4, -0.2};
        double expected = StrictMath.log(0.5)
                + StrictMath.log(1 - 0.09)
                + StrictMath.log(new MultivariateNormalDistribution(new double[] {1, 0.5}, COVARIANCE)
                        .density(new double[] {1.4, -0.2}));
        for (int i = 0; i < Y.length; i++) {
            expected += new NormalDistribution(1.4 - 0.2 * X[i], 0.7).logDensity(Y[i]);
        }
        assertThat(posterior.densities().get().evaluate(position, new double[3]))
                .isCloseTo(expected, within(1e-10));
        assertThat(posterior.constrain(position))
                .containsExactly(new double[] {1, 0.3, StrictMath.sqrt(0.91), 1.4, -0.2}, within(1e-12));
        assertThat(Model.parse("pair", PAIR.print())).isEqualTo(PAIR);
    }

    /** Draws from the prior have its means, spreads and covariance, whatever the coordinates. */
    @Test
    void priorsAreDrawnTogether() {
        Model model = Model.parse("pair", """
                row y
                group g
                columns k = 2
                C[k] ~ lkj(50)
                m ~ normal(3, 0.001)
                (a[g], b[g]) ~ mvnormal([m, 0], scaled([2, 1], C))
                y ~ normal(a[g] + b[g], 1)
                """);
        int n = 4000;
        double[] a = new double[n];
        double[] b = new double[n];
        Simulation world = Simulation.of(model, data());
        Posterior centred = Posterior.of(model, data(), Parametrisation.CENTRED);
        int at = centred.names().indexOf("a[u]");
        for (int i = 0; i < n; i++) {
            double[] values = centred.constrain(world.prior(StreamKey.of(i)));
            a[i] = values[at];
            b[i] = values[centred.names().indexOf("b[u]")];
        }
        double error = 1 / StrictMath.sqrt(n);
        assertThat(Describing.mean(a)).isCloseTo(3, within(4 * 2 * error));
        assertThat(Describing.mean(b)).isCloseTo(0, within(4 * error));
        assertThat(Describing.sd(a)).isCloseTo(2, within(4 * 2 * error));
        assertThat(Describing.sd(b)).isCloseTo(1, within(4 * error));
    }

    @ParameterizedTest
    @EnumSource(Parametrisation.class)
    void pairsOfGroupEffectsHaveEitherCoordinates(Parametrisation rule) {
        Model model = Model.parse("pair", """
                row y, x
                group g
                columns k = 2
                C[k] ~ lkj(1)
                s[k] ~ half_normal(1)
                (a[g], b[g]) ~ mvnormal([0, 0], scaled(s, C))
                y ~ normal(a[g] + b[g] * x, 1)
                """);
        Model vector = Model.parse(
                "vector",
                model.print().replace("(a[g], b[g]) ~", "e[g, k] ~").replace("a[g] + b[g] * x", "dot(e[g], [1, x])"));
        Posterior one = Posterior.of(model, data(), rule);
        Posterior other = Posterior.of(vector, data(), rule);
        double[] u =
                PosteriorTest.normals(StreamKey.of(2).stream(), one.layout().dimension(), 1);
        assertThat(other.layout().dimension()).isEqualTo(u.length);
        double[] gradient = new double[u.length];
        double[] same = new double[u.length];
        assertThat(one.densities().get().evaluate(u, gradient))
                .isCloseTo(other.densities().get().evaluate(u, same), within(1e-10));
        assertThat(gradient).containsExactly(same, within(1e-9));
        assertThat(one.names()).endsWith("a[u]", "a[v]", "b[u]", "b[v]");
    }

    @Test
    void dataAndUnknownsAreNotDrawnTogether() {
        Model model = Model.parse("m", """
                row y
                columns k = 2
                C[k] ~ lkj(1)
                (y, b) ~ mvnormal([0, 0], C)
                """);
        assertThatThrownBy(() -> Posterior.of(model, data()))
                .isInstanceOf(BindingException.class)
                .hasMessageContaining("drawn together");
    }

    @Test
    void sharesMayHaveNames() {
        Model model = Model.parse("m", """
                row y
                (p, q, r) ~ dirichlet([1, 2, 3])
                y ~ normal(p - q * r, 1)
                """);
        Posterior posterior = Posterior.of(model, data());
        double[] values = posterior.constrain(0.4, -1.1);
        assertThat(values[0] + values[1] + values[2]).isCloseTo(1, within(1e-14));
        double[] position = Simulation.of(model, data()).prior(StreamKey.of(8));
        assertThat(posterior.constrain(position)[2]).isBetween(0.0, 1.0);
    }
}
