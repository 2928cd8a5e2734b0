package tributary.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.SharedSpark;

/** An experiment with a broken split beside a sound one: what is held back, where it lies, what a retry does. */
class HeldBackTest {
    private static final String ANALYSES = "experiments { sound { treatments = [treatment] }, skewed { treatments ="
            + " [treatment] } }\nmetrics { converted { kind = binary } }\n";

    @TempDir
    static Path folder;

    private static Path results;
    private static String conf;

    @BeforeAll
    static void run() {
        results = folder.resolve("results");
        String units = folder.resolve("units").toString();
        SharedSpark.session()
                .range(2000)
                .selectExpr(
                        "concat('u', id) unit_id",
                        "if(id < 1000, 'sound', 'skewed') experiment_id",
                        "if(id < 1000 and id % 2 = 0 or id > 1600, 'control', 'treatment') variant_id",
                        "cast(pmod(hash(id), 5) = 0 as int) converted")
                .write()
                .format("delta")
                .save(units);
        conf = "run { results = \"" + results + "\", draws = 25 }\ninput { form = units, units-unique = true,"
                + " units { path = \"" + units + "\" }, columns { exposed-at = none } }\n" + ANALYSES;
        assertThat(command("half").exitCode()).isEqualTo(3);
    }

    @Test
    void theSkewedOneLiesInQuarantineAndTheSoundOneIsPublished() {
        assertThat(
                        rows("SELECT status, exit_code, analyses_published, analyses_held_back FROM runs WHERE run_id = 'half'")
                                .toString())
                .isEqualTo("[[PARTIAL,3,1,1]]");
        for (String table : List.of("effects", "decisions")) {
            assertThat(names("SELECT DISTINCT analysis FROM published_" + table))
                    .contains("sound")
                    .doesNotContain("skewed");
            assertThat(names("SELECT DISTINCT analysis FROM quarantine_" + table + " WHERE run_id = 'half'"))
                    .containsExactly("skewed");
        }
        assertThat(names("SELECT DISTINCT experiment FROM published_effect_draws"))
                .containsExactly("sound");
        assertThat(rows("SELECT * FROM quarantine_effect_draws WHERE run_id = 'half'"))
                .hasSize(100);
        assertThat(rows("SELECT * FROM latest_effects WHERE analysis = 'skewed'"))
                .isEmpty();
        assertThat(
                        rows("SELECT passed, severity FROM published_data_quality WHERE check_name = 'srm' AND analysis = 'skewed'")
                                .toString())
                .isEqualTo("[[false,gate]]");
        assertThat(rows("SELECT reason FROM runs WHERE run_id = 'half'").toString())
                .contains("skewed", "srm");
    }

    @Test
    void aRetrySaysTheSameAndWritesNothing() {
        long before = rows("SELECT * FROM effects UNION ALL SELECT * FROM quarantine_effects")
                .size();
        CommandRun again = command("half");
        assertThat(again.exitCode()).isEqualTo(3);
        assertThat(rows("SELECT * FROM effects UNION ALL SELECT * FROM quarantine_effects"))
                .hasSize((int) before);
        assertThat(rows("SELECT * FROM runs WHERE run_id = 'half'")).hasSize(1);
    }

    @Test
    void anotherConfUnderTheSameRunIdIsRefused() {
        CommandRun other = command("half", "--set", "run.seed=5");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.log()).contains("taken", "cause:", "remedy:");
        assertThat(rows("SELECT * FROM runs WHERE run_id = 'half'")).hasSize(1);
    }

    @Test
    void scopeRunHoldsBackAll() {
        assertThat(command("whole", "--set", "gate.scope=run").exitCode()).isEqualTo(3);
        assertThat(rows("SELECT status FROM runs WHERE run_id = 'whole'").toString())
                .isEqualTo("[[QUARANTINED]]");
        assertThat(rows("SELECT * FROM published_effects WHERE run_id = 'whole'"))
                .isEmpty();
        assertThat(names("SELECT DISTINCT analysis FROM quarantine_effects WHERE run_id = 'whole' ORDER BY 1"))
                .containsExactly("skewed", "sound");
    }

    @Test
    void aDryRunJudgesNothingAndWritesNothing() {
        CommandRun dry = command("dry", "--dry-run");
        assertThat(dry.exitCode()).as(dry.log()).isZero();
        assertThat(dry.out()).contains("sound", "skewed", "converted");
        assertThat(rows("SELECT * FROM runs WHERE run_id = 'dry'")).isEmpty();
    }

    private static CommandRun command(String runId, String... more) {
        String[] arguments = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("--run-id", runId), java.util.stream.Stream.of(more))
                .toArray(String[]::new);
        return CommandRun.experiment(folder, conf, arguments);
    }

    private static List<String> names(String query) {
        return rows(query).stream().map(r -> r.getString(0)).toList();
    }

    private static List<Row> rows(String query) {
        return PublishedViews.rows(results, query);
    }
}
