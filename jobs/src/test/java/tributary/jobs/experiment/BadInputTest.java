package tributary.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.PublishedViews;
import tributary.jobs.SharedSpark;

/**
 * Bad input through the whole command: each fault has its exit code and a message that names problem, cause and
 * remedy, and leaves no published row.
 */
class BadInputTest {
    private static final String EVIL = "x`; DROP TABLE runs; -- \"'";

    @TempDir
    static Path folder;

    private static Path results;
    private static String units;
    private static String odd;

    @BeforeAll
    static void write() {
        results = folder.resolve("results");
        var spark = SharedSpark.session();
        spark.range(400)
                .selectExpr(
                        "id",
                        "concat('u', id) unit_id",
                        "timestamp_seconds(id) exposed_at",
                        "explode(array('e', 'single', 'strange', 'mistyped')) experiment_id",
                        "if(id % 2 = 0, 'control', 'treatment') arm",
                        "if(id = 7, 'lonely', 'crowd') country",
                        "concat(repeat('x', 10000), pmod(hash(id, 9), 2)) long_name",
                        "cast(pmod(hash(id), 2) as int) converted",
                        "pmod(hash(id, 1), 100) / 7.0D spend",
                        "double(null) never",
                        "if(id = 3, double('NaN'), 1.0D * id) with_nan",
                        "if(id = 3, double('-Infinity'), 1.0D * id) with_infinity",
                        "if(id % 2 = 0, 1e308D, -1e308D) + id huge",
                        "cast(id % 3 as int) thirds",
                        "5.0D constant",
                        "if(id = 5, null, concat('s', id % 20)) store",
                        "cast(id as string) digits")
                .withColumn(
                        "variant_id",
                        functions.expr("CASE WHEN experiment_id = 'single' THEN 'control'"
                                + " WHEN experiment_id = 'strange' AND id % 40 = 0 THEN 'stranger' ELSE arm END"))
                .createOrReplaceTempView("bad_units");
        units = folder.resolve("units").toString();
        spark.table("bad_units").write().format("delta").save(units);
        odd = folder.resolve("odd.parquet").toString();
        spark.sql("SELECT *, spend AS `" + EVIL.replace("`", "``")
                        + "`, if(arm = 'control', 'it''s \u5bfe\u7167', 'b`\"; --') odd_arm"
                        + ", 'O''Brien \"quoted\"' odd_segment, 'e''; DROP' odd_experiment"
                        + " FROM bad_units WHERE experiment_id = 'e'")
                .write()
                .parquet(odd);
    }

    private static String run() {
        return "run { results = \"" + results + "\", draws = 25 }\n";
    }

    private static String conf(String path, String more) {
        return run() + "input { form = units, units-unique = true, units { path = \"" + path + "\" } }\n"
                + "experiments { e { treatments = [treatment] } }\n" + more;
    }

    private static final String CONVERTED = "metrics { converted { kind = binary } }\n";

    @Test
    void aMissingFile(TestInfo test) {
        refused(5, test, conf(folder + "/nowhere", CONVERTED), "nowhere");
        refused(5, test, conf(units, CONVERTED + "input.units.version = 99"), "99");
    }

    @Test
    void anEmptyTable(TestInfo test) throws IOException {
        String empty = folder.resolve("empty").toString();
        SharedSpark.session()
                .sql("SELECT * FROM bad_units LIMIT 0")
                .write()
                .format("delta")
                .save(empty);
        refused(5, test, conf(empty, CONVERTED), "empty");
        String csv = Files.writeString(folder.resolve("empty.csv"), "").toString();
        refused(5, test, csvConf(csv), "empty");
        Files.writeString(folder.resolve("empty.csv"), "unit_id,variant_id,converted\n");
        refused(5, test, csvConf(csv), "empty");
        // A table that holds others' rows only: this experiment's may still come.
        refused(
                5,
                test,
                conf(units, CONVERTED).replace("experiments { e {", "experiments { later {"),
                "No unit of later is in the input",
                "Run again when the data have arrived");
    }

    private static String csvConf(String path) {
        return conf(
                path,
                CONVERTED
                        + "input { units { format = csv, schema = \"unit_id STRING, variant_id STRING, converted INT\" }"
                        + ", columns { experiment = none, exposed-at = none } }");
    }

    @Test
    void aMissingColumnAndAWrongType(TestInfo test) {
        refused(
                2,
                test,
                conf(units, "metrics { convrted { kind = binary } }"),
                "lacks the column \"convrted\"",
                "metrics.convrted.source");
        refused(
                2,
                test,
                conf(units, "metrics { digits { kind = continuous } }"),
                "column \"digits\" of input units has the wrong type string, such as \"",
                "metrics.digits.source");
        refused(
                2,
                test,
                conf(units, CONVERTED + "input { units-unique = false, columns { exposed-at = digits } }"),
                "input.columns.exposed-at asks for it, and a time must be a timestamp or a date");
        refused(2, test, conf(units, CONVERTED + "input.segments = [contry]"), "\"contry\"", "input.segments");
    }

    @Test
    void aCsvUnlikeItsSchema(TestInfo test) throws IOException {
        String header = "unit_id,variant_id,converted\n";
        String csv = Files.writeString(folder.resolve("typed.csv"), header + "u1,control,1\nu2,treatment,many\n")
                .toString();
        refused(2, test, csvConf(csv), "column \"converted\" is int by input.units.schema, yet holds \"many\"");
        String ragged = Files.writeString(folder.resolve("ragged.csv"), header + "u1,control,1,9\n")
                .toString();
        refused(2, test, csvConf(ragged), "the 3 fields", "u1,control,1,9");
        String other = Files.writeString(folder.resolve("other.csv"), "unit_id,converted,variant_id\nu1,1,control\n")
                .toString();
        refused(2, test, csvConf(other), "input.units.schema", "Expected: variant_id but found: converted");
        String broad = Files.writeString(
                        folder.resolve("broad.csv"), "unit_id,variant_id,converted,x\nu1,control,1,2\n")
                .toString();
        refused(2, test, csvConf(broad), "input.units.schema", "Header length: 4, schema size: 3");
    }

    @Test
    void badConf(TestInfo test) {
        refused(2, test, conf(units, CONVERTED + "input.segmants = [country]"), "did you mean input.segments");
        refused(
                2,
                test,
                conf(units, "metrics { converted { kind = binary, prior { kind = beta, a = -1 } } }"),
                "metrics.converted.prior.a",
                "above 0");
        refused(2, test, conf(units, CONVERTED + "experiments.e.treatments = [control]"), "experiments.e", "control");
        refused(2, test, conf(units, CONVERTED + "experiments.e.treatments = [b, b]"), "experiments.e");
        refused(2, test, conf(units, CONVERTED + "experiments.e = null"), "experiments.e: is null");
        refused(2, test, conf(units, CONVERTED + "run.seed = null"), "run.seed: is null");
        refused(2, test, conf(units, CONVERTED + "metrics.converted.scale = 1e200"), "metrics.converted.scale");
        refused(2, test, conf(units, CONVERTED + "experiments.e.ignored-arms = [treatment]"), "experiments.e");
        CommandRun many = refused(
                2,
                test,
                conf(
                        units,
                        "metrics { m { kind = binnary, window = soon, prior { a = 0 } } }\nrun.draws = -1\nrum = 1"),
                "metrics.m.kind",
                "metrics.m.window",
                "run.draws",
                "did you mean run");
        assertThat(many.log()).as("no value stands in for a wrong one").contains("soon");
        refused(
                2,
                test,
                conf(units, CONVERTED + "decision.interval.probability = NaN"),
                "decision.interval.probability");
    }

    @Test
    void valuesThatAreNotNumbersAreHeldBack(TestInfo test) {
        heldBack(
                test,
                conf(units, """
                        input.columns.cluster = store
                        metrics {
                          zero { kind = continuous, source = never }
                          dropped { kind = continuous, source = never, missing = drop }
                          required { kind = binary, source = never, missing = fail }
                          with_nan { kind = continuous }
                          with_infinity { kind = revenue }
                          huge { kind = continuous }
                          thirds { kind = binary }
                          stores { kind = ratio, source = with_nan, by-cluster = true }
                        }
                        """),
                "all_missing of zero failed; cause: not one of 400 units has a value of column \"never\" of input units",
                "all_missing of dropped",
                "missing_values of required",
                "metrics.required.missing",
                "not_finite of with_nan failed; cause: 1 of 400 values of column \"with_nan\" of input units are NaN",
                "for example NaN",
                "for example -Infinity",
                "for example -1.0E308",
                "not_finite of thirds",
                "for example 2.0",
                "metrics.thirds.source",
                "not_finite of stores failed; cause: 2 of 400");
    }

    @Test
    void oneArmOnlyAndUnknownArmsAreHeldBackAndTheSoundExperimentIsPublished(TestInfo test) {
        String runId = id(test);
        CommandRun ended = command(conf(units, CONVERTED + """
                                experiments {
                                  single { treatments = [treatment] }
                                  strange { treatments = [treatment] }
                                  mistyped { treatments = [treatmnet] }
                                  absent { treatments = [treatment] }
                                }
                                """), "--run-id", runId);
        assertThat(ended.exitCode()).as(ended.log()).isEqualTo(3);
        threeParts(ended);
        assertThat(ended.log())
                .contains(
                        "arms_present failed; cause: no unit of [treatment]; variants found: {control=400}",
                        "unknown_arms failed; cause: 10 of 400 units of input units in variants {stranger=10} of column"
                                + " \"variant_id\"",
                        "experiments.strange.treatments or .ignored-arms",
                        "no unit of [treatmnet]",
                        "0 units of the arms [control, treatment] in input units");
        assertThat(rows("SELECT DISTINCT analysis FROM published_effects WHERE run_id = '" + runId + "'")
                        .toString())
                .isEqualTo("[[e]]");
        String ignoring = runId + "-ignoring";
        CommandRun ignored = command(
                run() + "input { form = units, units-unique = true, units { path = \"" + units + "\" } }\n"
                        + "experiments { strange { treatments = [treatment], ignored-arms = [stranger] } }\n"
                        + CONVERTED,
                "--run-id",
                ignoring);
        assertThat(ignored.exitCode()).as(ignored.log()).isZero();
    }

    @Test
    void oddButSoundDataArePublished(TestInfo test) {
        String runId = id(test);
        CommandRun ended = command(
                conf(
                        units,
                        "metrics { spend { kind = continuous }, converted { kind = binary }, constant { kind = continuous } }\n"
                                + "input.segments { country = country, long = long_name }"),
                "--run-id",
                runId);
        assertThat(ended.exitCode()).as(ended.log()).isZero();
        List<Row> lonely = rows("SELECT DISTINCT action FROM published_decisions WHERE unit = 'country=lonely'"
                + " AND run_id = '" + runId + "'");
        assertThat(lonely.stream().map(row -> row.getString(0))).isNotEmpty().doesNotContain("launch", "roll_back");
        List<Row> effects = rows("SELECT unit, COUNT(*), COUNT_IF(isnan(mean) OR isnan(sd) OR abs(mean) > 1e300)"
                + " FROM published_effects WHERE run_id = '" + runId + "' AND metric = 'spend' GROUP BY unit");
        assertThat(effects.stream().map(row -> row.getString(0)))
                .contains("all", "country=crowd", "long=" + "x".repeat(10_000) + "0");
        assertThat(effects.stream().mapToLong(row -> row.getLong(2))).containsOnly(0L);
    }

    @Test
    void namesThatLookLikeSqlAreOnlyNames(TestInfo test) {
        String runId = id(test);
        String name = EVIL.replace("\"", "\\\"");
        String text = run() + "input { form = units, units-unique = true, units { format = parquet, path = \"" + odd
                + "\" }, columns { variant = odd_arm, experiment = odd_experiment },"
                + " segments { \"o'seg`\" = odd_segment } }\n"
                + "experiments { \"e'; DROP\" { control = \"it's \u5bfe\u7167\", treatments = [\"b`\\\"; --\"] } }\n"
                + "metrics { \"" + name + "\" { kind = continuous } }";
        CommandRun ended = command(text, "--run-id", runId);
        assertThat(ended.exitCode()).as(ended.log()).isZero();
        List<Row> effects = rows("SELECT DISTINCT analysis, metric, arm, unit FROM published_effects WHERE run_id = '"
                + runId + "' ORDER BY unit");
        assertThat(effects).hasSize(2);
        assertThat(effects.get(0).getString(1)).isEqualTo(EVIL);
        assertThat(effects.get(0).getString(2)).isEqualTo("b`\"; --");
        assertThat(effects.get(1).getString(3)).isEqualTo("o'seg`=O'Brien \"quoted\"");
    }

    /** One experiment per row that no units can have; a sound one beside them is published. */
    @Test
    void sumsThatCannotBe(TestInfo test) throws IOException {
        String sound = "treatment,%s,100,50,50\n";
        List<String> attacks = List.of(
                "b,100,150,150",
                "b,-100,50,50",
                "b,100,NaN,50",
                "b,100,50.5,50",
                "c,100,500,1",
                "k,,50,50",
                "k,100,-50,50",
                "k,100,1e200,1e300");
        StringBuilder csv = new StringBuilder("experiment_id,variant_id,metric,n,sum,sum_sq\n");
        StringBuilder experiments = new StringBuilder("sound { treatments = [treatment], metrics = [b] }\n");
        csv.append("sound,control,b,100,40,40\nsound,").append(sound.formatted("b"));
        for (int i = 0; i < attacks.size(); i++) {
            String metric = attacks.get(i).substring(0, 1);
            csv.append("x%d,control,%s%nx%d,".formatted(i, attacks.get(i), i)).append(sound.formatted(metric));
            experiments.append("x%d { treatments = [treatment], metrics = [%s] }%n".formatted(i, metric));
        }
        Path file = Files.writeString(folder.resolve("sums.csv"), csv);
        String runId = id(test);
        CommandRun ended = command(
                run() + "input { form = aggregates, aggregates { format = csv, path = \"" + file
                        + "\", schema = \"experiment_id STRING, variant_id STRING, metric STRING, n BIGINT, sum DOUBLE,"
                        + " sum_sq DOUBLE\" }, columns { segment = none } }\nexperiments {" + experiments + "}\n"
                        + "metrics { b { kind = binary }, c { kind = continuous }, k { kind = count } }",
                "--run-id",
                runId);
        assertThat(ended.exitCode()).as(ended.log()).isEqualTo(3);
        assertThat(ended.log())
                .contains(
                        "hold sums that no units can have; for example n = 100, sum = 150.0, sum_sq = 150.0",
                        "n = -100",
                        "n = null");
        assertThat(rows("SELECT DISTINCT analysis FROM published_effects WHERE run_id = '" + runId + "'")
                        .toString())
                .isEqualTo("[[sound]]");
    }

    @Test
    void anUnwritableRootAndARunIdThatIsAPath(TestInfo test) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        String text = conf(units, CONVERTED);
        CommandRun below = command(text, "--set", "run.results=" + file.resolve("below"));
        assertThat(below.exitCode()).as(below.log()).isEqualTo(2);
        threeParts(below);
        CommandRun path = command(text, "--run-id", "../../evil");
        assertThat(path.exitCode()).isEqualTo(2);
        threeParts(path);
        CommandRun odd = command(text, "--run-id", "a'; DROP TABLE runs; --");
        assertThat(odd.exitCode()).as(odd.log()).isZero();
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Test
    void aBrokenDeltaTable(TestInfo test) throws IOException {
        String broken = folder.resolve("broken").toString();
        SharedSpark.session().table("bad_units").write().format("delta").save(broken);
        try (Stream<Path> files = Files.list(Path.of(broken))) {
            for (Path part :
                    files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
                Files.write(part, new byte[] {1, 2, 3});
            }
        }
        refused(1, test, conf(broken, CONVERTED), "units");
        try (Stream<Path> files = Files.list(Path.of(broken))) {
            for (Path part :
                    files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
                Files.delete(part);
            }
        }
        refused(1, test, conf(broken, CONVERTED), "units");
        try (Stream<Path> log = Files.list(Path.of(broken, "_delta_log"))) {
            for (Path file : log.toList()) {
                if (file.toString().endsWith(".json")) {
                    Files.writeString(file, "{not json");
                } else if (file.toString().endsWith(".crc")) {
                    Files.delete(file);
                }
            }
        }
        DeltaLog.clearCache();
        refused(1, test, conf(broken, CONVERTED), "units");
    }

    @Test
    void unitsOfUnlikeTypesAndNamesThatDifferByCase(TestInfo test) {
        var spark = SharedSpark.session();
        String exposures = folder.resolve("typed_exposures").toString();
        spark.sql("SELECT cast(id as double) unit_id, exposed_at, experiment_id, variant_id FROM bad_units")
                .write()
                .format("delta")
                .save(exposures);
        String facts = folder.resolve("typed_facts").toString();
        spark.sql("SELECT id unit_id, exposed_at event_at, 'converted' metric, 1.0D value FROM bad_units")
                .write()
                .format("delta")
                .save(facts);
        refused(
                2,
                test,
                run() + "input { form = facts, exposures { path = \"" + exposures + "\" }, facts { path = \"" + facts
                        + "\" } }\nexperiments { e { treatments = [treatment] } }\n" + CONVERTED,
                "unlike types",
                "input.columns.unit",
                "input.fact-columns.unit");
        String csv = folder.resolve("nowhere.csv").toString();
        String twice = folder.resolve("twice.parquet").toString();
        spark.conf().set("spark.sql.caseSensitive", "true");
        try {
            spark.sql("SELECT *, spend Spend FROM bad_units").write().parquet(twice);
        } finally {
            spark.conf().set("spark.sql.caseSensitive", "false");
        }
        refused(
                2,
                test,
                conf(twice, "metrics { spend { kind = continuous } }\ninput.units.format = parquet"),
                "differ by case only");
        refused(5, test, csvConf(csv), "absent");
    }

    @AfterAll
    static void nothingRefusedOrHeldBackIsPublished() {
        String ids = "'" + String.join("', '", UNPUBLISHED) + "'";
        for (String table : List.of("runs", "effects", "decisions", "effect_draws", "sensitivity")) {
            assertThat(rows("SELECT DISTINCT run_id FROM published_" + table + " WHERE run_id IN (" + ids + ")"))
                    .as(table)
                    .isEmpty();
        }
    }

    private static int next;
    private static final List<String> UNPUBLISHED = new ArrayList<>();

    private static String id(TestInfo test) {
        return test.getTestMethod().orElseThrow().getName();
    }

    private static CommandRun command(String text, String... more) {
        return CommandRun.experiment(folder, text, more);
    }

    /** Ended before anything was judged: no row of the run but, at most, the FAILED one. */
    private static CommandRun refused(int exitCode, TestInfo test, String text, String... words) {
        return unpublished(exitCode, test, text, words);
    }

    private static void heldBack(TestInfo test, String text, String... words) {
        unpublished(3, test, text, words);
    }

    private static CommandRun unpublished(int exitCode, TestInfo test, String text, String... words) {
        String runId = id(test) + next++;
        UNPUBLISHED.add(runId);
        CommandRun ended = command(text, "--run-id", runId);
        assertThat(ended.exitCode()).as(ended.log()).isEqualTo(exitCode);
        threeParts(ended);
        assertThat(ended.log()).contains(words);
        return ended;
    }

    private static void threeParts(CommandRun ended) {
        assertThat(ended.log()).contains("cause:", "remedy:");
        assertThat(ended.log()).as("stack traces are for defects").doesNotContain("unexpected failure");
    }

    private static List<Row> rows(String query) {
        return PublishedViews.rows(results, query);
    }
}
