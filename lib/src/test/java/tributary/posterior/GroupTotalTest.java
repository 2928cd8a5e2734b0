package tributary.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import tributary.expr.Program;
import tributary.math.LogDensity;
import tributary.model.Model;
import tributary.model.term.ModelException;
import tributary.model.text.ModelText;

/** {@code group_total}: the sum of a row term within each level of a group, unknowns included, as no intervention moves it. */
class GroupTotalTest {
    private static final String TEXT = """
            row y, x
            group g
            b ~ normal(0, 1)
            s ~ half_normal(1)
            m = b * x
            a[g] ~ normal(group_total(m, g), s)
            mu = a[g] - group_total(m, g) / 2 + m
            y ~ normal(mu, s)
            """;

    private static Posterior bound() {
        Data data = Data.builder()
                .numbers("y", 1, 2, 4, 3, 5)
                .numbers("x", 1, -3, 0.5, 2, 7)
                .categories("g", "p", "q", "p", "q", "q")
                .build();
        return Posterior.of(Model.parse("m", TEXT), data, Parametrisation.CENTRED);
    }

    private static double normal(double x, double mean, double sd) {
        return -0.5 * (x - mean) * (x - mean) / (sd * sd)
                - StrictMath.log(sd)
                - 0.5 * StrictMath.log(2 * StrictMath.PI);
    }

    @Test
    void isTheSumOfTheLevelsRows() {
        double b = 0.7;
        double s = 1.3;
        double[] a = {0.2, -0.4};
        double[] totals = {b * 1.5, b * 6};
        double[] y = {1, 2, 4, 3, 5};
        double[] x = {1, -3, 0.5, 2, 7};
        int[] g = {0, 1, 0, 1, 1};
        // b, the half-normal s and its Jacobian, the effects, the outcomes.
        double expected = normal(b, 0, 1) + StrictMath.log(2) + normal(s, 0, 1) + StrictMath.log(s);
        for (int level = 0; level < 2; level++) {
            expected += normal(a[level], totals[level], s);
        }
        for (int row = 0; row < y.length; row++) {
            expected += normal(y[row], a[g[row]] - totals[g[row]] / 2 + b * x[row], s);
        }
        LogDensity density = bound().densities().get();
        double[] position = {b, StrictMath.log(s), a[0], a[1]};
        double[] gradient = new double[4];
        assertThat(density.evaluate(position, gradient)).isCloseTo(expected, within(1e-12 * Math.abs(expected)));
        for (int i = 0; i < 4; i++) {
            double[] up = position.clone();
            double[] down = position.clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            double slope = (density.evaluate(up, new double[4]) - density.evaluate(down, new double[4])) / 2e-5;
            assertThat(gradient[i]).isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
        }
    }

    @Test
    void staysAsItWasUnderAnIntervention() {
        Posterior posterior = bound();
        Model without = posterior.model().intervene("x", ModelText.question("0"));
        double[][] mu = new double[1][5];
        Program.compile(posterior.layout(), posterior.expression(without, "mu"))
                .bind(posterior.columns())
                .outputs(new double[] {0.7, 0, 0.2, -0.4}, mu);
        assertThat(mu[0][0]).isCloseTo(0.2 - 0.7 * 1.5 / 2, within(1e-12));
        assertThat(mu[0][4]).isCloseTo(-0.4 - 0.7 * 6 / 2, within(1e-12));
    }

    @Test
    void wantsNumbersAndAGroup() {
        assertThatThrownBy(() -> Model.parse("m", TEXT.replace("group_total(m, g) / 2", "group_total(m, x)")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("needs a group, which `x` is not");
        assertThatThrownBy(() -> Model.parse("m", TEXT.replace("group_total(m, g) / 2", "group_total([x, x], g)")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("`group_total` sums numbers over rows, and this is a vector");
    }
}
