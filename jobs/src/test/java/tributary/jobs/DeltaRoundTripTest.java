package tributary.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform under everything: what is written to Delta comes back, old versions included. */
class DeltaRoundTripTest {
    @Test
    void whatIsWrittenComesBackAndOldVersionsStay(@TempDir Path folder) {
        SparkSession spark = SharedSpark.session();
        String table = folder.resolve("numbers").toString();
        spark.range(10).write().format("delta").save(table);
        spark.range(10, 15).write().format("delta").mode("append").save(table);
        assertThat(spark.read().format("delta").load(table).count()).isEqualTo(15);
        assertThat(spark.read()
                        .format("delta")
                        .option("versionAsOf", 0)
                        .load(table)
                        .count())
                .isEqualTo(10);
    }
}
