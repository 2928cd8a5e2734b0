package tributary.jobs.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.SharedSpark;

/** The fingerprint of an input changes with what would be read, and with nothing else. */
class FingerprintTest {
    @TempDir
    Path folder;

    private final SparkSession spark = SharedSpark.session();

    private String of(InputTable table) {
        return Objects.requireNonNull(
                OpenRows.of(spark, table).snapshot().input(null).fingerprint());
    }

    private String view(String query) {
        spark.sql(query).createOrReplaceTempView("fingerprint_view");
        return of(InputTable.table("rows", "fingerprint_view"));
    }

    @Test
    void aViewDefinedAnewOverTheSameFilesIsAnotherInput() {
        String path = folder.resolve("files").toString();
        spark.range(10).selectExpr("id", "id % 2 AS odd").write().parquet(path);
        String even = view("SELECT id FROM parquet.`" + path + "` WHERE odd = 0");
        assertThat(even).isNotEmpty();
        assertThat(view("SELECT id FROM parquet.`" + path + "` WHERE odd = 1")).isNotEqualTo(even);
        assertThat(view("SELECT id FROM parquet.`" + path + "` WHERE odd = 0")).isEqualTo(even);
    }

    @Test
    void aSourceWithoutFilesDoesNotPretendToKnow() {
        assertThat(view("SELECT * FROM VALUES (1), (2) AS t(x)")).isEmpty();
    }

    @Test
    void filesOfDeltaAreKnownByTheirNames() throws IOException {
        Path path = folder.resolve("table");
        spark.range(10).write().format("delta").save(path.toString());
        String before = of(InputTable.delta("rows", path.toString()));
        try (var files = Files.list(path)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
            }
        }
        assertThat(of(InputTable.delta("rows", path.toString()))).isEqualTo(before);
        spark.range(3).write().format("delta").mode("append").save(path.toString());
        assertThat(of(InputTable.delta("rows", path.toString()))).isNotEqualTo(before);
    }
}
