package tributary.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
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
                        "concat('u', id) unit_id",
                        "timestamp_seconds(id) exposed_at",
                        "'e' experiment_id",
                        "if(id % 2 = 0, 'control', 'treatment') variant_id",
                        "'control' only_control",
                        "if(id % 40 = 0, 'stranger', if(id % 2 = 0, 'control', 'treatment')) with_strangers",
                        "if(id = 7, 'lonely', 'crowd') country",
                        "cast(pmod(hash(id), 2) as int) converted",
                        "pmod(hash(id, 1), 100) / 7.0D spend",
                        "double(null) never",
                        "if(id = 3, double('NaN'), 1.0D * id) with_nan",
                        "if(id = 3, double('Infinity'), 1.0D * id) with_infinity",
                        "if(id % 2 = 0, 1e308D, -1e308D) + id huge",
                        "cast(id % 3 as int) thirds",
                        "5.0D constant",
                        "cast(id as string) digits")
                .createOrReplaceTempView("bad_units");
        units = folder.resolve("units").toString();
        spark.table("bad_units").write().format("delta").save(units);
        odd = folder.resolve("odd.parquet").toString();
        spark.sql("SELECT *, spend AS `" + EVIL.replace("`", "``")
                        + "`, if(id(unit_id), 'it''s', 'b`\"; --') odd_arm"
                                .replace("id(unit_id)", "variant_id = 'control'")
                        + ", 'O''Brien \"quoted\"' odd_segment"
                        + ", 'e''; DROP' odd_experiment FROM bad_units")
                .write()
                .parquet(odd);
    }

    private static String run() {
        return "run { results = \"" + results + "\", draws = 25 }\n";
    }

    private static String conf(String path, String more) {
        return run() + "input { form = units, units-unique = true, units { path = \"" + path + "\" } }\n"
                + "experiments { e {} }\nexperiments.e.treatments = [treatment]\n" + more;
    }

    private static final String CONVERTED = "metrics { converted { kind = binary } }\n";

    @Test
    void aMissingFile(TestInfo test) {
        refused(5, test, conf(folder + "/nowhere", CONVERTED), "nowhere");
        refused(5, test, conf(units, CONVERTED + "input.units.version = 99"), "99");
    }

    @Test
    void aMissingColumnAndAWrongType(TestInfo test) {
        refused(2, test, conf(units, "metrics { convrted { kind = binary } }"), "lacks the column \"convrted\"");
        refused(2, test, conf(units, "metrics { digits { kind = continuous } }"), "\"digits\"", "wrong type string");
        refused(
                2,
                test,
                conf(units, CONVERTED + "input { units-unique = false, columns { exposed-at = digits } }"),
                "a time must be a timestamp or a date");
        refused(2, test, conf(units, CONVERTED + "input.segments = [contry]"), "contry");
    }

    @Test
    void namesThatLookLikeSqlAreOnlyNames(TestInfo test) {
        String runId = id(test);
        String name = EVIL.replace("\"", "\\\"");
        String text = run() + "input { form = units, units-unique = true, units { format = parquet, path = \"" + odd
                + "\" }, columns { variant = odd_arm, experiment = odd_experiment },"
                + " segments { \"o'seg`\" = odd_segment } }\n"
                + "experiments { \"e'; DROP\" { control = \"it's\", treatments = [\"b`\\\"; --\"] } }\n"
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

    @AfterAll
    static void onlyTheGoodRunsArePublished() {
        assertThat(rows("SELECT COUNT(*) FROM published_runs WHERE exit_code <> 0")
                        .toString())
                .isEqualTo("[[0]]");
    }

    private static int next;

    private static String id(TestInfo test) {
        return test.getTestMethod().orElseThrow().getName();
    }

    private static CommandRun command(String text, String... more) {
        return CommandRun.experiment(folder, text, more);
    }

    /** Ended before anything was judged: no row of the run but, at most, the FAILED one. */
    private static CommandRun refused(int exitCode, TestInfo test, String text, String... words) {
        String runId = id(test) + next++;
        CommandRun ended = command(text, "--run-id", runId);
        assertThat(ended.exitCode()).as(ended.log()).isEqualTo(exitCode);
        threeParts(ended);
        assertThat(ended.log()).contains(words);
        assertThat(unpublished(runId)).isTrue();
        return ended;
    }

    private static void threeParts(CommandRun ended) {
        assertThat(ended.log()).contains("cause:", "remedy:");
        assertThat(ended.log()).as("stack traces are for defects").doesNotContain("unexpected failure");
    }

    private static boolean unpublished(String runId) {
        return Stream.of("runs", "effects", "decisions", "effect_draws")
                .allMatch(table -> rows("SELECT 1 FROM published_" + table + " WHERE run_id = '" + runId + "'")
                        .isEmpty());
    }

    private static List<Row> rows(String query) {
        return PublishedViews.rows(results, query);
    }
}
