package tributary.jobs.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.SharedSpark;
import tributary.jobs.table.ResultsRoot;
import tributary.jobs.table.StagingTable;

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
