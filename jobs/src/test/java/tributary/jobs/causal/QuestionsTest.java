package tributary.jobs.causal;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.PublishedViews;
import tributary.jobs.SharedSpark;

/** The shipped models and confs put their questions through the command: the seeds' figures, levels, and refusals. */
class QuestionsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @TempDir
    static Path folder;

    private static CommandRun causal(String id, Path conf, String... more) {
        List<String> arguments = new ArrayList<>(List.of("causal", "--config", conf.toString(), "--run-id", id));
        arguments.addAll(List.of("--set", "run.results=" + folder.resolve("results")));
        for (String one : more) {
            boolean world = one.startsWith("--predict");
            arguments.addAll(world ? List.of("--predict", one.substring(9)) : List.of("--set", one));
        }
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    /** A shipped conf, with its paths taken from the root of the project. */
    private static CommandRun shipped(String name, String... more) throws IOException {
        String text = Files.readString(ROOT.resolve("conf/causal/" + name + ".conf"))
                .replace("\"conf/models/", "\"" + ROOT + "/conf/models/")
                .replace("\"jobs/src/", "\"" + ROOT + "/jobs/src/");
        return causal(name, Files.writeString(folder.resolve(name + ".conf"), text), more);
    }

    /** The same without the looks beside the answers, which other tests are of. */
    private static CommandRun plain(String name, String... more) throws IOException {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(List.of("predictive.draws=0", "sensitivity.power-draws=0"));
        return shipped(name, all.toArray(String[]::new));
    }

    private static List<Row> sql(String query) {
        return PublishedViews.rows(folder.resolve("results"), query);
    }

    private static List<String> reference(String model) {
        try (InputStream in = QuestionsTest.class.getResourceAsStream("reference.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(model + ","))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void agrees(String model) {
        for (String line : reference(model)) {
            String[] part = line.split(",", -1);
            double mean = Double.parseDouble(part[2]);
            double sd = Double.parseDouble(part[3]);
            Row found = sql("SELECT mean, sd, mcse_mean, mcse_sd FROM latest_effects WHERE analysis = '" + model
                            + "' AND estimand = '" + part[1] + "' AND unit = 'all'")
                    .get(0);
            // Five Monte Carlo errors of ours and of the reference's 40,000 draws; what is exact has none.
            if (sd == 0) {
                assertThat(found.getDouble(0)).as(line).isCloseTo(mean, within(1e-9 * Math.abs(mean)));
                continue;
            }
            double error = 5 * StrictMath.hypot(found.getDouble(2), sd / 200);
            assertThat(found.getDouble(0)).as(line).isCloseTo(mean, within(error));
            assertThat(found.getDouble(1))
                    .as("deviation of " + line)
                    .isCloseTo(sd, within(5 * StrictMath.hypot(found.getDouble(3), sd / 280)));
        }
    }

    @Test
    @Tag("full")
    void adsThatDoNothingAreSeenToDoNothing() throws IOException {
        CommandRun run = shipped("google_ads", "run.draws=500");
        assertThat(run.exitCode()).as(run.log()).isZero();
        assertThat(run.out()).contains("ate", "percent", "naive");
        agrees("google_ads");
        // The coefficient, the average effect and the effect on the treated are one in a linear model.
        assertThat(sql("SELECT max(abs(e.value - p.value)) < 1e-12 FROM published_estimand_draws e"
                                + " JOIN published_parameter_draws p ON p.run_id = e.run_id AND p.chain = e.chain"
                                + " AND p.draw = e.draw AND p.parameter = 'b_zy'"
                                + " WHERE e.run_id = 'google_ads' AND e.estimand IN ('ate', 'att')")
                        .toString())
                .isEqualTo("[[true]]");
        assertThat(sql("SELECT estimand, metric, arm FROM latest_effects WHERE analysis = 'google_ads'"
                                + " AND estimand IN ('ate', 'percent') ORDER BY estimand")
                        .toString())
                .isEqualTo("[[ate,sales,ads = 1 vs ads = 0], [percent,percent,none]]");
        assertThat(sql("SELECT population, method, monte_carlo_error FROM published_estimands"
                                + " WHERE run_id = 'google_ads' AND estimand = 'ate'")
                        .toString())
                .isEqualTo("[[sample,sales by its mean; means of columns suffice,0.0]]");
        predictiveChecksAreWritten();
    }

    /** The model made these data, so that they do not surprise it; the spread of a row is known. */
    private static void predictiveChecksAreWritten() {
        assertThat(sql("SELECT metric, count(DISTINCT arm), count(*), metric = 'tv' OR sum(int(passed)) >= count(*) - 2"
                                + " FROM published_predictive_checks WHERE run_id = 'google_ads' AND phase = 'posterior'"
                                + " GROUP BY metric ORDER BY metric")
                        .toString())
                .isEqualTo("[[ads,1,2,true], [sales,3,40,true], [tv,1,14,true]]");
        // The model says that tv has sd 1; these hundred have 0.7767, and P(chi^2_99 >= 99 0.7767^2) = 0.9994.
        Row tv = sql("SELECT tail_probability, passed, noise_variance FROM published_predictive_checks"
                        + " WHERE run_id = 'google_ads' AND metric = 'tv' AND statistic = 'sd' AND phase = 'posterior'")
                .get(0);
        assertThat(tv.getDouble(0)).isGreaterThan(0.9994 - 5 * Math.sqrt(0.9994 * 0.0006 / 400));
        assertThat(tv.getBoolean(1)).isFalse();
        assertThat(tv.getDouble(2)).isCloseTo(1 / 200.0, within(5 / 200.0 * Math.sqrt(2.0 / 200)));
        Row row = sql("SELECT noise_variance, parameter_variance, predicted_sd FROM published_predictive_checks"
                        + " WHERE run_id = 'google_ads' AND metric = 'sales' AND statistic = 'row'")
                .get(0);
        Row sigma = sql("SELECT mean, sd FROM latest_effects WHERE analysis = 'google_ads' AND metric = 'sigma'")
                .get(0);
        double variance = sigma.getDouble(0) * sigma.getDouble(0);
        // Noise is sigma^2; of 100 rows the mean's three coefficients make about 3 / 100 of that.
        assertThat(row.getDouble(0)).isCloseTo(variance, within(0.06 * variance));
        assertThat(row.getDouble(1)).isBetween(0.01 * variance, 0.06 * variance);
        assertThat(sql("SELECT count(*) > 10 FROM published_predictive_checks WHERE run_id = 'google_ads'"
                                + " AND phase = 'prior' AND metric = 'sales' AND predicted_sd > 0.5")
                        .toString())
                .isEqualTo("[[true]]");
    }

    @Test
    void everyUnitIsToldUnderTwoInterventions() throws IOException {
        CommandRun run = units("units");
        assertThat(run.exitCode()).as(run.log()).isZero();
        // In a linear model every unit gains the same, and in the world that was it has what was observed.
        Row row = PublishedViews.rows(
                        folder.resolve("units"),
                        "SELECT count(*), max(effect) - min(effect), max(least(abs(mean - observed),"
                                + " abs(comparison_mean - observed))), min(prob_positive), max(noise), max(intervention)"
                                + " FROM published_unit_effects")
                .get(0);
        assertThat(row.getLong(0)).isEqualTo(100);
        assertThat(row.getDouble(1)).isCloseTo(0, within(1e-9));
        assertThat(row.getDouble(2)).isCloseTo(0, within(1e-9));
        assertThat(row.getString(4)).isEqualTo("abducted");
        assertThat(row.getString(5)).isEqualTo("ads = 1");
        predicted();
        shuffledRowsAreToldAlike();
        CommandRun wrong = shipped(
                "google_ads", "run.results=" + folder.resolve("wrong"), "units.outcome=sales", "units.do.b_zy=1");
        assertThat(wrong.exitCode()).as(wrong.log()).isEqualTo(2);
        assertThat(wrong.log()).contains("`b_zy` is a parameter of the model");
        CommandRun unknown = shipped("google_ads", "run.results=" + folder.resolve("wrong"), "--predictadds = 1");
        assertThat(unknown.exitCode()).as(unknown.log()).isEqualTo(2);
        assertThat(unknown.log()).contains("`adds` is not declared", "predict");
    }

    private static CommandRun units(String results, String... more) throws IOException {
        List<String> settings = new ArrayList<>(List.of(
                "run.results=" + folder.resolve(results),
                "run.draws=250",
                "units.outcome=sales",
                "units.do.ads=1",
                "units.instead.ads=0",
                "units.draws=200",
                "predict.draws=100",
                "--predictads = 1",
                "--predictads = 0",
                "--predict"));
        settings.addAll(List.of(more));
        return shipped("google_ads", settings.toArray(String[]::new));
    }

    /** The same rows shuffled over seven files: every number of every unit and statistic has the same bits. */
    private static void shuffledRowsAreToldAlike() throws IOException {
        SharedSpark.session()
                .read()
                .option("header", true)
                .csv(ROOT + "/jobs/src/test/resources/tributary/jobs/causal/google_ads_tv.csv")
                .repartition(7, hash(col("y")))
                .sortWithinPartitions("y")
                .write()
                .option("header", true)
                .csv(folder.resolve("shuffled-rows").toString());
        CommandRun run = units("shuffled", "input.rows.path=" + folder.resolve("shuffled-rows"));
        assertThat(run.exitCode()).as(run.log()).isZero();
        for (String table : List.of(
                "parameter_draws",
                "estimand_draws",
                "unit_effects",
                "predictions",
                "predictive_checks",
                "sensitivity")) {
            assertThat(written("shuffled", table)).as(table).isNotEmpty().isEqualTo(written("units", table));
        }
    }

    /** All that an only attempt wrote of a table. */
    private static String written(String results, String table) {
        return SharedSpark.session()
                .read()
                .format("delta")
                .load(folder.resolve(results).resolve(table).toString())
                .drop("run_id", "attempt_id")
                .collectAsList()
                .stream()
                .map(Row::toString)
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    /** Noise is shared: the worlds differ by the coefficient, one number for every row; what is set is certain. */
    private static void predicted() {
        Row row = PublishedViews.rows(
                        folder.resolve("units"),
                        "SELECT count(*), max(a.mean - b.mean) - min(a.mean - b.mean), max(c.sd), max(c.mean)"
                                + " FROM published_predictions a JOIN published_predictions b ON a.unit = b.unit"
                                + " AND a.variable = 'sales' AND b.variable = 'sales' AND a.world = 'ads = 1' AND b.world = 'ads = 0'"
                                + " JOIN published_predictions c ON c.unit = a.unit AND c.variable = 'ads' AND c.world = 'ads = 1'")
                .get(0);
        assertThat(row.getLong(0)).isEqualTo(100);
        assertThat(row.getDouble(1)).isCloseTo(0, within(1e-9));
        assertThat(row.getDouble(2)).isCloseTo(0, within(1e-12));
        assertThat(row.getDouble(3)).isCloseTo(1, within(1e-12));
        Row covered = PublishedViews.rows(
                        folder.resolve("units"),
                        "SELECT count(*), sum(int(observed BETWEEN ci_lb AND ci_ub)), min(noise_variance)"
                                + " FROM published_predictions WHERE world = 'as it was' AND variable = 'sales'")
                .get(0);
        assertThat(covered.getLong(0)).isEqualTo(100);
        // 94 of 100, within five standard deviations of a binomial.
        assertThat(covered.getLong(1)).isBetween(82L, 100L);
        assertThat(covered.getDouble(2)).isPositive();
    }

    @Test
    @Tag("full")
    void confoundingBiasesUntilItIsSeen() throws IOException {
        for (String model : List.of("confounding", "confounding_oracle")) {
            CommandRun run = plain(model, "inference.warmup=300", "run.chains=2");
            assertThat(run.exitCode()).as(run.log()).isZero();
            agrees(model);
        }
    }

    /**
     * Least squares of charm on skill, and on skill and hired, with their exact leave-one-out densities (t, flat prior),
     * computed apart: the rival predicts better by 132.66 (14.75), and its effect is seven deviations off.
     */
    @Test
    void aColliderPredictsBetterAndMisleads() throws IOException {
        CommandRun run = plain("collider", "inference.warmup=300", "run.chains=2", "run.draws=400");
        assertThat(run.exitCode()).as(run.log()).isZero();
        assertThat(run.out()).contains("what predicts better need not be causal", "charm: 1. adjusted");
        List<Row> places = sql(
                "SELECT model, place, elpd_loo, difference, se_difference, effect, effect_sd, worst_k_hat"
                        + " FROM published_model_comparison WHERE run_id = 'collider' AND metric = 'charm' ORDER BY place");
        assertThat(places).hasSize(2);
        double[][] reference = {{-1265.055, -0.22396, 0.02976}, {-1397.719, -0.01713, 0.03120}};
        for (int m = 0; m < 2; m++) {
            Row row = places.get(m);
            assertThat(row.getString(0)).isEqualTo(m == 0 ? "adjusted" : "collider");
            // The error of a sum of log densities over S draws is about sqrt(p_loo / S), p_loo 3 or 4, S 400.
            assertThat(row.getDouble(2)).isCloseTo(reference[m][0], within(5 * Math.sqrt(4 / 400.0) + 0.2));
            assertThat(row.getDouble(5)).isCloseTo(reference[m][1], within(5 * reference[m][2] / Math.sqrt(300)));
            assertThat(row.getDouble(6)).isCloseTo(reference[m][2], within(5 * reference[m][2] / Math.sqrt(600)));
            assertThat(row.getDouble(7)).isLessThan(0.6);
        }
        assertThat(places.get(1).getDouble(3)).isCloseTo(-132.66, within(1.0));
        assertThat(places.get(1).getDouble(4)).isCloseTo(14.75, within(0.3));
        assertThat(sql("SELECT mean < -0.1 FROM published_sensitivity WHERE run_id = 'collider' AND grid = 'model'"
                                + " AND cell = 'adjusted' AND estimand = 'ate'")
                        .toString())
                .isEqualTo("[[true]]");
    }

    @Test
    @Tag("full")
    void fiveEffectsOfTwoMediatorsCoverTheTruth() throws IOException {
        CommandRun run = plain("family_intervention", "inference.warmup=300", "run.chains=2", "run.draws=500");
        assertThat(run.exitCode()).as(run.log()).isZero();
        // Simulated truth, and the plug-in of a logit fit with its bootstrap deviation: see the reference JSON.
        Object[][] truth = {
            {"te", -0.11244841470394076, -0.12566062741952116, 0.01794396062633143},
            {"de", -0.06046135546114653, -0.08023843786673357, 0.02000890581409222},
            {"iie1", -0.04063951263416338, -0.04172641223316889, 0.006009689572542413},
            {"iie2", -0.025149244448776642, -0.020312454861387053, 0.003955903920025407},
            {"int", 0.0030574632302116656, 0.0025457571616573915, 0.0006081345915270604}
        };
        for (Object[] row : truth) {
            Row found = sql("SELECT mean, sd, ess_bulk FROM latest_effects WHERE analysis = 'family_intervention'"
                            + " AND estimand = '" + row[0] + "'")
                    .get(0);
            double sd = (double) row[3];
            assertThat(found.getDouble(0)).as("truth of " + row[0]).isCloseTo((double) row[1], within(4 * sd));
            // Priors of deviation 2 pull a little; a fifth of a deviation is far above what they do to 2,000 rows.
            assertThat(found.getDouble(0)).as("plug-in of " + row[0]).isCloseTo((double) row[2], within(0.2 * sd));
            assertThat(found.getDouble(1)).as("deviation of " + row[0]).isCloseTo(sd, within(0.2 * sd));
        }
        assertThat(sql("SELECT abs(max(CASE estimand WHEN 'remainder' THEN mean END)"
                                + " - max(CASE estimand WHEN 'te' THEN mean END)"
                                + " + sum(CASE WHEN estimand IN ('de', 'iie1', 'iie2', 'int') THEN mean END)) < 1e-12"
                                + " FROM latest_effects WHERE analysis = 'family_intervention'")
                        .toString())
                .isEqualTo("[[true]]");
    }

    /**
     * Television works by search interest, too, and price is a cause: truth and least squares of the sales (at the likeliest
     * carry-over) from scripts/reference/full_funnel.py.
     */
    @Test
    void theFunnelIsAnsweredThroughItsMediators() throws IOException {
        CommandRun run = plain("full_funnel", "inference.warmup=300", "run.draws=300", "run.chains=2");
        assertThat(run.exitCode()).as(run.log()).isZero();
        Object[][] truth = {
            {"television_stops", -0.7904256873669206},
            {"television_alone", -0.298273844289404},
            {"search_stops", -0.3947696666666667},
            {"price_cut", 0.23975404}
        };
        for (Object[] row : truth) {
            Row found = sql("SELECT mean, sd, identified_by FROM latest_effects WHERE analysis = 'full_funnel'"
                            + " AND estimand = '" + row[0] + "'")
                    .get(0);
            assertThat(found.getDouble(0))
                    .as("truth of " + row[0])
                    .isCloseTo((double) row[1], within(4 * found.getDouble(1)));
        }
        Row price = sql("SELECT mean, sd FROM latest_effects WHERE analysis = 'full_funnel' AND metric = 'b_price'")
                .get(0);
        // Its prior, normal(-1, 1), pulls by less than a hundredth of a deviation; Monte Carlo error of 400 draws or
        // more.
        assertThat(price.getDouble(0)).isCloseTo(-1.092698, within((5 / Math.sqrt(400) + 0.1) * 0.060644));
        assertThat(price.getDouble(1)).isCloseTo(0.060644, within(0.2 * 0.060644));
        // A tenth of the mean price, times the coefficient, draw by draw.
        assertThat(sql("SELECT max(abs(e.value + 0.1 * 1.9979503333333333 * p.value)) < 1e-9"
                                + " FROM published_estimand_draws e JOIN published_parameter_draws p ON p.run_id = e.run_id"
                                + " AND p.chain = e.chain AND p.draw = e.draw AND p.parameter = 'b_price'"
                                + " WHERE e.run_id = 'full_funnel' AND e.estimand = 'price_cut'")
                        .toString())
                .isEqualTo("[[true]]");
    }

    @Test
    void questionsThatCannotBeAnsweredEndEarly() throws IOException {
        Path model = folder.resolve("bad.model");
        String start = "row tv, ads, sales\na, b ~ normal(0, 1)\nsales ~ normal(a + b * ads + tv, 1)\n"
                + "estimands { q = \"%s\" }\n";
        for (String[] fault : new String[][] {
            {"E[sales | do(adds = 1)]", "`adds` is not declared; did you mean `ads`?"},
            {"E[sales | do(b = 1)]", "`b` is a parameter of the model"},
            {"E[sales | do(ads = 1), where ads == 2]", "an average over no row"}
        }) {
            Files.writeString(model, start.formatted(fault[0]));
            CommandRun run = shipped("google_ads", "model.file=" + model, "run.results=" + folder.resolve("bad"));
            assertThat(run.exitCode()).as(run.log()).isEqualTo(2);
            assertThat(run.log()).contains("bad.model:4:", fault[1]);
        }
    }
}
