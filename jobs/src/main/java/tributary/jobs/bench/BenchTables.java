package tributary.jobs.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The tables of the experiment benchmark: 4 experiments x 3 arms x 20 countries, hashed from row numbers, kept. */
record BenchTables(SparkSession spark, Path folder) {
    private static final double STEPS = 1L << 40;
    private static final long START = 1_767_571_200L;

    /** One row per unit with three metrics and their pre-period values. */
    String units(long rows) {
        Column spend = uniform(1).multiply(uniform(1)).multiply(100);
        Dataset<Row> units = keys(rows)
                .withColumn("converted", when(uniform(1).lt(0.11), 1.0).otherwise(0.0))
                .withColumn("revenue", spend)
                .withColumn("minutes", log(uniform(2)).multiply(-3))
                .withColumn("pre_converted", when(uniform(3).lt(0.1), 1.0).otherwise(0.0))
                .withColumn("pre_revenue", uniform(2).multiply(spend))
                .withColumn("pre_minutes", log(uniform(3)).multiply(-3))
                .drop("id");
        return saved("units-" + rows, units);
    }

    /** Exposures, one in eight a repetition. */
    String exposures(long rows) {
        Dataset<Row> all = keys(rows);
        Dataset<Row> repeated = all.filter(pmod(col("id"), lit(8)).equalTo(0))
                .withColumn("exposed_at", timestamp_seconds(lit(START + 1_000_000)));
        return saved("exposures-" + rows, all.union(repeated).drop("id"));
    }

    /** Two facts a unit: one before exposure, one after. */
    String facts(long rows) {
        Dataset<Row> all = keys(rows);
        Dataset<Row> before = all.select(
                col("unit_id"),
                timestamp_seconds(lit(START - 500_000)).as("event_at"),
                lit("revenue").as("metric"),
                uniform(5).multiply(50).as("value"));
        Dataset<Row> after = all.select(
                col("unit_id"),
                timestamp_seconds(lit(START + 500_000)).as("event_at"),
                lit("revenue").as("metric"),
                uniform(6).multiply(50).as("value"));
        return saved("facts-" + rows, before.union(after));
    }

    private Dataset<Row> keys(long rows) {
        return spark.range(0, rows, 1, 4)
                .select(
                        col("id"),
                        col("id").cast("string").as("unit_id"),
                        timestamp_seconds(lit(START).plus(pmod(xxhash64(col("id"), lit(7)), lit(400_000))))
                                .as("exposed_at"),
                        concat(lit("experiment_"), pmod(xxhash64(col("id"), lit(4)), lit(4)))
                                .as("experiment_id"),
                        concat(lit("arm_"), pmod(xxhash64(col("id"), lit(5)), lit(3)))
                                .as("variant_id"),
                        concat(lit("country_"), pmod(xxhash64(col("id"), lit(6)), lit(20)))
                                .as("country"));
    }

    private static Column uniform(int salt) {
        return pmod(xxhash64(col("id"), lit(salt)), lit((long) STEPS)).plus(1).divide(STEPS);
    }

    private String saved(String name, Dataset<Row> rows) {
        Path path = folder.resolve(name);
        if (!Files.exists(path.resolve("_delta_log"))) {
            rows.write()
                    .format("delta")
                    .option("delta.enableDeletionVectors", "false")
                    .save(path.toString());
        }
        return path.toString();
    }
}
