package tributary.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.SharedSpark;

/** Result tables of an earlier version take the rows of this one; those of another writer are refused with the reason. */
class TableUpgradeTest {
    private static final TableDefinition EARLIER = TableDefinition.table("readings", "A reading")
            .key("place", "Where")
            .word("kind", List.of("hot"), "What")
            .build();
    private static final TableDefinition NOW = TableDefinition.table("readings", "A reading")
            .key("place", "Where")
            .probability("chance", "How probable it is")
            .word("kind", List.of("hot", "cold"), "What")
            .build();

    private final SparkSession spark = SharedSpark.session();

    @TempDir
    Path folder;

    private TableStore store() {
        return new TableStore(
                spark, ResultsRoot.path(folder.resolve("an o'clock root").toString()));
    }

    private void append(TableDefinition table, Object... values) {
        TableStore store = store();
        store.append(table, false, store.rows(table, List.of(RowFactory.create(values))), "r", "a");
    }

    @Test
    void anEarlierTableGetsItsNewColumnsAndConstraints() {
        append(EARLIER, "here", "hot");
        assertThat(store().read(NOW, false).orElseThrow().columns()).contains("chance");
        append(NOW, "there", 0.5, "cold");

        List<Row> rows = store().read(NOW, false).orElseThrow().orderBy("place").collectAsList();
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).<Double>getAs("chance")).isNull();
        assertThat(rows.get(1).<Double>getAs("chance")).isEqualTo(0.5);
        assertThat(rows.get(1).<String>getAs("kind")).isEqualTo("cold");
        DeltaTable delta = DeltaTable.forPath(spark, store().root().location(NOW, false));
        Map<String, String> properties =
                delta.detail().select("properties").first().getJavaMap(0);
        assertThat(properties)
                .containsEntry("delta.constraints.kind_is_known", "kind IN ( 'hot' , 'cold' )")
                .containsKey("delta.constraints.chance_is_probability");
        assertThat(delta.toDF().schema().apply("chance").getComment().get()).startsWith("How probable it is");
        assertThatThrownBy(() -> append(NOW, "there", 1.5, "cold")).hasMessageContaining("chance_is_probability");
        append(EARLIER, "an older program beside it", "hot");
    }

    @Test
    void aTableOfAnotherWriterIsRefused() {
        TableDefinition other = TableDefinition.table("readings", "Of somebody else")
                .key("place", "Where")
                .text("chance", "In words")
                .key("kind", "What")
                .build();
        append(other, "here", "small", "hot");
        assertThatThrownBy(() -> append(NOW, "there", 0.5, "cold")).isInstanceOfSatisfying(JobFailure.class, f -> {
            assertThat(f.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(f.reason()).isEqualTo("Its column chance is string, and this version writes double.");
        });
        assertThat(store().read(other, false).orElseThrow().count()).isEqualTo(1);
    }

    @Test
    void whatAKilledProcessLeftOfATableIsNoObstacle() throws IOException {
        Path log = Path.of(store().root().location(NOW, false), "_delta_log");
        Files.createDirectories(log.resolve("_staged_commits"));
        Files.writeString(log.resolve(".00000000000000000000.json.f00d.tmp"), "{");
        append(NOW, "here", 0.5, "hot");
        assertThat(store().read(NOW, false).orElseThrow().count()).isEqualTo(1);
        assertThat(HalfMade.removed(spark, store().root().location(NOW, false))).isFalse();
    }

    @Test
    void aPathThatDeltaCannotQuoteIsRefused() {
        assertThatThrownBy(() -> ResultsRoot.path("/data/`results`"))
                .isInstanceOfSatisfying(
                        JobFailure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.USAGE));
    }

    @Test
    void aPlaceThatIsFullIsNoDefect() {
        Exception full = new IllegalStateException(
                "Job aborted due to stage failure: Task 0 in stage 3.0 failed 1 times: java.io.IOException: No space left on"
                        + " device\n\tat java.base/sun.nio.ch.FileDispatcherImpl.write0(Native Method)");
        assertThat(RootAccess.lost("results/effects", full)).hasValueSatisfying(f -> {
            assertThat(f.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(f.reason()).endsWith("No space left on device");
        });
        assertThat(RootAccess.lost("results/effects", new IllegalStateException("disk on fire")))
                .isEmpty();
    }
}
