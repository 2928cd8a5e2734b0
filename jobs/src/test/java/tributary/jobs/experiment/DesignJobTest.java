package tributary.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.SharedSpark;

/** {@code design} writes every cell, marks the smallest sufficient size, and does not reach for impossible ones. */
class DesignJobTest {
    private static final String CONF = """
            run { results = "%s/results", seed = 5 }
            designs { checkout {
              kind = continuous, baseline = 10, sd = 2
              units-per-arm = [20, 400]
              effects { large { scale = absolute, mean = 1 }, none { scale = absolute, mean = 0 } }
              simulations = 40, draws = 200 } }
            decision { rope { scale = absolute, lower = -0.1, upper = 0.1 } }
            """;

    @Test
    void everyCellIsWrittenAndTheSmallestSufficientSizeMarked(@TempDir Path folder) throws IOException {
        Path conf = Files.writeString(folder.resolve("design.conf"), CONF.formatted(folder));
        CommandRun run = CommandRun.of("design", "--config", conf.toString());
        assertThat(run.exitCode()).as(run.log()).isZero();
        List<Row> rows = SharedSpark.session()
                .read()
                .format("delta")
                .load(folder.resolve("results/power").toString())
                .orderBy("effect_name", "sample_size")
                .select("effect_name", "sample_size", "power", "false_positive_rate", "sufficient")
                .collectAsList();
        assertThat(rows).hasSize(4);
        // 400 an arm: the standard error of the difference is .14, so an effect of 1 is seven of them away.
        Row sufficient = rows.get(1);
        assertThat(sufficient.getLong(1)).isEqualTo(400);
        assertThat(sufficient.getDouble(2)).isGreaterThan(0.9);
        assertThat(sufficient.getBoolean(4)).isTrue();
        // Of 40 null experiments more than 10 false alarms have probability below 1e-5 at a rate of 6 %.
        assertThat(rows).allSatisfy(row -> assertThat(row.getDouble(3)).isLessThanOrEqualTo(0.25));
        assertThat(run.out()).contains("400 units per arm suffice").contains("effect none, prior default: none");
    }

    @Test
    void anImpossibleBaselineIsRefusedWithItsKey(@TempDir Path folder) throws IOException {
        Path conf = Files.writeString(
                folder.resolve("design.conf"),
                CONF.formatted(folder).replace("continuous, baseline = 10, sd = 2", "binary, baseline = 10"));
        CommandRun run = CommandRun.of("design", "--config", conf.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.log()).contains("designs.checkout.baseline");
    }
}
