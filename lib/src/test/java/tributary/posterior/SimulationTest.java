package tributary.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tributary.model.Model;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Worlds drawn from a model: positions mean what they meant to the posterior, and interventions reach all they cause. */
class SimulationTest {
    private static final Model GROUPS = Model.parse("groups", """
            row y, x
            group g
            m ~ normal(0, 1)
            tau ~ half_normal(1)
            u[g] ~ normal(m, tau)
            y ~ normal(u[g] + x, 1)
            """);

    /** Levels far apart and well informed, or all alike: the data choose opposite coordinates. */
    private static Data groups(double spread) {
        RandomStream random = StreamKey.of(1).stream();
        double[] y = new double[120];
        double[] x = new double[120];
        double[] g = new double[120];
        for (int i = 0; i < y.length; i++) {
            g[i] = i % 6;
            x[i] = random.nextGaussian();
            y[i] = spread * g[i] + x[i] + random.nextGaussian();
        }
        return Data.builder().numbers("y", y).numbers("x", x).numbers("g", g).build();
    }

    @ParameterizedTest
    @CsvSource({"CENTRED,3", "CENTRED,0", "NON_CENTRED,3", "NON_CENTRED,0", "BY_DATA,3", "BY_DATA,0"})
    void aPositionMeansTheSameAfterAnIntervention(Parametrisation rule, double spread) {
        Posterior posterior = Posterior.of(GROUPS, groups(spread), rule);
        Simulation world = Simulation.of(posterior, GROUPS.intervene(Map.of("x", 1.0)));
        double[] position = PosteriorTest.normals(StreamKey.of(2).stream(), 8, 1);
        double[] values = posterior.constrain(position);
        for (String name : new String[] {"m", "tau"}) {
            assertThat(world.values(name, position, posterior.data())[0])
                    .isEqualTo(values[posterior.names().indexOf(name)]);
        }
        double[] effects = world.values("u", position, posterior.data());
        for (int g = 0; g < effects.length; g++) {
            assertThat(effects[g]).isEqualTo(values[posterior.names().indexOf("u[" + g + "]")]);
        }
        assertThat(world.under(position, StreamKey.of(3))).isEqualTo(position);
    }

    /** t -> m -> y with m never seen: what t does, it does through m. */
    @Test
    void anInterventionReachesLatentMediators() {
        Model model = Model.parse("mediator", """
                row y, t
                latent m
                m ~ normal(2 * t, 0.5)
                y ~ normal(3 * m, 0.1)
                """);
        int rows = 4000;
        double[] t = new double[rows];
        double[] y = new double[rows];
        java.util.Arrays.setAll(t, i -> i % 2);
        Data data = Data.builder().numbers("t", t).numbers("y", y).build();
        Posterior posterior = Posterior.of(model, data);
        double[] position = new double[rows];
        StreamKey key = StreamKey.of(4);
        double[] on = Simulation.of(posterior, model.intervene(Map.of("t", 1.0)))
                .intervene(position, key)
                .numbers("rows", "y");
        double[] off = Simulation.of(posterior, model.intervene(Map.of("t", 0.0)))
                .intervene(position, key)
                .numbers("rows", "y");
        double mean = 0;
        for (int i = 0; i < rows; i++) {
            // The same noise on both sides: the effect of 6 without error, row by row.
            assertThat(on[i] - off[i]).isCloseTo(6, within(1e-9));
            mean += off[i] / rows;
        }
        double sd = StrictMath.hypot(1.5, 0.1);
        assertThat(mean).isCloseTo(0, within(4 * sd / StrictMath.sqrt(rows)));
    }

    @ParameterizedTest
    @EnumSource(Parametrisation.class)
    void effectsOfAGroupWhoseLawIsSetAreDrawnAfresh(Parametrisation rule) {
        Posterior posterior = Posterior.of(GROUPS, groups(1), rule);
        double[] position = PosteriorTest.normals(StreamKey.of(5).stream(), 8, 1);
        double[] narrow = effects(posterior, "tau", 1e-9, position);
        double m = posterior.constrain(position)[posterior.names().indexOf("m")];
        for (double effect : narrow) {
            assertThat(effect).isCloseTo(m, within(1e-7));
        }
        double[] one = effects(posterior, "tau", 1, position);
        double[] two = effects(posterior, "tau", 2, position);
        for (int g = 0; g < one.length; g++) {
            assertThat(two[g] - m).isCloseTo(2 * (one[g] - m), within(1e-9));
        }
    }

    private static double[] effects(Posterior posterior, String set, double value, double[] position) {
        Simulation world = Simulation.of(posterior, GROUPS.intervene(Map.of(set, value)));
        return world.values("u", world.under(position, StreamKey.of(6)), posterior.data());
    }

    /** The columns of a curve follow what x is set to, while its knots stay where the data put them. */
    @Test
    void curvesFollowTheInterventionAndKeepTheirKnots() {
        Model model = Model.parse("curve", """
                row y, x
                columns k = spline(x, 5)
                b[k] ~ normal(0, 1)
                mu = dot(b, k)
                y ~ normal(mu, 1)
                """);
        double[] x = new double[41];
        java.util.Arrays.setAll(x, i -> i / 4.0);
        Data data = Data.builder().numbers("x", x).numbers("y", new double[41]).build();
        Posterior posterior = Posterior.of(model, data);
        double[] b = {1, -2, 0.5, 3, -4};
        double[] natural = Simulation.of(posterior, model).values("mu", b, data);
        var shifted = tributary.model.term.Terms.number(7.25);
        double[] set = Simulation.of(posterior, model.intervene("x", shifted)).values("mu", b, data);
        for (double value : set) {
            assertThat(value).isCloseTo(natural[29], within(1e-12));
        }
        // By hand: z = x / 10, knots at 1/3 and 2/3 of the sorted rows.
        double z = 0.725;
        double expected = z
                - 2 * z * z
                + 0.5 * z * z * z
                + 3 * StrictMath.pow(z - x[40 / 3] / 10, 3)
                - 4 * StrictMath.pow(z - x[80 / 3] / 10, 3);
        assertThat(natural[29]).isCloseTo(expected, within(1e-12));
    }

    @Test
    void whatIsSetStandsInEveryEarlierRowToo() {
        Model model = Model.parse("lagged", """
                row y, x, week
                group g
                series g ordered by week
                mu = lag(x, 1) + cumsum(x)
                y ~ normal(mu, 1)
                """);
        Data data = Data.builder()
                .numbers("y", 0, 0, 0, 0)
                .numbers("x", 5, 6, 7, 8)
                .numbers("week", 1, 2, 1, 2)
                .numbers("g", 1, 1, 2, 2)
                .build();
        Posterior posterior = Posterior.of(model, data);
        assertThat(Simulation.of(posterior, model.intervene(Map.of("x", 2.0))).values("mu", new double[0], data))
                .containsExactly(2, 6, 2, 6);
        assertThat(Simulation.of(posterior, model).values("mu", new double[0], data))
                .containsExactly(5, 16, 7, 22);
    }

    /**
     * The horseshoe's coefficients from their prior: given no slab and global scale 1, kappa = 1 / (1 + lambda^2) is
     * Beta(1/2, 1/2) (Carvalho, Polson and Scott 2010), and z has unit variance; coordinates are read back as written.
     */
    @Test
    void aHorseshoeIsDrawnFromItsPrior() {
        Model model = Model.parse("sparse", """
                row y
                columns k = 4
                b[k] ~ horseshoe(1, 2, 4)
                y ~ normal(b[1] + b[2] + b[3] + b[4], 1)
                """);
        Posterior posterior =
                Posterior.of(model, Data.builder().numbers("y", 0, 1).build());
        Simulation world = Simulation.of(posterior, model);
        int worlds = 4000;
        double below = 0;
        double squares = 0;
        double within = 0;
        for (int d = 0; d < worlds; d++) {
            double[] position = world.prior(StreamKey.of(5).with(d));
            double z = position[posterior.layout().offset("b_z")];
            double lambda = StrictMath.exp(position[posterior.layout().offset("b_local")]);
            double tau = StrictMath.exp(position[posterior.layout().offset("b_global")]);
            double w = StrictMath.exp(position[posterior.layout().offset("b_slab")]);
            double scale = tau * lambda;
            double expected = z * scale * StrictMath.sqrt(4 * w / (4 * w + scale * scale));
            assertThat(posterior.constrain(position)[posterior.names().indexOf("b[1]")])
                    .isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
            below += 1 / (1 + lambda * lambda) < 0.25 ? 1 : 0;
            squares += z * z;
            within += tau < 1 ? 1 : 0;
        }
        // Four standard errors of a share and of the mean square of a normal.
        double quarter = 1.0 / 3;
        assertThat(below / worlds).isCloseTo(quarter, within(4 * Math.sqrt(quarter * (1 - quarter) / worlds)));
        assertThat(within / worlds).isCloseTo(0.5, within(4 * Math.sqrt(0.25 / worlds)));
        assertThat(squares / worlds).isCloseTo(1, within(4 * Math.sqrt(2.0 / worlds)));
    }
}
