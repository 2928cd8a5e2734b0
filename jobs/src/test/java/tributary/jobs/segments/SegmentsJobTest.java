package tributary.jobs.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static tributary.jobs.CommandFolder.refused;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandFolder;
import tributary.jobs.CommandRun;
import tributary.jobs.SharedSpark;

/** {@code segments} on the notebook's 18 segments: plug-in table, full Bayes, partitions, both forms, bad input. */
class SegmentsJobTest {
    @TempDir
    static Path folder;

    private static String rows;

    /** The notebook's table: segment, rows, raw, se, truth, shrunk, weight. */
    private static final Map<String, double[]> EXPECTED = new LinkedHashMap<>();

    @BeforeAll
    static void table() throws IOException {
        rows = folder.resolve("rows").toString();
        Path csv = Files.write(folder.resolve("segments.csv"), resource("segments.csv"));
        SharedSpark.session()
                .read()
                .option("header", true)
                .schema("segment STRING, A INT, baseline DOUBLE, Y DOUBLE, true_tau DOUBLE")
                .csv(csv.toString())
                .selectExpr("segment", "if(A = 1, 'treated', 'control') arm", "baseline", "Y", "A dose")
                .write()
                .format("delta")
                .save(rows);
        new String(resource("segments_expected.csv"), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .forEach(cells -> EXPECTED.put(
                        cells[0],
                        java.util.Arrays.stream(cells)
                                .skip(1)
                                .mapToDouble(Double::parseDouble)
                                .toArray()));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(SegmentsJobTest.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        }
    }

    private static CommandRun segments(String id, String... more) {
        String conf = """
                name = uplift
                run { results = "%s/results", seed = 4914, draws = 1000 }
                input {
                  rows { path = "%s" }
                  columns { segment = segment, arm = arm }
                  control = control
                  treatments = [treated]
                }
                model { baseline = separate, residual = own }
                metrics { Y { covariates = [baseline] } }
                inference { segment-draws = 1000 }
                """.formatted(folder, rows);
        return new CommandFolder(folder).run("segments", id, conf, more);
    }

    private static List<Row> sql(String query) {
        return new CommandFolder(folder).sql(query);
    }

    @Test
    void theNotebooksTableUnderItsPlugInRule() throws IOException {
        CommandRun run = segments("plug-in", "model.pooling=plug-in");
        assertThat(run.exitCode()).as(run.log()).isZero();
        List<Row> found = sql("SELECT segment, control_rows + treated_rows, raw_estimate, raw_se, pooled_estimate,"
                + " shrinkage_weight FROM published_segment_effects WHERE run_id = 'plug-in' ORDER BY segment");
        assertThat(found).hasSize(18);
        for (Row row : found) {
            double[] expected = EXPECTED.get(row.getString(0));
            assertThat(row.getLong(1)).isEqualTo((long) expected[0]);
            assertThat(row.getDouble(2)).isCloseTo(expected[1], within(1e-9));
            assertThat(row.getDouble(3)).isCloseTo(expected[2], within(1e-9));
            assertThat(row.getDouble(4)).isCloseTo(expected[4], within(1e-9));
            assertThat(row.getDouble(5)).isCloseTo(expected[5], within(1e-9));
        }
    }

    @Test
    @Tag("full")
    void fullBayesAgreesWithTheExactGridInBothForms() throws IOException {
        String priors = "metrics.Y.priors={effect-sd = 10, effect-spread {family = half-normal, scale = 1}}";
        CommandRun run = segments("bayes", priors);
        assertThat(run.exitCode()).as(run.log()).isZero();
        assertThat(run.out()).contains("18 segments, partially pooled", "sd_effect_treated");
        Path csv = Files.write(folder.resolve("estimates.csv"), resource("segments_expected.csv"));
        CommandRun estimates = segments(
                "estimates",
                "input={form = estimates, columns {segment = segment}, effect = treated, rows {format = csv, path = \""
                        + csv
                        + "\", schema = \"segment STRING, n INT, raw_estimate DOUBLE, raw_se DOUBLE, true_tau DOUBLE,"
                        + " shrunk_estimate DOUBLE, shrinkage_weight_on_raw DOUBLE\", header = true}}",
                "model={baseline = pooled}",
                "metrics.Y={estimate = raw_estimate, standard-error = raw_se, priors {effect-sd = 10, effect-spread"
                        + " {family = half-normal, scale = 1}}}");
        assertThat(estimates.exitCode()).as(estimates.log()).isZero();
        Map<String, double[]> exact = new LinkedHashMap<>();
        new String(resource("segments_grid.csv"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(",", -1))
                .forEach(c -> exact.put(c[0], new double[] {Double.parseDouble(c[1]), Double.parseDouble(c[2])}));
        for (String id : List.of("bayes", "estimates")) {
            List<Row> found = sql("SELECT unit, mean, sd, mcse_mean, mcse_sd, estimand FROM published_effects"
                    + " WHERE run_id = '" + id + "' ORDER BY unit");
            assertThat(found).hasSize(20);
            for (Row row : found) {
                String name = switch (row.getString(5)) {
                    case "mean_effect" -> "mu";
                    case "sd_between_segments" -> "tau";
                    default -> row.getString(0);
                };
                double[] expected = exact.get(name);
                // Four Monte Carlo errors of ours; the reference is exact.
                assertThat(row.getDouble(1)).as(name).isCloseTo(expected[0], within(4 * row.getDouble(3)));
                assertThat(row.getDouble(2)).as(name).isCloseTo(expected[1], within(4 * row.getDouble(4)));
            }
        }
        assertThat(sql("SELECT count(*), count(DISTINCT group_key), count(DISTINCT chain), max(draw) FROM"
                                + " published_estimand_draws WHERE run_id = 'bayes'")
                        .toString())
                .isEqualTo("[[18000,18,4,249]]");
        assertThat(
                        sql("SELECT count(*), min(prob_positive) > 0.5, count(DISTINCT action) FROM published_decisions WHERE"
                                        + " run_id = 'bayes'")
                                .toString())
                .isEqualTo("[[18,true,2]]");
        Row best = sql("SELECT abs(sum(prob_best_segment) - 1) < 1e-9, abs(avg(rank_mean) - 9.5) < 0.01,"
                        + " min_by(segment, rank_mean) FROM published_segment_effects WHERE run_id = 'bayes'")
                .get(0);
        assertThat(best.toString()).isEqualTo("[true,true,S13]");
    }

    @Test
    @Tag("full")
    void theSameBitsForAnyPartitions() throws IOException {
        Dataset<Row> table = SharedSpark.session().read().format("delta").load(rows);
        List<String> answers = new ArrayList<>();
        for (int partitions : new int[] {1, 7}) {
            String path = folder.resolve("rows" + partitions).toString();
            table.orderBy("Y").repartition(partitions).write().format("delta").save(path);
            String id = "p" + partitions;
            CommandRun run = segments(
                    id,
                    "input.rows.path=" + path,
                    "model={baseline = pooled, group-means = true}",
                    "run.chains=2",
                    "run.draws=200",
                    "inference.segment-draws=200");
            assertThat(run.exitCode()).as(run.log()).isZero();
            answers.add(sql("SELECT * EXCEPT (run_id, attempt_id) FROM published_segment_effects WHERE run_id = '" + id
                            + "' ORDER BY segment")
                    + sql("SELECT * EXCEPT (run_id, attempt_id) FROM published_estimand_draws WHERE run_id = '" + id
                                    + "' ORDER BY group_key, chain, draw")
                            .toString()
                    + sql("SELECT * EXCEPT (run_id, attempt_id) FROM published_decisions WHERE run_id = '" + id
                                    + "' ORDER BY unit")
                            .toString());
        }
        assertThat(answers.get(1)).isEqualTo(answers.get(0));
        CommandRun again = segments(
                "p1",
                "input.rows.path=" + folder.resolve("rows1"),
                "model={baseline = pooled, group-means = true}",
                "run.chains=2",
                "run.draws=200",
                "inference.segment-draws=200");
        assertThat(again.exitCode()).isZero();
        assertThat(sql("SELECT count(*) FROM segment_effects WHERE run_id = 'p1'")
                        .toString())
                .isEqualTo("[[18]]");
    }

    @Test
    void yesAndNoAndTheLadderOfModels() throws IOException {
        CommandRun run = segments(
                "ladder",
                "model={baseline = pooled}",
                "compare={models = [naive, fixed-effects, multilevel, mundlak, latent-mundlak]}",
                "metrics.high={column = high, outcome = bernoulli}",
                "input.rows.path=" + folder.resolve("high"),
                "run.draws=250");
        assertThat(run.exitCode()).as(run.log()).isEqualTo(2);
        assertThat(run.log()).contains("normal outcomes alone");
        table("high", "segment", "arm", "baseline", "Y", "Y > 11 high");
        CommandRun high = segments(
                "high",
                "model={baseline = pooled}",
                "metrics={high {outcome = bernoulli}}",
                "input.rows.path=" + folder.resolve("high"),
                "run.draws=250");
        assertThat(high.exitCode()).as(high.log()).isZero();
        // Every segment's pooled effect lies between its raw one and the others', or near it.
        assertThat(
                        sql("SELECT count(*), max(abs(pooled_estimate - raw_estimate) / raw_se) < 2, min(shrinkage_weight) > 0.05,"
                                        + " stddev(pooled_estimate) < stddev(raw_estimate) FROM published_segment_effects WHERE run_id = 'high'")
                                .toString())
                .isEqualTo("[[18,true,true,true]]");
        refused(
                segments(
                        "fractions", "model={baseline = pooled}", "metrics={Y {outcome = bernoulli}}", "run.draws=250"),
                3,
                "counted_outcome");
        few("eighth", 8, "segment", "arm", "baseline", "Y");
        CommandRun ladder = segments(
                "rungs",
                "input.rows.path=" + folder.resolve("eighth"),
                "model={baseline = pooled}",
                "compare={models = [naive, fixed-effects, multilevel, mundlak, latent-mundlak]}",
                "run.draws=250");
        assertThat(ladder.exitCode()).as(ladder.log()).isZero();
        // Of a randomised treatment all rungs say the same.
        assertThat(sql("SELECT left_out, count(*), max(effect) - min(effect) < max(effect_sd) FROM"
                                + " published_model_comparison WHERE run_id = 'rungs' AND elpd_loo IS NOT NULL GROUP BY 1 ORDER BY 1")
                        .toString())
                .isEqualTo("[[row,5,true], [segment,4,true]]");
        assertThat(sql("SELECT reason FROM published_model_comparison WHERE run_id = 'rungs' AND elpd_loo IS NULL")
                        .toString())
                .contains("flat prior");
    }

    @Test
    void badInputIsToldEarlyAndPublishesNothing() throws IOException {
        refused(segments("unknown-key", "model.basline=pooled"), 2, "did you mean model.baseline?");
        refused(segments("no-column", "input.columns.segment=region"), 2, "input.columns.segment");
        refused(segments("text", "metrics.Y.column=arm"), 2, "metrics.Y is bound to the column \"arm\" of type STRING");
        refused(segments("plug-in-pooled", "model.pooling=plug-in", "model.baseline=pooled"), 2, "plug-in pooling");
        refused(
                segments("relative", "decision.rope={scale = relative, lower = -0.01, upper = 0.01}"),
                2,
                "relative effects");
        refused(segments("absent", "input.rows.path=/nowhere"), 5, "is absent");
        refused(segments("unknown-arm", "input.control=\"zero\""), 3, "such as \"control\"");
        // Rows of control are left out as unknown: priors alone would tell the effect.
        refused(
                segments("no-control", "input.control=\"zero\"", "input.missing=drop"),
                3,
                "input.columns.arm) holds no usable row of \"zero\"");
        refused(
                segments("dose", "input.columns={segment = segment, treatment = baseline}"),
                2,
                "input.control: goes with input.columns.arm: a numeric treatment has no arms");
        table(
                "bad",
                "case when pmod(hash(baseline), 50) = 0 then null when segment = 'S03' then 'all' else segment end segment",
                "arm",
                "baseline",
                "Y");
        CommandRun bad = segments("bad", "input.rows.path=" + folder.resolve("bad"));
        refused(bad, 3, "null_segments");
        refused(bad, 3, "the word for everybody");
        // What cannot be squared is told of its metric alone: another one of the same rows is told of, too.
        table("huge", "segment", "arm", "baseline", "if(segment = 'S03', 1e300D, Y) Y", "5.0D flat");
        CommandRun huge =
                segments("huge", "input.rows.path=" + folder.resolve("huge"), "metrics.flat={covariates = [baseline]}");
        refused(huge, 3, "extreme_values");
        assertThat(
                        sql("SELECT metric, check_name FROM data_quality WHERE run_id = 'huge' AND NOT passed ORDER BY metric")
                                .toString())
                .isEqualTo("[[Y,extreme_values], [flat,no_variation]]");
        String dose = """
                name = uplift
                run { results = "%s/results", seed = 1 }
                input { rows { path = "%s/huge" }, columns { segment = segment, treatment = Y } }
                metrics { baseline { } }
                """.formatted(folder, folder);
        refused(
                new CommandFolder(folder).run("segments", "huge-dose", dose),
                3,
                "input.columns.treatment) reach 1.0E300");
        assertThat(sql("SELECT DISTINCT run_id FROM published_segment_effects").toString())
                .doesNotContain("unknown-arm", "no-control", "bad", "huge");
    }

    @Test
    void oddSegmentsAreAnsweredByTheOthers() throws IOException {
        // One segment with a single arm, one of one row, names with quotes and of ten thousand characters.
        table(
                "odd",
                "case segment when 'S01' then 'it''s \"quoted\"' when 'S02' then repeat('x', 10000) else segment end segment",
                "if(segment = 'S03', 'treated', arm) arm",
                "baseline",
                "Y");
        SharedSpark.session()
                .sql("SELECT 'lonely' segment, 'control' arm, 0.1D baseline, 9.0D Y")
                .write()
                .format("delta")
                .mode("append")
                .save(folder.resolve("odd").toString());
        for (String model : List.of("{baseline = separate, residual = own}", "{baseline = pooled}")) {
            String id = model.contains("own") ? "odd-own" : "odd-pooled";
            CommandRun run = segments(
                    id,
                    "input.rows.path=" + folder.resolve("odd"),
                    "model=" + model,
                    "run.chains=2",
                    "run.draws=200",
                    "inference.segment-draws=200");
            assertThat(run.exitCode()).as(run.log()).isZero();
            assertThat(
                            sql("SELECT count(*), max(length(segment)), count(raw_estimate) FROM published_segment_effects WHERE"
                                            + " run_id = '" + id + "'")
                                    .toString())
                    .isEqualTo("[[19,10000,17]]");
            Row lonely = sql("SELECT shrinkage_weight < 0.05, raw_estimate IS NULL, pooled_sd > 0.5 FROM"
                            + " published_segment_effects WHERE segment = 'lonely' AND run_id = '" + id + "'")
                    .get(0);
            assertThat(lonely.toString()).isEqualTo("[true,true,true]");
        }
        // One segment: there is nothing to pool, and nothing tells how far segments differ.
        table("one", "'only' segment", "arm", "baseline", "Y");
        refused(
                segments("one", "input.rows.path=" + folder.resolve("one"), "model={baseline = pooled}"),
                3,
                "analyse it as an experiment");
        // Every segment of one row: the priors alone tell spread from noise, and that is said.
        few("singles", 100, "concat(segment, Y) segment", "arm", "baseline", "Y");
        CommandRun singles = segments(
                "singles",
                "input.rows.path=" + folder.resolve("singles"),
                "model={baseline = pooled}",
                "inference.segment-draws=100",
                "run.chains=2",
                "run.draws=100");
        assertThat(singles.exitCode()).as(singles.log()).isIn(0, 4);
        assertThat(sql("SELECT passed FROM data_quality WHERE run_id = 'singles' AND check_name = 'single_rows'")
                        .toString())
                .isEqualTo("[[false]]");
    }

    /** One row in so many. */
    private static void few(String name, int every, String... columns) {
        SharedSpark.session()
                .read()
                .format("delta")
                .load(rows)
                .where("pmod(hash(Y), " + every + ") = 0")
                .selectExpr(columns)
                .write()
                .format("delta")
                .save(folder.resolve(name).toString());
    }

    private static void table(String name, String... columns) {
        SharedSpark.session()
                .read()
                .format("delta")
                .load(rows)
                .selectExpr(columns)
                .write()
                .format("delta")
                .save(folder.resolve(name).toString());
    }
}
