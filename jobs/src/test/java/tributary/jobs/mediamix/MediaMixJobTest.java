package tributary.jobs.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.PublishedViews;
import tributary.jobs.SharedSpark;

/** {@code mediamix} from weekly tables to result tables: both forms of input, lift tests, gates, bad input. */
class MediaMixJobTest {
    @TempDir
    static Path folder;

    /** Two years of weeks; tv brings 400 x logistic saturation of tv / 60, search 2 for one, and noise has deviation 10. */
    private static final String WEEKS = """
            SELECT date_add(DATE '2024-01-01', CAST(7 * id AS INT)) date,
                   tv, search, 0.0D flat, 1000 + tv_brought + search_brought
                     + 10 * sqrt(12.0D) * (pmod(hash(id, 5), 100001) / 100000.0D - 0.5) revenue
            FROM (SELECT id, tv, search,
                         400 * (1 - exp(-tv / 60)) / (1 + exp(-tv / 60)) tv_brought, 2 * search search_brought
                  FROM (SELECT id, if(pmod(hash(id, 1), 4) = 0, 0, pmod(hash(id, 2), 20001) / 100.0D) tv,
                               pmod(hash(id, 3), 10001) / 100.0D search FROM range(104)))""";

    @BeforeAll
    static void tables() {
        Dataset<Row> weeks = SharedSpark.session().sql(WEEKS);
        save(weeks, "wide");
        Dataset<Row> shuffled = weeks.repartition(7);
        save(
                shuffled.selectExpr("date", "stack(2, 'tv', tv, 'search', search) AS (channel, spend)")
                        .where("spend > 0"),
                "media");
        save(shuffled.select("date", "revenue"), "kpi");
        save(
                SharedSpark.session()
                        .sql("SELECT 'search' channel, '2024-03-04' start, '2024-03-24' end, 20.0D spend, 40.0D lift,"
                                + " 4.0D lift_se"),
                "tests");
    }

    private static void save(Dataset<Row> rows, String name) {
        rows.write().format("delta").save(folder.resolve(name).toString());
    }

    private static CommandRun run(String command, String id, String... more) throws IOException {
        String conf = """
                run { results = "%1$s/results", seed = 5, chains = 2, draws = 300 }
                mediamix { name = mix, kpis = [revenue], currency = EUR, week-starts-on = monday }
                input { form = wide, rows { path = "%1$s/wide" } }
                channel-defaults { carry-over = none }
                channels { tv { }, search { saturation = none } }
                baseline { season { order = 0 }, trend = none }
                inference { warmup = 300, prior-draws = 200 }
                quality { ess = 100, r-hat = 1.05 }
                """.formatted(folder);
        Path file = Files.writeString(folder.resolve(id + ".conf"), conf);
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(List.of("--config", file.toString()));
        if (command.equals("mediamix")) {
            arguments.addAll(List.of("--run-id", id));
        }
        for (String one : more) {
            arguments.addAll(List.of("--set", one));
        }
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static List<Row> sql(String query) {
        return PublishedViews.rows(folder.resolve("results"), query);
    }

    @Test
    void bothFormsGiveTheSameDrawsAndTheTruth() throws IOException {
        CommandRun wide = run("mediamix", "wide", "budget.weeks=26", "budget.draws=200", "budget.starts=2");
        assertThat(wide.exitCode()).as(wide.log()).isZero();
        assertThat(wide.out()).contains("mix of revenue: 104 weeks, 1 geos", "spend EUR");
        CommandRun longForm = longForm("long");
        assertThat(longForm.exitCode()).as(longForm.log()).isZero();
        List<Row> sums = sql(
                "SELECT run_id, count(*), bit_xor(xxhash64(channel, chain, draw, contribution, roas, mroas))"
                        + " FROM published_channel_draws WHERE run_id IN ('long', 'wide') GROUP BY run_id ORDER BY run_id");
        assertThat(sums.get(0).getLong(1)).isEqualTo(1200);
        assertThat(sums.get(0).getLong(2)).isEqualTo(sums.get(1).getLong(2));
        double[] truth = sql("SELECT sum(400 * (1 - exp(-tv / 60)) / (1 + exp(-tv / 60))), sum(2 * search) FROM delta.`"
                        + folder.resolve("wide") + "`")
                .stream()
                .flatMapToDouble(r -> java.util.stream.DoubleStream.of(r.getDouble(0), r.getDouble(1)))
                .toArray();
        List<Row> effects = sql("SELECT arm, mean, sd, prior, identified_by FROM published_effects"
                + " WHERE run_id = 'wide' AND estimand = 'contribution' ORDER BY arm DESC");
        for (int i = 0; i < 2; i++) {
            // Four posterior deviations.
            assertThat(effects.get(i).getDouble(1))
                    .isCloseTo(truth[i], within(4 * effects.get(i).getDouble(2)));
            assertThat(effects.get(i).getString(4)).contains("model only");
        }
        assertThat(sql("SELECT source, count(*), count(prior_mean), count(observed), count(spend)"
                                + " FROM published_channel_contributions WHERE run_id = 'wide' GROUP BY source ORDER BY source")
                        .toString())
                .isEqualTo(
                        "[[baseline,104,104,0,0], [expected,104,104,104,0], [search,104,104,0,104], [tv,104,104,0,104]]");
        assertThat(sql("SELECT curve, count(*), min(mean) >= 0 FROM published_response_curves"
                                + " WHERE run_id = 'wide' GROUP BY curve ORDER BY curve")
                        .toString())
                .isEqualTo("[[carry_over,2,true], [response,42,true]]");
        assertThat(sql("SELECT count(*) > 5, sum(if(passed, 0, 1)) <= 1 FROM published_predictive_checks"
                                + " WHERE run_id = 'wide'")
                        .toString())
                .isEqualTo("[[true,true]]");
        aBudgetIsSplit();
        CommandRun report = CommandRun.of(
                "report",
                "--results",
                folder.resolve("results").toString(),
                "--run-id",
                "wide",
                "--out",
                folder.resolve("report").toString());
        assertThat(report.exitCode()).as(report.log()).isZero();
        assertThat(Files.readString(folder.resolve("report/report.html")))
                .contains("Response to search", "What came from where", "Frontier of risk", "Returns");
        assertThat(sql("SELECT plan FROM runs WHERE run_id = 'wide'").toString())
                .contains("effect_tv = beta_tv * curve_tv", "divided by");
    }

    /** Search returns 2 for one without end, television less than that at the margin: money goes to search, to its bound. */
    private static void aBudgetIsSplit() {
        List<Row> plan = sql("SELECT channel, planned_spend / current_spend, prob_better, solver_status,"
                + " expected_response > current_response FROM published_budget"
                + " WHERE run_id = 'wide' AND chosen ORDER BY channel");
        assertThat(plan).hasSize(2);
        assertThat(plan.get(0).getDouble(1)).isCloseTo(1.3, within(1e-3));
        assertThat(plan.get(1).getDouble(1)).isLessThan(1);
        assertThat(plan.get(0).getDouble(2)).isGreaterThan(0.9);
        assertThat(plan.get(0).getBoolean(4)).isTrue();
        assertThat(
                        sql("SELECT count(*), count(DISTINCT risk), max(abs(total - spent)) < 1e-6 * max(total) FROM (SELECT *,"
                                        + " sum(planned_spend) OVER (PARTITION BY goal, risk, chosen) spent FROM published_budget"
                                        + " WHERE run_id = 'wide')")
                                .toString())
                .isEqualTo("[[10,4,true]]");
        assertThat(sql("SELECT action, arm, prob_positive > 0.9 FROM published_decisions WHERE run_id = 'wide'")
                        .toString())
                .isEqualTo("[[reallocate,budget,true]]");
    }

    private static CommandRun longForm(String id, String... more) throws IOException {
        String conf = """
                run { results = "%1$s/results", seed = 5, chains = 2, draws = 300 }
                mediamix { name = mix, kpis = [revenue], currency = EUR, week-starts-on = monday }
                input { media { path = "%1$s/media" }, kpi { path = "%1$s/kpi" } }
                channel-defaults { carry-over = none }
                channels { tv { }, search { saturation = none } }
                baseline { season { order = 0 }, trend = none }
                inference { warmup = 300, prior-draws = 200 }
                quality { ess = 100, r-hat = 1.05 }
                """.formatted(folder);
        Path file = Files.writeString(folder.resolve(id + "-long.conf"), conf);
        return CommandRun.set("mediamix", file, id, more);
    }

    @Test
    void aLiftTestIsHeardAndItsWeightShown() throws IOException {
        CommandRun tested = longForm("tested", "input.lift-tests.path=" + folder.resolve("tests"));
        assertThat(tested.exitCode()).as(tested.log()).isZero();
        List<Row> cells = sql("SELECT cell, sd, mean FROM published_sensitivity"
                + " WHERE run_id = 'tested' AND arm = 'search' ORDER BY cell");
        assertThat(cells).hasSize(2);
        // A normal measurement of 2 with deviation 4 / 20 = 0.2 can only narrow, and hardly moves what is about 2.
        assertThat(cells.get(0).getDouble(1)).isLessThan(1.1 * cells.get(1).getDouble(1));
        assertThat(
                        sql("SELECT DISTINCT identified_by FROM published_effects WHERE run_id = 'tested' AND arm = 'search'")
                                .toString())
                .contains("lift tests");
    }

    @Test
    void oneOutcomeHeldBackLeavesTheOther() throws IOException {
        CommandRun partial = run("mediamix", "partial", "mediamix.kpis=[revenue, flat]");
        assertThat(partial.exitCode()).as(partial.log()).isEqualTo(3);
        assertThat(sql("SELECT DISTINCT analysis FROM published_channel_draws WHERE run_id = 'partial'")
                        .toString())
                .isEqualTo("[[mix_revenue]]");
        assertThat(
                        sql("SELECT check_name FROM data_quality WHERE run_id = 'partial' AND severity = 'gate' AND NOT passed")
                                .toString())
                .isEqualTo("[[kpi_variance]]");
        CommandRun loose = run("mediamix", "loose", "inference.warmup=0", "run.draws=20");
        assertThat(loose.exitCode()).as(loose.log()).isEqualTo(4);
        assertThat(sql("SELECT * FROM published_channel_draws WHERE run_id = 'loose'"))
                .isEmpty();
    }

    @Test
    void badDataIsNamed() throws IOException {
        faulty(
                "negative",
                "if(date = '2024-02-05', -5, tv) tv",
                "negative_spend of revenue in tv failed",
                "all 2024-02-05: -5.0");
        faulty("unused", "0.0D tv", "channel_never_used", "leave the channel out");
        faulty("sunday", "tv, date_add(date, -1) date", "week_start", "(sunday)");
        faulty("hole", "if(date = '2024-02-05', double('NaN'), tv) tv", "missing_values", "all 2024-02-05");
        broken("gap", "SELECT * FROM weeks WHERE date <> '2024-05-06'", "missing_weeks", "all 2024-05-06");
        broken(
                "twice",
                "SELECT * FROM weeks UNION ALL SELECT * FROM weeks WHERE tv > 190",
                "repeated_rows",
                "sum them");
        broken("few", "SELECT * FROM weeks WHERE date < '2024-01-29'", "more_parameters_than_weeks", "give more weeks");
        save(
                SharedSpark.session()
                        .sql("SELECT 'radio' channel, '2024-03-04' start, '2024-03-24' end, 20.0D spend, 40.0D lift,"
                                + " 4.0D lift_se"),
                "unknown");
        CommandRun unknown =
                run("explain mediamix", "unknown-test", "input.lift-tests.path=" + folder.resolve("unknown"));
        assertThat(unknown.out()).contains("lift_test", "the channel \"radio\" is not one of the model");
    }

    private static void faulty(String name, String column, String... words) throws IOException {
        String named = column.substring(column.lastIndexOf(' ') + 1);
        String others = List.of("date", "tv", "search", "revenue", "flat").stream()
                .filter(c -> !c.equals(named) && !(c.equals("tv") && column.startsWith("tv,")))
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        broken(name, "SELECT " + others + ", " + column + " FROM weeks", words);
    }

    private static void broken(String name, String query, String... words) throws IOException {
        SharedSpark.session().sql(WEEKS).createOrReplaceTempView("weeks");
        save(SharedSpark.session().sql(query), name);
        CommandRun run = run("explain mediamix", name, "input.rows.path=" + folder.resolve(name));
        assertThat(run.exitCode()).as(run.log()).isZero();
        assertThat(run.out()).contains("held back by the data gate").contains(words);
    }

    @Test
    void badConfIsNamed() throws IOException {
        refused(run("mediamix", "no-currency", "mediamix.currency=null"), 2, "mediamix.currency");
        refused(run("mediamix", "no-column", "channels.tv.spend=teevee"), 2, "lacks the column \"teevee\"");
        refused(
                run("mediamix", "prior", "channels.tv.effect.prior=\"normal(size, 1)\""),
                2,
                "no distribution with numbers");
        refused(run("mediamix", "shape", "channels.tv.priors.alpha=\"beta(1, 1)\""), 2, "have no parameter alpha");
        refused(run("mediamix", "typo", "channels.tv.lag=3"), 2, "did you mean channels.tv.lags");
        refused(run("mediamix", "absent", "input.rows.path=/nowhere"), 5, "is absent");
    }

    private static void refused(CommandRun run, int exitCode, String words) {
        assertThat(run.exitCode()).as(run.log()).isEqualTo(exitCode);
        assertThat(run.log()).contains(words);
    }
}
