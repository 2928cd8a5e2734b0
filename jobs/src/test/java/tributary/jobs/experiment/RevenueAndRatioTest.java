package tributary.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.PublishedViews;
import tributary.jobs.SharedSpark;
import tributary.jobs.table.KernelReader;
import tributary.posterior.conjugate.BetaBinomial;
import tributary.posterior.conjugate.LognormalAmounts;
import tributary.posterior.conjugate.NormalInverseGamma;

/**
 * Revenue and a ratio through the whole command, against closed forms on sums that plain SQL makes of the same rows; and
 * the tables it writes, row by row through a second reader.
 */
class RevenueAndRatioTest {
    private static final double DRAWS = 20_000;

    private static final String CONF = """
            run { results = "%s", seed = 5, chains = 4, draws = 5000 }
            input { form = units, units { path = "%s" }, units-unique = true, segments = [device] }
            experiments { shop { control = control, treatments = [treatment, same] } }
            metrics {
              revenue { kind = revenue, sensitivity { gamma { kind = hurdle, amount = gamma } } }
              as_lognormal { kind = revenue, source = revenue, prior { kind = hurdle, amount = lognormal } }
              click_rate { kind = ratio, source = clicks, denominator { source = views } }
            }
            """;

    @TempDir
    static Path folder;

    private static Path results;

    @BeforeAll
    static void run() {
        results = folder.resolve("results");
        String units = folder.resolve("units").toString();
        SharedSpark.session()
                .range(12000)
                .selectExpr(
                        "concat('u', id) unit_id",
                        "timestamp'2026-01-05 00:00:00' exposed_at",
                        "'shop' experiment_id",
                        "element_at(array('control', 'treatment', 'same'), cast(id % 3 + 1 as int)) variant_id",
                        "if(pmod(hash(id, 9), 4) = 0, 'tv', 'web') device",
                        "if(pmod(hash(id), 10) < 3, 20 * exp(pmod(hash(id, 2), 1000) / 400.0D) * if(id % 3 = 1, 1.2, 1), 0)"
                                + " revenue",
                        "cast(pmod(hash(id, 3), 9) + 1 as double) views",
                        "cast(pmod(hash(id, 3), 9) + pmod(hash(id, 4), 4) + 2 * if(id % 3 = 1, 1, 0) as double) clicks")
                .createOrReplaceTempView("shop_units");
        SharedSpark.session().table("shop_units").write().format("delta").save(units);
        CommandRun run = CommandRun.experiment(folder, CONF.formatted(results, units));
        assertThat(run.exitCode()).as(run.log()).isZero();
    }

    private static Row sums(String arm) {
        return SharedSpark.session()
                .sql("SELECT count(*), count_if(revenue > 0), sum(revenue), sum(revenue * revenue),"
                        + " avg(if(revenue > 0, ln(revenue), null)), var_pop(if(revenue > 0, ln(revenue), null)),"
                        + " avg(clicks), avg(views), var_samp(clicks), var_samp(views), covar_samp(clicks, views)"
                        + " FROM shop_units WHERE variant_id = '" + arm + "'")
                .first();
    }

    private static Row effect(String metric, String estimand) {
        List<Row> found = PublishedViews.rows(
                results,
                "SELECT * FROM published_effects WHERE unit = 'all' AND arm = 'treatment' AND metric = '" + metric
                        + "' AND estimand = '" + estimand + "'");
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static void agrees(String metric, String estimand, double mean, double sd, double slack) {
        Row effect = effect(metric, estimand);
        assertThat(effect.<Double>getAs("mean")).isCloseTo(mean, within(4 * sd / Math.sqrt(DRAWS) + slack * sd));
        assertThat(effect.<Double>getAs("sd")).isCloseTo(sd, within(4 * sd / Math.sqrt(DRAWS) + slack * sd));
    }

    @Test
    void revenueIsTheProductOfShareAndMeanAmount() {
        double[][] posterior = new double[2][];
        List<String> arms = List.of("control", "treatment");
        for (int k = 0; k < 2; k++) {
            Row s = sums(arms.get(k));
            double bought = s.getLong(1);
            double sum = s.getDouble(2);
            BetaBinomial share = BetaBinomial.flat().update(s.getLong(0), bought);
            NormalInverseGamma amount =
                    NormalInverseGamma.weak().update(bought, sum / bought, s.getDouble(3) - sum * sum / bought);
            double mean = share.mean() * amount.mean();
            double second = (share.variance() + share.mean() * share.mean())
                    * (amount.variance() + amount.mean() * amount.mean());
            posterior[k] = new double[] {mean, second - mean * mean};
            LognormalAmounts lognormal = LognormalAmounts.of(
                    NormalInverseGamma.weak().update(bought, s.getDouble(4), bought * s.getDouble(5)), 4);
            double first = share.mean() * lognormal.moment(1);
            double square = (share.variance() + share.mean() * share.mean()) * lognormal.moment(2) - first * first;
            agrees("as_lognormal", k == 0 ? "control_mean" : "treated_mean", first, Math.sqrt(square), 1e-3);
        }
        agrees("revenue", "control_mean", posterior[0][0], Math.sqrt(posterior[0][1]), 1e-3);
        agrees(
                "revenue",
                "lift_abs",
                posterior[1][0] - posterior[0][0],
                Math.sqrt(posterior[0][1] + posterior[1][1]),
                1e-3);
        List<Row> decision = PublishedViews.rows(
                results,
                "SELECT action FROM published_decisions WHERE unit = 'all' AND arm = 'treatment' AND metric = 'revenue'");
        assertThat(decision.toString()).isEqualTo("[[launch]]");
        List<Row> grid = PublishedViews.rows(
                results,
                "SELECT cell FROM published_sensitivity WHERE unit = 'all' AND arm = 'same' AND metric = 'revenue' ORDER BY 1");
        assertThat(grid.toString()).isEqualTo("[[gamma], [published]]");
        assertThat(effect("revenue", "lift_abs").<String>getAs("reason")).contains("central limit");
    }

    /** The posterior of 4,000 units an arm is the delta method's normal up to 1 / sqrt(n). */
    @Test
    void theRatioOfMeansHasTheDeltaMethodsSpread() {
        for (int k = 0; k < 2; k++) {
            Row s = sums(k == 0 ? "control" : "treatment");
            double ratio = s.getDouble(6) / s.getDouble(7);
            double variance = (s.getDouble(8) - 2 * ratio * s.getDouble(10) + ratio * ratio * s.getDouble(9))
                    / (s.getLong(0) * s.getDouble(7) * s.getDouble(7));
            agrees("click_rate", k == 0 ? "control_mean" : "treated_mean", ratio, Math.sqrt(variance), 0.016);
        }
        assertThat(PublishedViews.rows(
                                results,
                                "SELECT action FROM published_decisions WHERE unit = 'all' AND arm = 'treatment' AND metric"
                                        + " = 'click_rate'")
                        .toString())
                .isEqualTo("[[launch]]");
    }

    /** Three choices: each arm's loss is against the best of the other and of holding, by the analysts' own SQL, too. */
    @Test
    void theShippedQuestionGivesTheLossOfEveryArm() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path conf = Files.isDirectory(here.resolve("conf")) ? here.resolve("conf") : here.resolveSibling("conf");
        String[] questions =
                Files.readString(conf.resolve("sql/joint-questions.sql")).split(";\\s*\\n");
        List<Row> answers = PublishedViews.rows(results, questions[2]);
        assertThat(answers).hasSize(6);
        for (Row answer : answers) {
            Row decision = PublishedViews.rows(
                            results,
                            "SELECT expected_loss_if_launch FROM published_decisions WHERE unit = 'all' AND metric = '"
                                    + answer.<String>getAs("metric") + "' AND arm = '" + answer.<String>getAs("arm")
                                    + "'")
                    .get(0);
            double loss = decision.getDouble(0);
            assertThat(answer.<Double>getAs("expected_loss")).isCloseTo(loss, within(1e-12 + 1e-9 * loss));
        }
    }

    @Test
    void summariesAreThoseOfTheDraws() {
        List<Row> apart = PublishedViews.rows(
                results,
                "SELECT e.metric, e.arm, e.unit, e.mean, d.mean FROM published_effects e JOIN (SELECT metric, arm, segment,"
                        + " avg(lift_abs) mean FROM published_effect_draws GROUP BY ALL) d ON d.metric = e.metric AND d.arm"
                        + " = e.arm AND d.segment = e.unit WHERE e.estimand = 'lift_abs' AND e.mean IS NOT NULL"
                        + " AND abs(e.mean - d.mean) > 1e-9 * abs(e.mean)");
        assertThat(apart).isEmpty();
    }

    @Test
    void aSecondReaderSeesEveryRowOfEveryTable() throws IOException {
        for (String table : List.of("runs", "effects", "decisions", "sensitivity", "data_quality", "effect_draws")) {
            String path = results.resolve(table).toString();
            AtomicLong rows = new AtomicLong();
            new KernelReader(path).forEach(row -> rows.incrementAndGet());
            assertThat(rows.get())
                    .as(table)
                    .isEqualTo(SharedSpark.session()
                            .read()
                            .format("delta")
                            .load(path)
                            .count())
                    .isPositive();
        }
        KernelReader draws = new KernelReader(results.resolve("effect_draws").toString());
        int metric = draws.schema().indexOf("metric");
        int arm = draws.schema().indexOf("arm");
        int segment = draws.schema().indexOf("segment");
        int draw = draws.schema().indexOf("draw");
        int lift = draws.schema().indexOf("lift_abs");
        Map<String, double[]> seen = new TreeMap<>();
        draws.forEach(row -> {
            double[] sums = seen.computeIfAbsent(
                    row.getString(metric) + " " + row.getString(arm) + " " + row.getString(segment),
                    k -> new double[3]);
            sums[0]++;
            sums[1] += row.getInt(draw);
            sums[2] += row.getDouble(lift);
        });
        List<Row> spark = PublishedViews.rows(
                results,
                "SELECT concat_ws(' ', metric, arm, segment), count(*), sum(draw), sum(lift_abs) FROM effect_draws GROUP BY 1");
        assertThat(seen).hasSize(spark.size()).hasSize(3 * 2 * 3);
        for (Row row : spark) {
            double[] sums = java.util.Objects.requireNonNull(seen.get(row.getString(0)));
            assertThat(sums[0]).as(row.getString(0)).isEqualTo(row.getLong(1));
            assertThat(sums[1]).as(row.getString(0)).isEqualTo(row.getLong(2));
            assertThat(sums[2])
                    .as(row.getString(0))
                    .isCloseTo(row.getDouble(3), within(1e-9 * Math.abs(row.getDouble(3))));
        }
    }
}
