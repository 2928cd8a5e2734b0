package tributary.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The one Spark session of all tests: local, quiet, with Delta; started on first use and never stopped by a test.
 *
 * <p>Tables here have few rows: to compile every projection, and to plan again between the stages of a query, takes longer
 * than to run it, so projections are interpreted and plans stay as they are. Whole stages are compiled as ever, because the
 * columnar scan needs them. With {@code -Dtributary.session=compiled} (the full profile) all is as Spark does it by itself.
 */
public final class SharedSpark {
    private static final SparkSession SESSION = start();

    private SharedSpark() {}

    /** The shared session; give each test its own folder, never a shared table name. */
    public static SparkSession session() {
        return SESSION;
    }

    private static SparkSession start() {
        Path warehouse;
        try {
            warehouse = Files.createTempDirectory("tributary-warehouse");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SparkSession.Builder builder = SparkSession.builder();
        if (!System.getProperty("tributary.session", "").equals("compiled")) {
            builder = builder.config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                    .config("spark.sql.adaptive.enabled", false);
        }
        SparkSession session = builder.master("local[2]")
                .appName("tributary-tests")
                .config("spark.ui.enabled", false)
                .config("spark.sql.ui.explainMode", "simple")
                // The same few plans come again and again: more of them than the 100 that are kept by default.
                .config("spark.sql.codegen.cache.maxEntries", 2000)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.databricks.delta.snapshotPartitions", 1)
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.warehouse.dir", warehouse.toString())
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .getOrCreate();
        session.sparkContext().setLogLevel("ERROR");
        return session;
    }
}
