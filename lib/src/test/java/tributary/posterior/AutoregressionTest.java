package tributary.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.model.GraphText;
import tributary.model.Model;
import tributary.model.term.ModelException;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Outcomes that depend on their own past: densities, exact fits, worlds drawn step by step, interventions that last. */
class AutoregressionTest {
    private static final String HEAD = "row y, x, week\ngroup g\nseries g ordered by week\n";
    private static final Model MODEL =
            Model.parse("ar", HEAD + "a, b, c ~ normal(0, 1)\nmu = a + b * lag(y) + c * x\ny ~ normal(mu, 0.5)\n");

    /** Two series of the given length, one after the other. */
    private static Data data(int weeks) {
        RandomStream random = StreamKey.of(1).stream();
        double[][] columns = new double[4][2 * weeks];
        for (int i = 0; i < 2 * weeks; i++) {
            columns[0][i] = random.nextGaussian();
            columns[1][i] = random.nextInt(2);
            columns[2][i] = i % weeks;
            columns[3][i] = i / weeks;
        }
        return Data.builder()
                .numbers("y", columns[0])
                .numbers("x", columns[1])
                .numbers("week", columns[2])
                .numbers("g", columns[3])
                .build();
    }

    @Test
    void theDensityIsTheOneOfTheTextbook() {
        Data data = data(20);
        double[] y = data.numbers("rows", "y");
        double[] x = data.numbers("rows", "x");
        double[] u = {0.3, 0.7, -0.4};
        double expected = 0;
        for (double value : u) {
            expected += new NormalDistribution().logDensity(value);
        }
        for (int i = 0; i < y.length; i++) {
            double before = i % 20 == 0 ? 0 : y[i - 1];
            expected += new NormalDistribution(u[0] + u[1] * before + u[2] * x[i], 0.5).logDensity(y[i]);
        }
        Posterior posterior = Posterior.of(MODEL, data);
        assertThat(posterior.densities().get().evaluate(u, new double[3])).isCloseTo(expected, within(1e-10));
        assertThat(Posterior.of(Model.parse("two", HEAD + "b ~ normal(0, 1)\ny ~ normal(b * lag(y, 2), 1)\n"), data)
                        .densities()
                        .get()
                        .evaluate(new double[] {0}, new double[1]))
                .isFinite();
    }

    /** Simulated by the model, then fitted by it: the truth comes back within the spread of the exact posterior. */
    @Test
    void truthComesBack() {
        Simulation world = Simulation.of(MODEL, data(1000));
        double[] truth = {0.3, 0.7, -0.4};
        Data drawn = world.simulate(truth, StreamKey.of(2));
        ExactPosterior exact = ExactPosterior.of(Posterior.of(MODEL, drawn)).orElseThrow();
        Fit fit = exact.sample(2, 500, 3);
        String[] names = {"a", "b", "c"};
        for (int i = 0; i < truth.length; i++) {
            var summary = fit.summary(names[i]);
            assertThat(summary.mean()).isCloseTo(truth[i], within(4 * summary.sd()));
            assertThat(summary.sd()).isLessThan(0.05);
        }
        // Row by row against the recursion written by hand, with the noise that the rows have.
        double[] y = drawn.numbers("rows", "y");
        double[] x = drawn.numbers("rows", "x");
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            double before = i % 1000 == 0 ? 0 : y[i - 1];
            double noise = (y[i] - 0.3 - 0.7 * before + 0.4 * x[i]) / 0.5;
            sum += noise * noise;
        }
        assertThat(sum / y.length).isCloseTo(1, within(4 * StrictMath.sqrt(2.0 / y.length)));
    }

    /** do(x = 1) against do(x = 0): c now, c (1 + b) a step later, c (1 + b + b^2 ...) in the long run. */
    @Test
    void effectsOfAnInterventionCarryOn() {
        Data data = data(40);
        Posterior posterior = Posterior.of(MODEL, data);
        double[] u = {0.3, 0.7, -0.4};
        double[] on = Simulation.of(posterior, MODEL.intervene(Map.of("x", 1.0)))
                .intervene(u, StreamKey.of(4))
                .numbers("rows", "y");
        double[] off = Simulation.of(posterior, MODEL.intervene(Map.of("x", 0.0)))
                .intervene(u, StreamKey.of(4))
                .numbers("rows", "y");
        for (int i = 0; i < on.length; i++) {
            double expected = -0.4 * (1 - StrictMath.pow(0.7, i % 40 + 1)) / 0.3;
            assertThat(on[i] - off[i]).isCloseTo(expected, within(1e-12));
        }
    }

    /** Each outcome follows the other's past: neither is a circle, both are drawn in time. */
    @Test
    void outcomesMayFollowOneAnother() {
        Model model = Model.parse(
                "var", HEAD + "y ~ normal(0.5 * lag(x) + 1, 0.0001)\nx ~ normal(0.5 * lag(y) + 2, 0.0001)\n");
        Data drawn = Simulation.of(model, data(60)).simulate(new double[0], StreamKey.of(5));
        // The fixed point: y = x / 2 + 1, x = y / 2 + 2.
        assertThat(drawn.numbers("rows", "y")[59]).isCloseTo(8.0 / 3, within(0.001));
        assertThat(drawn.numbers("rows", "x")[119]).isCloseTo(10.0 / 3, within(0.001));
        assertThat(GraphText.mermaid(model)).contains("n_x -->|earlier| n_y", "n_y -->|earlier| n_x");
        assertThat(Model.parse("var", model.print())).isEqualTo(model);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ normal(y, 1)",
                "y ~ normal(lag(y) + 0.1 * y, 1)",
                "y ~ normal(cumsum(y), 1)",
                "y ~ normal(adstock(y, 0.5, 3), 1)",
                "latent z\nz ~ normal(lag(z), 1)\ny ~ normal(z, 1)",
                "m = lag(m) + 1\ny ~ normal(m, 1)"
            })
    void realCirclesAreStillRefused(String text) {
        assertThatThrownBy(() -> Model.parse("m", HEAD + text + "\n"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("depends on itself");
    }

    @Test
    void anUnknownThatNeedsThePastCannotBeDrawnBeforeIt() {
        Model model = Model.parse("m", HEAD + "latent z\nz ~ normal(lag(y), 1)\ny ~ normal(z, 1)\n");
        assertThat(Posterior.of(model, data(5)).densities().get().evaluate(new double[10], new double[10]))
                .isFinite();
        assertThatThrownBy(() -> Simulation.of(model, data(5)).prior(StreamKey.of(1)))
                .hasMessageContaining("earlier values");
    }
}
