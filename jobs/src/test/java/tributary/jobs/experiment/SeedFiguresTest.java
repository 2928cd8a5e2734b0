package tributary.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.PublishedViews;

/**
 * The figures of the seed notebook, reached through the whole command. The targets are exact (closed form or
 * quadrature), so the tolerance is four Monte Carlo standard errors of this run's independent draws.
 */
class SeedFiguresTest {
    private static final double DRAWS = 20_000;

    private static final String AGGREGATES = """
            experiment_id,variant_id,date,metric,n,sum
            checkout,control,2026-01-01,conversion,2600,300
            checkout,control,2026-01-02,conversion,2600,293
            checkout,treated,2026-01-01,conversion,2500,310
            checkout,treated,2026-01-02,conversion,2600,325
            small,control,2026-01-01,conversion,180,22
            small,treated,2026-01-01,conversion,175,23
            """;

    private static final String COUNTS = """
            input {
              form = aggregates
              aggregates {
                format = csv, path = "%s"
                schema = "experiment_id STRING, variant_id STRING, date DATE, metric STRING, n BIGINT, sum BIGINT"
              }
              columns { segment = none, sum-squares = none }
            }
            experiments {
              checkout { treatments = [treated], metrics = [conversion, informed] }
              small { treatments = [treated], metrics = [weak, skeptical, optimistic] }
            }
            metrics {
              conversion {
                kind = binary, prior { kind = flat }
                decision {
                  threshold = 0.005, relative-threshold = 0.05
                  economics { users = 900000, value = 38, cost = 180000 }
                  interval { kind = eti, probability = 0.95 }
                }
              }
              informed { kind = binary, source = conversion, prior { kind = beta, a = 50, b = 450 } }
              weak { kind = binary, source = conversion, prior { kind = beta, a = 1, b = 1 } }
              skeptical { kind = binary, source = conversion, prior { kind = beta, a = 20, b = 180 } }
              optimistic {
                kind = binary, source = conversion
                prior { kind = beta, a = 20, b = 180, by-arm.treated { a = 28, b = 172 } }
              }
            }
            """;

    private static final String ROWS = """
            input {
              form = units, units-unique = true
              units { format = csv, path = "%s", schema = "A STRING, pre_value DOUBLE, Y DOUBLE" }
              columns { variant = A, experiment = none, exposed-at = none }
            }
            experiments { page { control = "0", treatments = ["1"] } }
            metrics {
              plain { kind = continuous, source = Y }
              regressed { kind = continuous, source = Y, covariates { pre_value {} }, adjustment = regression }
              cuped { kind = continuous, source = Y, covariates { pre_value {} } }
            }
            """;

    @TempDir
    static Path folder;

    private static Path results;

    @BeforeAll
    static void run() throws IOException {
        results = folder.resolve("results");
        String run = "run { results = \"" + results + "\", seed = 42, chains = 4, draws = 5000 }\n";
        Path counts = Files.writeString(folder.resolve("counts.csv"), AGGREGATES);
        CommandRun first = CommandRun.experiment(folder, run + COUNTS.formatted(counts));
        assertThat(first.exitCode()).as(first.log()).isZero();
        CommandRun second = CommandRun.experiment(folder, run + ROWS.formatted(continuous()));
        assertThat(second.exitCode()).as(second.log()).isZero();
    }

    private static Path continuous() throws IOException {
        Path file = folder.resolve("continuous.csv");
        try (InputStream in = SeedFiguresTest.class.getResourceAsStream("continuous_experiment.csv")) {
            Files.copy(Objects.requireNonNull(in), file);
        }
        return file;
    }

    @Test
    void theShippedQuestionsAnswerFromTheDraws() throws IOException {
        List<Row> decided =
                rows("SELECT prob_best, expected_loss_if_launch FROM latest_decisions WHERE metric = 'weak'");
        List<List<Row>> answers = answers("joint-questions.sql");
        assertThat(answers).hasSize(3);
        assertThat(of("weak", answers.get(0)).getDecimal(4).doubleValue())
                .isCloseTo(decided.get(0).getDouble(0), within(1e-5));
        assertThat(of("weak", answers.get(2)).getDouble(3))
                .isCloseTo(decided.get(0).getDouble(1), within(1e-12));
        assertThat(answers("decisions-of-this-week.sql")).isNotEmpty();
    }

    private static Row of(String metric, List<Row> answer) {
        return answer.stream()
                .filter(row -> row.<String>getAs("metric").equals(metric))
                .findFirst()
                .orElseThrow();
    }

    private static List<List<Row>> answers(String file) throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path conf = Files.isDirectory(here.resolve("conf")) ? here.resolve("conf") : here.resolveSibling("conf");
        List<List<Row>> answers = new ArrayList<>();
        for (String statement :
                Files.readString(conf.resolve("sql").resolve(file)).split(";\\s*\\n")) {
            if (!statement.isBlank()) {
                answers.add(rows(statement));
            }
        }
        return answers;
    }

    @Test
    void theBinaryExperimentAndItsProfit() {
        Row effect = only("effects", "metric = 'conversion' AND estimand = 'lift_abs'");
        agrees(effect, 0.010470146044905385, 0.0063893191804541855, 0.9494264577958811);
        assertThat(effect.<Double>getAs("median"))
                .isCloseTo(0.010467999409703084, within(4 * 1.2533 * 0.00639 / root()));
        assertThat(effect.<Double>getAs("ci_lb"))
                .isCloseTo(-0.0020477461448888635, within(4 * 2.67 * 0.00639 / root()));
        assertThat(effect.<Double>getAs("ci_ub")).isCloseTo(0.02300022622550505, within(4 * 2.67 * 0.00639 / root()));
        Row decision = only("decisions", "metric = 'conversion'");
        probability(decision, "prob_above_threshold", 0.8040734628253176);
        probability(decision, "prob_rel_above_threshold", 0.7666559491057295);
        probability(decision, "prob_profit", 0.7924773692982926);
        double sd = 900_000 * 38 * 0.0063893191804541855;
        assertThat(decision.<Double>getAs("expected_profit")).isCloseTo(178078.99473576416, within(4 * sd / root()));
        assertThat(decision.<Double>getAs("median_profit")).isCloseTo(178005.58, within(4 * 1.2533 * sd / root()));
        assertThat(decision.<Double>getAs("profit_lb")).isCloseTo(-250032.92, within(4 * 2.67 * sd / root()));
        assertThat(decision.<Double>getAs("profit_ub")).isCloseTo(606607.74, within(4 * 2.67 * sd / root()));
        assertThat(decision.<Double>getAs("expected_loss_if_launch")).isCloseTo(25562.51, within(4 * sd / root()));
        assertThat(decision.<Double>getAs("expected_loss_if_hold")).isCloseTo(203641.51, within(4 * sd / root()));
    }

    @Test
    void theInformedPriorOfTheExercise() {
        Row effect = only("effects", "metric = 'informed' AND estimand = 'lift_abs'");
        assertThat(effect.<Double>getAs("mean")).isCloseTo(0.00951, within(0.000005 + 4 * 0.00606 / root()));
        assertThat(effect.<Double>getAs("sd")).isCloseTo(0.00606, within(0.000005 + 4 * 0.00606 / root()));
        assertThat(effect.<Double>getAs("prob_positive")).isCloseTo(0.942, within(0.0005 + 4 * 0.234 / root()));
    }

    @Test
    void theThreePriorsOfTheSmallExperiment() {
        agrees(lift("weak"), 0.009219593965356682, 0.03552136146051995, 0.6025442009429335);
        agrees(lift("skeptical"), 0.004140350877192986, 0.022978847279203185, 0.5715727279920004);
        agrees(lift("optimistic"), 0.02547368421052633, 0.023886037526370998, 0.8575906044860505);
    }

    @Test
    void theContinuousExperimentPlainAndRegressed() {
        agrees(lift("plain"), 1.344761863240354, 0.3401195950868124, 0.9999600822889956);
        agrees(lift("regressed"), 1.037548397992567, 0.3127555075856027, 0.9995380286967429);
    }

    @Test
    void cupedIsTheFormulaOnTheRows() throws IOException {
        List<double[]> rows = Files.readAllLines(folder.resolve("continuous.csv")).stream()
                .skip(1)
                .map(line -> java.util.Arrays.stream(line.split(",", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
        double pre = rows.stream().mapToDouble(r -> r[1]).average().orElseThrow();
        double post = rows.stream().mapToDouble(r -> r[2]).average().orElseThrow();
        double theta = rows.stream()
                        .mapToDouble(r -> (r[1] - pre) * (r[2] - post))
                        .sum()
                / rows.stream().mapToDouble(r -> (r[1] - pre) * (r[1] - pre)).sum();
        double lift = 0;
        double variance = 0;
        for (int arm = 0; arm < 2; arm++) {
            int a = arm;
            double[] adjusted = rows.stream()
                    .filter(r -> r[0] == a)
                    .mapToDouble(r -> r[2] - theta * (r[1] - pre))
                    .toArray();
            double mean = java.util.Arrays.stream(adjusted).average().orElseThrow();
            double squares = java.util.Arrays.stream(adjusted)
                    .map(v -> (v - mean) * (v - mean))
                    .sum();
            lift += arm == 0 ? -mean : mean;
            variance += squares / adjusted.length / (adjusted.length - 3.0);
        }
        Row effect = lift("cuped");
        double sd = Math.sqrt(variance);
        assertThat(effect.<Double>getAs("mean")).isCloseTo(lift, within(1e-5 + 4 * sd / root()));
        assertThat(effect.<Double>getAs("sd")).isCloseTo(sd, within(0.003 * sd + 4 * sd / (root() * Math.sqrt(2))));
    }

    @Test
    void everyDecisionHasItsReasonAndEveryDrawItsPlace() {
        assertThat(rows("SELECT * FROM published_decisions WHERE length(reason) < 20"))
                .isEmpty();
        assertThat(rows("SELECT DISTINCT c FROM (SELECT metric, COUNT(DISTINCT struct(chain, draw)) AS c"
                                + " FROM published_effect_draws GROUP BY metric)")
                        .toString())
                .isEqualTo("[[20000]]");
    }

    private static double root() {
        return Math.sqrt(DRAWS);
    }

    private static Row lift(String metric) {
        return only("effects", "metric = '" + metric + "' AND estimand = 'lift_abs'");
    }

    private static void agrees(Row effect, double mean, double sd, double probability) {
        assertThat(effect.<Double>getAs("mean")).isCloseTo(mean, within(4 * sd / root()));
        assertThat(effect.<Double>getAs("sd")).isCloseTo(sd, within(4 * sd / (root() * Math.sqrt(2))));
        probability(effect, "prob_positive", probability);
    }

    private static void probability(Row row, String column, double exact) {
        double error = Math.sqrt(exact * (1 - exact)) / root();
        assertThat(row.<Double>getAs(column)).as(column).isCloseTo(exact, within(4 * error + 1 / DRAWS));
    }

    private static Row only(String table, String where) {
        List<Row> found = rows("SELECT * FROM published_" + table + " WHERE " + where);
        assertThat(found).as(where).hasSize(1);
        return found.get(0);
    }

    private static List<Row> rows(String query) {
        return PublishedViews.rows(results, query);
    }
}
