package tributary.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.PublishedViews;
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
            assertThat(names("SELECT DISTINCT analysis FROM published_" + table + " WHERE run_id = 'half'"))
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
    void aBrokenMetricLiesInQuarantineAloneAndTheOthersOfItsExperimentArePublished() {
        String amounts = folder.resolve("amounts").toString();
        SharedSpark.session()
                .range(1000)
                .selectExpr(
                        "concat('u', id) unit_id",
                        "'sound' experiment_id",
                        "if(id % 2 = 0, 'control', 'treatment') variant_id",
                        "if(id % 3 = 0, 'tv', 'web') device",
                        "cast(pmod(hash(id), 5) = 0 as int) converted",
                        "if(id = 7, double('NaN'), 10.0 + pmod(hash(id), 7)) amount")
                .write()
                .format("delta")
                .save(amounts);
        String two = "run { results = \"" + results + "\", draws = 25 }\ninput { form = units, units-unique = true,"
                + " segments = [device], units { path = \"" + amounts + "\" }, columns { exposed-at = none } }\n"
                + "experiments { sound { treatments = [treatment] } }\n"
                + "metrics { converted { kind = binary }, amount { kind = continuous } }\n";
        CommandRun run = CommandRun.experiment(folder, two, "--run-id", "metric");
        assertThat(run.exitCode()).as(run.log()).isEqualTo(3);
        assertThat(rows("SELECT status, analyses_published, analyses_held_back FROM runs WHERE run_id = 'metric'")
                        .toString())
                .isEqualTo("[[PARTIAL,1,1]]");
        for (String table : List.of("effects", "decisions", "effect_draws", "predictive_checks", "artifacts")) {
            assertThat(names("SELECT DISTINCT metric FROM published_" + table + " WHERE run_id = 'metric'"))
                    .as(table)
                    .containsExactly("converted");
            assertThat(names("SELECT DISTINCT metric FROM quarantine_" + table + " WHERE run_id = 'metric'"))
                    .as(table)
                    .containsExactly("amount");
        }
        assertThat(names("SELECT DISTINCT unit FROM published_effects WHERE run_id = 'metric' ORDER BY 1"))
                .containsExactly("all", "device=tv", "device=web");
        assertThat(names("SELECT DISTINCT health FROM published_decisions WHERE run_id = 'metric'"))
                .as("a sound metric is not marked for its neighbour's fault")
                .containsExactly("ok");
        assertThat(names("SELECT DISTINCT action FROM quarantine_decisions WHERE run_id = 'metric'"))
                .containsExactly("not_decisive");
        assertThat(
                        rows("SELECT analysis, metric, unit, verdict, gate FROM analyses WHERE run_id = 'metric' ORDER BY verdict")
                                .toString())
                .isEqualTo("[[sound,amount,null,held_back,data], [sound,null,null,published,none]]");
        assertThat(rows("SELECT reason FROM runs WHERE run_id = 'metric'").toString())
                .contains("sound / amount held back by the data gate: not_finite of amount");
        assertThat(rows("SELECT * FROM published_analyses WHERE run_id = 'metric'"))
                .hasSize(1);
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
