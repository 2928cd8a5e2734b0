package tributary.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.consensus.Blocks;
import tributary.consensus.Combiner;
import tributary.consensus.FactSearch;
import tributary.consensus.LocalBlocks;
import tributary.infer.Draws;
import tributary.model.Model;
import tributary.plan.InferencePlan;
import tributary.plan.PathChoice;
import tributary.plan.PlanSettings;
import tributary.plan.PosteriorDraws;
import tributary.posterior.Data;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Simulation-based calibration of two models through every path of a plan, parameters and joint log likelihood. */
class PathCalibrationTest {
    private static final int ROWS = 40;
    private static final int GROUPS = 5;

    /** A model, what is ranked of it, and the log likelihood of a row given these. */
    private enum Case {
        LOGISTIC("row y, x\na, b ~ normal(0, 1)\ny ~ bernoulli_logit(a + b * x)\n", List.of("a", "b")) {
            @Override
            double logLikelihood(double[] p, double x, int group, double y) {
                double eta = p[0] + p[1] * x;
                return y * eta - StrictMath.log1p(StrictMath.exp(eta));
            }
        },
        REGRESSION(
                "row y, x\nv ~ inverse_gamma(3, 2)\na, b ~ normal(0, 2 * sqrt(v))\ny ~ normal(a + b * x, sqrt(v))\n",
                List.of("a", "b", "v")) {
            @Override
            double logLikelihood(double[] p, double x, int group, double y) {
                return normal(y - p[0] - p[1] * x, StrictMath.sqrt(p[2]));
            }
        },
        GROUPS_OF_ROWS(
                "row y, x\ngroup g\nm ~ normal(0, 2)\nt, s ~ half_normal(1)\nu[g] ~ normal(m, t)\ny ~ normal(u[g], s)\n",
                List.of("m", "t", "s", "u[g0]", "u[g1]", "u[g2]", "u[g3]", "u[g4]")) {
            @Override
            double logLikelihood(double[] p, double x, int group, double y) {
                return normal(y - p[3 + group], p[2]);
            }
        },
        SLOPES_OF_GROUPS(
                "row y, x\ngroup g\nm, b ~ normal(0, 1)\nt, r, s ~ half_normal(1)\nu[g] ~ normal(0, t)\nv[g] ~ normal(b, r)\n"
                        + "y ~ normal(m + u[g] + v[g] * x, s)\n",
                List.of(
                        "m", "t", "s", "u[g0]", "u[g1]", "u[g2]", "u[g3]", "u[g4]", "v[g0]", "v[g1]", "v[g2]", "v[g3]",
                        "v[g4]", "b", "r")) {
            @Override
            double logLikelihood(double[] p, double x, int group, double y) {
                return normal(y - p[0] - p[3 + group] - p[8 + group] * x, p[2]);
            }
        };

        private final String text;
        private final List<String> parameters;

        Case(String text, List<String> parameters) {
            this.text = text;
            this.parameters = parameters;
        }

        abstract double logLikelihood(double[] parameters, double x, int group, double y);

        private static double normal(double gap, double sd) {
            return -StrictMath.log(sd) - 0.5 * gap * gap / (sd * sd);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CELLS, LOGISTIC",
        "CONSENSUS, LOGISTIC",
        "ANCHOR, LOGISTIC",
        "EXACT, REGRESSION",
        "CONSENSUS, REGRESSION",
        "COLLAPSE, GROUPS_OF_ROWS"
    })
    void ranksAreUniform(PathChoice path, Case model) {
        assertPasses(path, model, Calibration.QUICK);
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource({
        "CELLS, LOGISTIC",
        "CONSENSUS, LOGISTIC",
        "ANCHOR, LOGISTIC",
        "EXACT, REGRESSION",
        "NUTS, REGRESSION",
        "CONSENSUS, REGRESSION",
        "ANCHOR, REGRESSION",
        "COLLAPSE, GROUPS_OF_ROWS",
        "COLLAPSE, SLOPES_OF_GROUPS"
    })
    void ranksAreUniformInManyReplications(PathChoice path, Case model) {
        assertPasses(path, model, Calibration.LONG);
    }

    private static void assertPasses(PathChoice path, Case model, Calibration calibration) {
        Calibration.Report report =
                calibration.run(new Fitted(path, model), StreamKey.of(4).with(path.name()), Runnable::run);
        assertThat(report.failures()).isEmpty();
        assertThat(report.passes()).as(path + " " + report.results()).isTrue();
    }

    /** Draws from the prior and forwards, cuts the rows into three shards, and fits by one path. */
    private record Fitted(PathChoice path, Case of) implements Simulator {
        private static final PlanSettings SETTINGS = new PlanSettings(
                PathChoice.AUTO, 1, 510, 300, 2, 100, 150, Combiner.PRECISION_WEIGHTED, 1000, 4, 5_000, 0, 1000, 0);

        @Override
        public List<String> quantities() {
            return Stream.concat(of.parameters.stream(), Stream.of("log likelihood"))
                    .toList();
        }

        private Model model() {
            return Model.parse("m", of.text);
        }

        @Override
        public Replication replicate(StreamKey key) {
            RandomStream random = StreamKey.of(5).with("design").stream();
            double[] x = new double[ROWS];
            double[] ones = new double[ROWS];
            String[] groups = new String[ROWS];
            for (int i = 0; i < ROWS; i++) {
                x[i] = random.nextGaussian();
                ones[i] = 1;
                groups[i] = "g" + i % GROUPS;
            }
            Data design = Data.builder()
                    .numbers("x", x)
                    .numbers("y", ones)
                    .categories("g", groups)
                    .build();
            Simulation world = Simulation.of(model(), design);
            double[] truth = world.prior(key);
            Data data = world.simulate(truth, key);
            Map<String, Double> unknowns = world.unknowns(truth);
            double[] known = of.parameters.stream().mapToDouble(unknowns::get).toArray();
            Draws one = Draws.ofRows(of.parameters, new double[][][] {{known}});
            Blocks blocks = new LocalBlocks(IntStream.range(0, 3)
                    .mapToObj(s -> data.pick(
                            "rows",
                            IntStream.iterate(s, i -> i < ROWS, i -> i + 3).toArray()))
                    .toList());
            Posterior posterior = FactSearch.bind(model(), blocks).posterior();
            PosteriorDraws answer = InferencePlan.of(posterior, blocks, SETTINGS.withPath(path), ROWS)
                    .run(key.with("fit"));
            Draws draws = answer.draws();
            // One chain of 510 draws has no R-hat to speak of; weighted draws must be certified.
            boolean chains = path == PathChoice.NUTS || path == PathChoice.CELLS || path == PathChoice.COLLAPSE;
            boolean sound = draws != null && (chains || answer.publishable());
            return sound
                    ? Replication.of(row(quantities(one, data)), quantities(draws, data))
                    : Replication.failed(answer.complaint());
        }

        private static double[] row(Draws one) {
            double[] row = new double[one.names().size()];
            one.row(0, row);
            return row;
        }

        private Draws quantities(Draws draws, Data data) {
            double[] x = data.numbers("rows", "x");
            double[] y = data.numbers("rows", "y");
            return draws.select(of.parameters).map(quantities(), (row, result) -> {
                System.arraycopy(row, 0, result, 0, row.length);
                double sum = 0;
                for (int i = 0; i < ROWS; i++) {
                    sum += of.logLikelihood(row, x[i], i % GROUPS, y[i]);
                }
                result[row.length] = sum;
            });
        }
    }
}
