package tributary.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.SharedSpark;

/** {@code simulate} leaves a warehouse of five tables, and a dry run leaves nothing. */
class SimulateJobTest {
    @Test
    void theWarehouseHasItsTables(@TempDir Path folder) throws IOException {
        Path conf = Files.writeString(
                folder.resolve("simulate.conf"),
                "run { results = \"%s/results\" }\nsimulate { warehouse = \"%s/warehouse\", units = 800 }\n"
                        .formatted(folder, folder));
        assertThat(CommandRun.of("simulate", "--config", conf.toString(), "--dry-run")
                        .exitCode())
                .isZero();
        assertThat(folder.resolve("warehouse")).doesNotExist();
        CommandRun run = CommandRun.of("simulate", "--config", conf.toString());
        assertThat(run.exitCode()).as(run.log()).isZero();
        assertThat(count(folder, "experiment_units")).isEqualTo(800);
        assertThat(count(folder, "exposures")).isGreaterThan(800);
        assertThat(count(folder, "experiment_truth")).isEqualTo(10 * 3 * 4);
        assertThat(count(folder, "metric_facts")).isPositive();
        assertThat(count(folder, "experiment_daily")).isPositive();
        assertThat(count(folder, "visits")).isEqualTo(80);
    }

    private static long count(Path folder, String table) {
        return SharedSpark.session()
                .read()
                .format("delta")
                .load(folder.resolve("warehouse").resolve(table).toString())
                .count();
    }
}
