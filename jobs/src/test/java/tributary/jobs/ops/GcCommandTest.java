package tributary.jobs.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.SharedSpark;
import tributary.jobs.table.AbandonedRows;
import tributary.jobs.table.DataQualityTable;
import tributary.jobs.table.ParameterDrawsTable;
import tributary.jobs.table.ResultsRoot;
import tributary.jobs.table.RunRow;
import tributary.jobs.table.RunsTable;
import tributary.jobs.table.StagingTable;
import tributary.jobs.table.TableDefinition;
import tributary.jobs.table.TableStore;
import tributary.jobs.table.WorstDiagnostics;

/** {@code gc} removes what runs that never ended had kept, once it is old, and touches nothing else. */
class GcCommandTest {
    @TempDir
    Path folder;

    private final SparkSession spark = SharedSpark.session();

    private Path staged(String run, int daysAgo) throws IOException {
        StagingTable table = new StagingTable(spark, ResultsRoot.path(folder.toString()), run);
        table.create();
        table.append(spark.createDataFrame(
                List.of(RowFactory.create("task", 0, new byte[] {1}), RowFactory.create("task", 1, new byte[] {2})),
                StagingTable.SCHEMA));
        return aged(folder.resolve("staging").resolve(run), daysAgo);
    }

    /** Delta dates a commit by its file. */
    private static Path aged(Path table, int days) throws IOException {
        try (var log = Files.list(table.resolve("_delta_log"))) {
            for (Path file : log.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(days))));
            }
        }
        return table;
    }

    @Test
    void whatIsOldGoesAndWhatMayBeResumedStays() throws IOException {
        Path old = staged("causal-0123", 9);
        Path young = staged("causal-4567", 2);
        // Somebody's own table in that place has other columns.
        Path foreign = folder.resolve("staging/mine");
        spark.range(3).write().format("delta").save(foreign.toString());
        aged(foreign, 400);
        Files.createDirectories(folder.resolve("staging/empty"));

        CommandRun dry = CommandRun.of("gc", "--results", folder.toString(), "--dry-run");
        assertThat(dry.exitCode()).as(dry.log()).isZero();
        assertThat(dry.out())
                .contains("would remove " + old + ": 2 finished shards", "kept " + young, "would remove 1 of 2");
        assertThat(old).exists();

        CommandRun run = CommandRun.of("gc", "--results", folder.toString());
        assertThat(run.exitCode()).as(run.log()).isZero();
        assertThat(run.out()).contains("removed 1 of 2 staging tables");
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(foreign).exists();

        assertThat(CommandRun.of("gc", "--results", folder.toString(), "--older-than-days", "1")
                        .exitCode())
                .isZero();
        assertThat(young).doesNotExist();
        assertThat(foreign).exists();
    }

    private static Row check(String name) {
        return DataQualityTable.warning("causal", "m", name, null, null, 0.0, 0, true, 0, "", "");
    }

    /** Attempts that were killed left rows and no row of {@code runs}; one that failed has such a row. */
    @Test
    void rowsOfAttemptsWithoutAResultGoAndOthersStay() {
        TableStore store = new TableStore(spark, ResultsRoot.path(folder.toString()));
        TableDefinition draws = ParameterDrawsTable.DEFINITION;
        TableDefinition quality = DataQualityTable.DEFINITION;
        for (String attempt : List.of("killed", "failed", "done")) {
            store.append(draws, false, store.rows(draws, List.of(draw(0), draw(1))), "run", attempt);
        }
        store.append(draws, true, store.rows(draws, List.of(draw(0))), "run", "killed");
        store.append(quality, false, store.rows(quality, List.of(check())), "run", "killed");
        store.append(quality, false, store.rows(quality, List.of(check())), "run", "failed");
        store.finish("run", "failed", ended("FAILED"));
        store.finish("run", "done", ended("SUCCEEDED"));
        AbandonedRows abandoned = new AbandonedRows(spark, store);
        // What was written today may be of an attempt that is under way, and the command leaves it alone.
        assertThat(CommandRun.of("gc", "--results", folder.toString()).out())
                .contains("and 0 rows of attempts without a result");
        List<AbandonedRows.Left> left = abandoned.find(Instant.now().plus(Duration.ofDays(1)));
        assertThat(left)
                .extracting(l -> l.table() + " " + l.rows() + " " + l.attempts())
                .containsExactlyInAnyOrder(
                        "parameter_draws 4 [failed, killed]",
                        "quarantine/parameter_draws 1 [killed]",
                        "data_quality 1 [killed]");
        left.forEach(abandoned::remove);
        assertThat(attempts(store, draws)).isEqualTo("[done]");
        assertThat(attempts(store, quality)).isEqualTo("[failed]");
        assertThat(attempts(store, RunsTable.DEFINITION)).isEqualTo("[done, failed]");
        assertThat(abandoned.find(Instant.now().plus(Duration.ofDays(1)))).isEmpty();
    }

    private static Row draw(int number) {
        return RowFactory.create("m", "a", "", 0, number, 1.0);
    }

    private static Row check() {
        return DataQualityTable.warning("causal", "m", "c", null, null, 0.0, 0, true, 0, "", "");
    }

    @Test
    void aSchemaIsSweptLikeAFolder() throws IOException {
        spark.sql("CREATE DATABASE swept LOCATION '" + folder.resolve("swept") + "'");
        try {
            ResultsRoot root = ResultsRoot.schema("swept");
            StagingTable staging = new StagingTable(spark, root, "causal-0123");
            staging.create();
            staging.append(
                    spark.createDataFrame(List.of(RowFactory.create("task", 0, new byte[] {1})), StagingTable.SCHEMA));
            TableStore store = new TableStore(spark, root);
            TableDefinition draws = ParameterDrawsTable.DEFINITION;
            store.append(draws, false, store.rows(draws, List.of(draw(0))), "run", "killed");
            aged(folder.resolve("swept/staging_causal_0123"), 9);
            CommandRun run = CommandRun.of("gc", "--results-schema", "swept");
            assertThat(run.exitCode()).as(run.log()).isZero();
            assertThat(run.out()).contains("removed swept.staging_causal_0123: 1 finished shards", "removed 1 of 1");
            assertThat(spark.catalog().tableExists("swept.staging_causal_0123")).isFalse();
            AbandonedRows abandoned = new AbandonedRows(spark, store);
            abandoned.find(Instant.now().plus(Duration.ofDays(1))).forEach(abandoned::remove);
            assertThat(attempts(store, draws)).isEqualTo("[]");
        } finally {
            spark.sql("DROP DATABASE swept CASCADE");
        }
    }

    private static String attempts(TableStore store, TableDefinition table) {
        return store.read(table, false).orElseThrow().select("attempt_id").distinct().collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList()
                .toString();
    }

    private static RunRow ended(String status) {
        return new RunRow(
                "causal",
                status,
                "",
                0,
                null,
                "{}",
                "",
                1,
                "development",
                List.of(),
                List.of(),
                "",
                0,
                0,
                WorstDiagnostics.NONE,
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }

    @Test
    void aRootWithoutSuchTablesIsLeftAlone() {
        CommandRun none = CommandRun.of("gc", "--results", folder.toString());
        assertThat(none.exitCode()).as(none.log()).isZero();
        assertThat(none.out()).contains("removed 0 of 0");
        CommandRun absent =
                CommandRun.of("gc", "--results", folder.resolve("nowhere").toString());
        assertThat(absent.exitCode()).as(absent.log()).isNotZero();
        assertThat(folder.resolve("nowhere")).doesNotExist();
        CommandRun now = CommandRun.of("gc", "--results", folder.toString(), "--older-than-days", "0");
        assertThat(now.exitCode()).isEqualTo(2);
        assertThat(now.log()).contains("cause:", "remedy:");
    }
}
