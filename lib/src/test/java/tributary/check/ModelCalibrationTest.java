package tributary.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.infer.Draws;
import tributary.infer.nuts.Nuts;
import tributary.model.Model;
import tributary.posterior.Data;
import tributary.posterior.ExactPosterior;
import tributary.posterior.Fit;
import tributary.posterior.Likelihood;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Simulation-based calibration of models written in the language, parameters and joint log likelihood. */
class ModelCalibrationTest {
    private static final int ROWS = 30;

    private static final Map<String, String> MODELS = Map.of(
            "normal regression",
            "row y, x\na, b ~ normal(0, 1)\ns ~ half_normal(1)\ny ~ normal(a + b * x, s)\n",
            "logistic",
            "row y, x\na, b ~ normal(0, 1)\ny ~ bernoulli_logit(a + b * x)\n",
            "hierarchical centred",
            "row y\ngroup g\nm ~ normal(0, 1)\nt ~ lognormal(0, 0.3)\nu[g] ~ normal(m, t)\ny ~ normal(u[g], 1)\n",
            "hierarchical non-centred",
            "row y\ngroup g\nm ~ normal(0, 1)\nt ~ half_normal(1)\nu[g] ~ normal(m, t)\ny ~ normal(u[g], 1)\n",
            "gamma-log",
            "row y, x\na, b ~ normal(0, 0.5)\ns ~ gamma(4, 2)\ny ~ gamma_log(s, a + b * x)\n",
            "Poisson",
            "row y, x\na, b ~ normal(0, 0.7)\ny ~ poisson_log(a + b * x)\n",
            "Mundlak",
            """
            row y, x
            group g
            prior(b_y_intercept) = normal(0, 1)
            prior(b_y_x) = normal(0, 1)
            prior(b_y_mean_x_g) = normal(0, 1)
            prior(sd_y_g_intercept) = half_normal(1)
            y ~ normal(linear(x + (1 | g) + mean(x | g)), 1)
            """,
            "adstock",
            """
            row y, x, week
            group g
            series g ordered by week
            a ~ normal(0, 1)
            b ~ half_normal(1)
            d ~ beta(2, 3)
            r ~ gamma(4, 3)
            y ~ normal(a + b * logistic_saturation(adstock(x, d, 4), r), 0.5)
            """);

    /** Models with closed forms, which {@link Posterior#fit} must recognise. */
    private static final Map<String, String> CONJUGATE =
            Map.of("normal-inverse-gamma", """
            row y, x
            v ~ inverse_gamma(3, 2)
            a, b ~ normal(0, 2 * sqrt(v))
            y ~ normal(a + b * x, sqrt(v))
            """, "rates", """
            row y, x, week
            group g
            p[g] ~ beta(2, 3)
            l ~ gamma(4, 2)
            y ~ bernoulli(p[g])
            week ~ poisson(l)
            """, "autoregression", """
            row y, x, week
            group g
            series g ordered by week
            a, c ~ normal(0, 1)
            b ~ normal(0, 0.5)
            y ~ normal(a + b * lag(y) + c * x, 0.7)
            """);

    @ParameterizedTest
    @ValueSource(strings = {"normal-inverse-gamma", "rates", "autoregression"})
    void ranksOfClosedFormsAreUniform(String name) {
        Model model = Model.parse(name, CONJUGATE.getOrDefault(name, ""));
        assertThat(ExactPosterior.of(Posterior.of(model, OfModel.design()))).isPresent();
        assertPasses(name, model, Calibration.QUICK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "normal regression",
                "logistic",
                "hierarchical centred",
                "hierarchical non-centred",
                "gamma-log",
                "Poisson",
                "Mundlak",
                "adstock"
            })
    void ranksAreUniform(String name) {
        assertPasses(name, Calibration.QUICK);
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "normal regression",
                "logistic",
                "hierarchical centred",
                "hierarchical non-centred",
                "gamma-log",
                "Poisson",
                "Mundlak",
                "adstock"
            })
    void ranksAreUniformInManyReplications(String name) {
        assertPasses(name, Calibration.LONG);
    }

    private static void assertPasses(String name, Calibration calibration) {
        assertPasses(name, Model.parse(name, MODELS.getOrDefault(name, "")), calibration);
    }

    private static void assertPasses(String name, Model model, Calibration calibration) {
        Calibration.Report report = calibration.run(
                new OfModel(model, name.endsWith(" centred")), StreamKey.of(1).with(name), Runnable::run);
        assertThat(report.failures()).isEmpty();
        assertThat(report.passes()).as(name + " " + report.results()).isTrue();
    }

    /** Draws from the prior and forwards, then fits: in closed form where there is one, else by NUTS. */
    private static final class OfModel implements Simulator {
        private final Model model;
        private final Parametrisation rule;
        private final Data design;
        private final List<String> quantities;

        OfModel(Model model, boolean centred) {
            this.model = model;
            this.rule = centred ? Parametrisation.CENTRED : Parametrisation.NON_CENTRED;
            this.design = design();
            this.quantities = new ArrayList<>(Posterior.of(model, design, rule).names());
            quantities.add("log likelihood");
        }

        private static Data design() {
            RandomStream random = StreamKey.of(2).with("design").stream();
            double[] x = new double[ROWS];
            double[] group = new double[ROWS];
            double[] week = new double[ROWS];
            for (int i = 0; i < ROWS; i++) {
                x[i] = random.nextExponential();
                group[i] = i / 5;
                week[i] = i;
            }
            return Data.builder()
                    .numbers("x", x)
                    .numbers("g", group)
                    .numbers("week", week)
                    .numbers("y", new double[ROWS])
                    .build()
                    .with("rows", "y", ones());
        }

        private static double[] ones() {
            double[] ones = new double[ROWS];
            java.util.Arrays.fill(ones, 1);
            return ones;
        }

        @Override
        public List<String> quantities() {
            return quantities;
        }

        @Override
        public Replication replicate(StreamKey key) {
            Simulation world = Simulation.of(model, design);
            double[] truth = world.prior(key);
            Data data = world.simulate(truth, key);
            // The truth lies in centred coordinates: its constrained values are the same under either rule.
            Posterior centred = Posterior.of(model, data, Parametrisation.CENTRED);
            Posterior posterior = Posterior.of(model, data, rule);
            Nuts settings = new Nuts(1, 300, 510, 0.9, 10, Nuts.DEFAULT.metric());
            Fit fit = posterior.fit(settings, key.stream().nextLong());
            Draws one = Draws.ofRows(centred.coordinates(), new double[][][] {{truth}});
            return Replication.of(
                    with(centred, one).row(),
                    with(posterior, fit.unconstrained()).draws());
        }

        private record Quantities(Draws draws) {
            double[] row() {
                double[] row = new double[draws.names().size()];
                draws.row(0, row);
                return row;
            }
        }

        private Quantities with(Posterior posterior, Draws unconstrained) {
            Draws values = posterior.constrain(unconstrained);
            double[] total = new double[unconstrained.size()];
            for (Likelihood likelihood : posterior.likelihoods()) {
                for (double[] row : posterior.logLikelihood(likelihood.outcome(), unconstrained)) {
                    for (int d = 0; d < total.length; d++) {
                        total[d] += row[d];
                    }
                }
            }
            double[][] columns = new double[quantities.size()][];
            for (int q = 0; q < values.names().size(); q++) {
                columns[q] = values.values(q);
            }
            columns[quantities.size() - 1] = total;
            return new Quantities(Draws.ofColumns(quantities, unconstrained.chains(), columns));
        }
    }
}
