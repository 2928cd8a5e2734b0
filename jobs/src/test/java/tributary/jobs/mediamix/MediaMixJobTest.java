package tributary.jobs.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.family.mediamix.MediaPanel;
import tributary.jobs.CommandRun;
import tributary.jobs.JobFailure;
import tributary.jobs.SharedSpark;

/** {@code mediamix} from weekly tables to result tables: forms of input, models beside, lift tests, markets, gates. */
class MediaMixJobTest {
    @TempDir
    static Path folder;

    private static WeeklyTables tables;

    @BeforeAll
    static void tables() {
        tables = new WeeklyTables(folder).save();
    }

    private static List<Row> sql(String query) {
        return tables.sql(query);
    }

    /** The same panel to the bit, hence the same draws. */
    @Test
    void bothFormsAreTheSamePanel() {
        MediaPanel wide = panel(tables.wide());
        MediaPanel long_ = panel(tables.longForm());
        assertThat(long_.weeks()).isEqualTo(wide.weeks()).hasSize(104);
        assertThat(long_.kpi()).isDeepEqualTo(wide.kpi());
        for (String channel : List.of("tv", "search")) {
            assertThat(long_.of(channel).spend()).isDeepEqualTo(wide.of(channel).spend());
            assertThat(long_.of(channel).exposure())
                    .isDeepEqualTo(wide.of(channel).exposure());
        }
    }

    private static MediaPanel panel(String text) {
        MixAnalysis only = tables.analyses(WeeklyTables.parsed(text)).get(0);
        MediaPanel panel = only.panel();
        if (panel == null) {
            throw new AssertionError(only.complaint());
        }
        return panel;
    }

    @Test
    void channelsBringWhatTheyBroughtAndABudgetIsSplit() throws IOException {
        // Twenty of outcome are lost for one of price.
        tables.save(
                "SELECT date, tv, search, price, revenue - 20 * (price - 10) revenue"
                        + " FROM (SELECT *, 9 + pmod(hash(date, 7), 2001) / 1000.0D price FROM delta.`"
                        + folder.resolve("wide") + "`)",
                "priced");
        CommandRun wide = tables.run(
                "mediamix",
                "wide",
                tables.wide(),
                "input.rows.path=\"" + folder.resolve("priced") + "\"",
                "controls.price={}",
                "scenarios={ tv_stops { do { tv = 0 } }, more { do { spend = \"1.1 * spend\" } },"
                        + " cheaper { do { price = \"0.9 * price\" }, weeks = 26 } }",
                "budget={ weeks = 26, draws = 200, starts = 2 }",
                "holdouts.last.weeks=20",
                "variants.steady.channels.tv.saturation=none");
        assertThat(wide.exitCode()).as(wide.log()).isZero();
        assertThat(wide.out()).contains("mix of revenue: 104 weeks, 1 geos", "spend EUR", "held out last: mape");
        double[] truth = sql("SELECT sum(400 * (1 - exp(-tv / 60)) / (1 + exp(-tv / 60))), sum(2 * search) FROM delta.`"
                        + folder.resolve("wide") + "`")
                .stream()
                .flatMapToDouble(r -> DoubleStream.of(r.getDouble(0), r.getDouble(1)))
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
        assertThat(sql("SELECT count(*), count(observed), count(q50), count(tail_probability) FROM"
                                + " published_predictive_checks WHERE run_id = 'wide' AND phase = 'prior'")
                        .toString())
                .isEqualTo("[[4,4,4,4]]");
        assertThat(sql("SELECT count(*) > 5, sum(if(passed, 0, 1)) <= 1 FROM published_predictive_checks"
                                + " WHERE run_id = 'wide' AND phase = 'posterior'")
                        .toString())
                .isEqualTo("[[true,true]]");
        scenariosAreAnswered(wide);
        weeksAreForetold();
        theTrueModelIsPreferred();
        aBudgetIsSplit();
        assertThat(sql("SELECT plan FROM runs WHERE run_id = 'wide'").toString())
                .contains("scenario cheaper: do(price = 0.9 * price) in the last 26 weeks")
                .contains("effect_tv = beta_tv * curve_tv", "divided by", "beside it the model of variant steady");
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
                .contains("What if", "E[revenue | do(tv = 0)] - E[revenue]", "P(better)")
                .contains("Response to search", "What came from where", "chooses the same plan", "Returns")
                .contains(
                        "Foretold: last", "Models compared", "Returns under other models", "Every cell and its limits");
    }

    /** Television stops, all spend rises by a tenth, the price falls by a tenth for half a year: each within four deviations. */
    private static void scenariosAreAnswered(CommandRun run) {
        Row truth =
                sql("SELECT -sum(brought(tv)), sum(brought(1.1 * tv) - brought(tv) + 0.2 * search), 0.1 * sum(tv + search),"
                                        .replaceAll(
                                                "brought\\(([^)]*)\\)",
                                                "(400 * (1 - exp(-$1 / 60)) / (1 + exp(-$1 / 60)))")
                                + " sum(tv), sum(if(date >= '2025-06-30', 2 * price, 0)) FROM delta.`"
                                + folder.resolve("priced") + "`")
                        .get(0);
        List<Row> told = sql(
                "SELECT estimand, mean, sd, prob_positive, identified_by, prior FROM published_effects"
                        + " WHERE run_id = 'wide' AND arm IN ('tv_stops', 'more', 'cheaper') AND unit = 'all' ORDER BY estimand");
        assertThat(told)
                .extracting(r -> r.getString(0))
                .containsExactly(
                        "cheaper.change",
                        "cheaper.gain",
                        "cheaper.share",
                        "more.change",
                        "more.gain",
                        "more.share",
                        "tv_stops.change",
                        "tv_stops.gain",
                        "tv_stops.share");
        double[] wanted = {
            truth.getDouble(4),
            truth.getDouble(4),
            truth.getDouble(1),
            truth.getDouble(1) - truth.getDouble(2),
            truth.getDouble(0),
            truth.getDouble(0) + truth.getDouble(3)
        };
        int[] rows = {0, 1, 3, 4, 6, 7};
        for (int i = 0; i < rows.length; i++) {
            Row row = told.get(rows[i]);
            assertThat(row.getDouble(1)).as(row.toString()).isCloseTo(wanted[i], within(4 * row.getDouble(2)));
            assertThat(row.getDouble(2)).as(row.toString()).isLessThan(0.5 * Math.abs(wanted[i]));
            assertThat(row.getString(5)).contains("median");
        }
        // A cut of the price sells more for certain; television returns more than it costs.
        assertThat(told.get(1).getDouble(3)).isGreaterThan(0.99);
        assertThat(told.get(7).getDouble(3)).isLessThan(0.01);
        assertThat(told.get(0).getString(4)).contains("what is set and the outcome");
        assertThat(sql("SELECT estimand, count(*), count(value) FROM published_estimand_draws WHERE run_id = 'wide'"
                                + " GROUP BY estimand ORDER BY estimand LIMIT 1")
                        .toString())
                .isEqualTo("[[cheaper.change,600,600]]");
        assertThat(sql("SELECT question FROM published_estimands WHERE run_id = 'wide' AND estimand = 'cheaper.share'")
                        .toString())
                .isEqualTo("[[(E[revenue | do(price = 0.9 * price) in the last 26 weeks] - E[revenue]) / E[revenue]]]");
        assertThat(run.out())
                .contains("scenario tv_stops, do(tv = 0): revenue changes by", "better with probability 0.000");
        assertThat(sql("SELECT unit, passed FROM data_quality WHERE run_id = 'wide' AND check_name = 'scenario_range'"
                                + " AND unit LIKE 'cheaper%'")
                        .toString())
                .isEqualTo("[[cheaper price,false]]");
    }

    /** Noise has deviation 10 about weeks of some 1,300: the error is below one percent, and far below the weeks' own spread. */
    private static void weeksAreForetold() {
        Map<String, Double> scores = new java.util.HashMap<>();
        sql("SELECT statistic, observed FROM published_predictive_checks WHERE run_id = 'wide' AND phase = 'holdout'"
                        + " AND unit = 'last' AND reason LIKE '20 weeks%'")
                .forEach(r -> scores.put(r.getString(0), r.getDouble(1)));
        assertThat(scores).containsOnlyKeys("mape", "bias", "crps", "crps_skill", "coverage_50", "coverage_94");
        assertThat(scores.get("mape")).isBetween(0.001, 0.015);
        assertThat(scores.get("crps_skill")).isBetween(0.8, 1.0);
        // Of twenty weeks: four binomial standard errors.
        assertThat(scores.get("coverage_50")).isCloseTo(0.5, within(0.45));
        assertThat(scores.get("coverage_94")).isGreaterThan(0.72);
    }

    /** Television saturates: a variant that denies it predicts worse by far. */
    private static void theTrueModelIsPreferred() {
        List<Row> places = sql("SELECT model, difference, se_difference, worst_k_hat < 0.7, left_out"
                + " FROM published_model_comparison WHERE run_id = 'wide' ORDER BY place");
        assertThat(places).hasSize(2);
        assertThat(places.get(0).getString(0)).isEqualTo("main");
        assertThat(places.get(1).getString(0)).isEqualTo("steady");
        assertThat(places.get(1).getDouble(1)).isLessThan(-4 * places.get(1).getDouble(2));
        assertThat(places.get(0).getBoolean(3)).isTrue();
        assertThat(
                        sql("SELECT cell, count(*), min(prior) FROM published_sensitivity WHERE run_id = 'wide' GROUP BY cell"
                                        + " ORDER BY cell")
                                .toString())
                .isEqualTo("[[main,4,the model that was asked for], [steady,4,as the conf says in variants.steady]]");
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

    /**
     * Two markets of the same weeks, an outcome that cannot be analysed, a lift test of a table and one that an experiment
     * measured: what can be told is told, the rest is held back.
     */
    @Test
    void marketsOutcomesAndLiftTestsInOneRun() {
        tables.save(
                "SELECT 'search' channel, country, '2024-03-04' start, '2024-03-24' end, 20.0D spend, 40.0D lift, 4.0D lift_se,"
                        + " 'revenue' of FROM VALUES ('de'), ('fr') AS t(country)",
                "tests");
        for (String name : List.of("media", "kpi")) {
            tables.save(
                    "SELECT *, explode(array('de', 'fr')) country FROM delta.`" + folder.resolve(name) + "`",
                    name + "_by_country");
        }
        experiment();
        CommandRun run = tables.run(
                "mediamix",
                "markets",
                tables.longForm(),
                "mediamix.kpis=[revenue, flat]",
                "input.media={ path = \"" + folder.resolve("media_by_country") + "\", columns { market = country } }",
                "input.kpi={ path = \"" + folder.resolve("kpi_by_country") + "\", columns { market = country } }",
                "input.lift-tests={ path = \"" + folder.resolve("tests")
                        + "\", columns { market = country, kpi = of } }",
                "run.draws=150",
                "quality={ ess = 30, r-hat = 1.1 }",
                "lift-tests.measured={ channel = tv, market = fr, kpi = revenue, run-id = measured, experiment = sound, metric = amount,"
                        + " arm = treatment, units = 1000, start = 2024-04-01, end = 2024-04-07, spend = 50 }");
        assertThat(run.exitCode()).as(run.log()).isEqualTo(3);
        assertThat(sql("SELECT DISTINCT analysis FROM published_channel_draws WHERE run_id = 'markets' ORDER BY 1")
                        .toString())
                .isEqualTo("[[mix/de/revenue], [mix/fr/revenue]]");
        assertThat(
                        sql("SELECT DISTINCT check_name FROM data_quality WHERE run_id = 'markets' AND severity = 'gate' AND NOT passed")
                                .toString())
                .isEqualTo("[[kpi_variance]]");
        List<Row> cells = sql("SELECT cell, sd, mean FROM published_sensitivity WHERE run_id = 'markets'"
                + " AND analysis = 'mix/de/revenue' AND arm = 'search' AND estimand = 'roas' ORDER BY cell");
        assertThat(cells).hasSize(2);
        // A normal measurement of 2 with deviation 4 / 20 = 0.2 can only narrow; few draws tell deviations to some
        // tenths.
        assertThat(cells.get(0).getDouble(1)).isLessThan(1.5 * cells.get(1).getDouble(1));
        assertThat(sql("SELECT DISTINCT analysis, arm FROM published_effects WHERE run_id = 'markets'"
                                + " AND identified_by LIKE '%lift tests%' ORDER BY analysis, arm")
                        .toString())
                .isEqualTo("[[mix/de/revenue,search], [mix/fr/revenue,search], [mix/fr/revenue,tv]]");
        // 500 units an arm and a prior worth as many: the posterior is half of what was measured, and must not be read.
        Row told =
                sql("SELECT r.mean * 1000, r.sd * 1000, p.mean / r.mean FROM published_effects r JOIN published_effects p"
                                + " USING (run_id, analysis, metric, arm, unit) WHERE run_id = 'measured'"
                                + " AND r.estimand = 'difference_in_means' AND p.estimand = 'lift_abs' AND metric = 'amount'")
                        .get(0);
        assertThat(told.getDouble(2)).isCloseTo(0.5, within(0.1));
        assertThat(sql("SELECT plan FROM runs WHERE run_id = 'markets'").get(0).getString(0))
                .contains(String.format(
                        java.util.Locale.ROOT,
                        "lift-tests.measured: lift %.6g (standard error %.4g), from run measured, experiment sound",
                        told.getDouble(0),
                        told.getDouble(1)));
        liftsThatCannotBeRead();
        CommandRun loose = tables.run("mediamix", "loose", tables.wide(), "inference.warmup=0", "run.draws=20");
        assertThat(loose.exitCode()).as(loose.log()).isEqualTo(4);
        assertThat(sql("SELECT * FROM published_channel_draws WHERE run_id = 'loose'"))
                .isEmpty();
    }

    /** A sound experiment and one of a broken split, which its gate holds back. */
    private static void experiment() {
        tables.save(
                "SELECT concat('u', id) unit_id, if(id < 1000, 'sound', 'skewed') experiment_id,"
                        + " if(id < 1000 and id % 2 = 0 or id > 1600, 'control', 'treatment') variant_id,"
                        + " pmod(hash(id), 100) / 100.0D + if(id % 2 = 0, 0, 0.2D) amount FROM range(2000)",
                "units");
        String conf = """
                run { results = "%1$s/results", draws = 100 }
                input { form = units, units-unique = true, units { path = "%1$s/units" }, columns { exposed-at = none } }
                experiments { sound { treatments = [treatment] }, skewed { treatments = [treatment] } }
                metrics { amount { kind = continuous, prior { kind = normal-inverse-gamma, mean = 0, kappa = 500, alpha = 1, beta = 1 } } }
                """.formatted(folder);
        CommandRun run = tables.run("experiment", "measured", conf);
        assertThat(run.exitCode()).as(run.log()).isEqualTo(3);
    }

    private static void liftsThatCannotBeRead() {
        lift("run-id = nowhere, experiment = sound, metric = amount, arm = treatment", 5, "there is no such run");
        lift(
                "run-id = measured, experiment = skewed, metric = amount, arm = treatment",
                3,
                "which was held back",
                "srm",
                "A lift in quarantine is no evidence");
        lift(
                "run-id = measured, experiment = other, metric = amount, arm = treatment",
                2,
                "no such analysis",
                "skewed, sound");
        lift(
                "run-id = measured, experiment = sound, metric = clicks, arm = treatment",
                2,
                "no lift of the metric \"clicks\"",
                "amount / treatment / all");
        lift(
                "run-id = measured, experiment = sound, metric = amount, arm = treatment, geo = north",
                2,
                "the outcome's table names no geo");
        lift(
                "run-id = measured, experiment = sound, metric = amount, arm = treatment, kpi = flat",
                2,
                "is none of mediamix.kpis: flat");
        String country = "columns { market = country } }";
        tables.save(
                "SELECT 'tv' channel, 'it' country, '2024-03-04' start, '2024-03-24' end, 20.0D spend, 40.0D lift, 4.0D lift_se",
                "tests_of_italy");
        CommandRun italy = tables.run(
                "explain mediamix",
                "italy",
                tables.longForm(),
                "input.media={ path = \"" + folder.resolve("media_by_country") + "\", " + country,
                "input.kpi={ path = \"" + folder.resolve("kpi_by_country") + "\", " + country,
                "input.lift-tests={ path = \"" + folder.resolve("tests_of_italy") + "\", " + country);
        assertThat(italy.exitCode()).as(italy.log()).isEqualTo(3);
        assertThat(italy.log())
                .contains(
                        "The lift test of tv from 2024-03-04 in input.lift-tests is of the market \"it\" (column"
                                + " \"country\"), which has no outcome",
                        "The outcome's table has the markets de, fr");
        String lost = "lift-tests.a={ channel = tv, units = 10, start = 2024-04-01, end = 2024-04-07, spend = 50,"
                + " run-id = measured, experiment = sound, metric = amount, arm = treatment, market = it }";
        CommandRun run = tables.run(
                "explain mediamix",
                "lost",
                tables.longForm(),
                "input.media={ path = \"" + folder.resolve("media_by_country") + "\", " + country,
                "input.kpi={ path = \"" + folder.resolve("kpi_by_country") + "\", " + country,
                lost);
        assertThat(run.exitCode()).as(run.log()).isEqualTo(2);
        assertThat(run.log()).contains("lift-tests.a.market", "is no market of the outcome", "de, fr");
    }

    /** As the command reads the conf and pins its inputs, before the weekly tables are looked at. */
    private static void lift(String keys, int exitCode, String... words) {
        assertThatThrownBy(() -> MeasuredLifts.read(
                        SharedSpark.session(),
                        tables.conf("lift-tests.a={ channel = tv, units = 10, start = 2024-04-01, end = 2024-04-07,"
                                        + " spend = 50, " + keys + " }")
                                .measured()))
                .isInstanceOfSatisfying(
                        JobFailure.class,
                        failure -> assertThat(failure.exitCode().number()).isEqualTo(exitCode))
                .hasMessageContainingAll(words);
    }
}
