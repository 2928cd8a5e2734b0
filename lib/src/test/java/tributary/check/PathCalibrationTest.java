package tributary.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
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
    private static final String LOGISTIC = "row y, x\na, b ~ normal(0, 1)\ny ~ bernoulli_logit(a + b * x)\n";
    private static final String REGRESSION =
            "row y, x\nv ~ inverse_gamma(3, 2)\na, b ~ normal(0, 2 * sqrt(v))\ny ~ normal(a + b * x, sqrt(v))\n";

    @ParameterizedTest
    @CsvSource({"CELLS, false", "CONSENSUS, false", "ANCHOR, false", "EXACT, true", "CONSENSUS, true"})
    void ranksAreUniform(PathChoice path, boolean regression) {
        assertPasses(path, regression, Calibration.QUICK);
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource({
        "CELLS, false",
        "CONSENSUS, false",
        "ANCHOR, false",
        "EXACT, true",
        "NUTS, true",
        "CONSENSUS, true",
        "ANCHOR, true"
    })
    void ranksAreUniformInManyReplications(PathChoice path, boolean regression) {
        assertPasses(path, regression, Calibration.LONG);
    }

    private static void assertPasses(PathChoice path, boolean regression, Calibration calibration) {
        Calibration.Report report =
                calibration.run(new Fitted(path, regression), StreamKey.of(4).with(path.name()), Runnable::run);
        assertThat(report.failures()).isEmpty();
        assertThat(report.passes()).as(path + " " + report.results()).isTrue();
    }

    /** Draws from the prior and forwards, cuts the rows into three shards, and fits by one path. */
    private record Fitted(PathChoice path, boolean regression) implements Simulator {
        private static final PlanSettings SETTINGS = new PlanSettings(
                PathChoice.AUTO, 1, 510, 300, 2, 100, 150, Combiner.PRECISION_WEIGHTED, 1000, 4, 5_000, 0, 1000, 0);

        @Override
        public List<String> quantities() {
            return regression ? List.of("a", "b", "v", "log likelihood") : List.of("a", "b", "log likelihood");
        }

        private Model model() {
            return Model.parse("m", regression ? REGRESSION : LOGISTIC);
        }

        @Override
        public Replication replicate(StreamKey key) {
            RandomStream random = StreamKey.of(5).with("design").stream();
            double[] x = new double[ROWS];
            double[] ones = new double[ROWS];
            for (int i = 0; i < ROWS; i++) {
                x[i] = random.nextGaussian();
                ones[i] = 1;
            }
            Data design = Data.builder().numbers("x", x).numbers("y", ones).build();
            Simulation world = Simulation.of(model(), design);
            double[] truth = world.prior(key);
            Data data = world.simulate(truth, key);
            Draws one = Posterior.of(model(), design)
                    .constrain(Draws.ofRows(Posterior.of(model(), design).coordinates(), new double[][][] {{truth}}));
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
            boolean sound =
                    draws != null && (path == PathChoice.NUTS || path == PathChoice.CELLS || answer.publishable());
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
            List<String> names = quantities().subList(0, quantities().size() - 1);
            double[] x = data.numbers("rows", "x");
            double[] y = data.numbers("rows", "y");
            return draws.select(names).map(quantities(), (row, result) -> {
                System.arraycopy(row, 0, result, 0, row.length);
                double sum = 0;
                for (int i = 0; i < ROWS; i++) {
                    double mean = row[0] + row[1] * x[i];
                    sum += regression
                            ? -0.5 * (StrictMath.log(row[2]) + (y[i] - mean) * (y[i] - mean) / row[2])
                            : y[i] * mean - StrictMath.log1p(StrictMath.exp(mean));
                }
                result[row.length] = sum;
            });
        }
    }
}
