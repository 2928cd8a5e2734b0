package tributary.jobs.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.jobs.causal.CausalJob;
import tributary.jobs.run.RunFrame;
import tributary.jobs.run.RunReport;
import tributary.jobs.run.RunRequest;
import tributary.jobs.run.Session;

/**
 * The {@code causal} command at scale: logistic regression on ten continuous columns, from a Delta table to a certified
 * posterior.
 *
 * <p>Arguments: a folder for tables, the number of rows, the number of cores (for the record), and more conf such as
 * {@code inference.path=anchor}. The table is kept for the next run; making it is not timed. The last line of standard
 * output is one JSON object: seconds from conf to commit, where they went by station, passes over the data, and the
 * greatest memory of driver and executor.
 */
public final class ScaleBench {
    private static final Logger LOG = LoggerFactory.getLogger(ScaleBench.class);
    private static final int COLUMNS = 10;
    private static final double STEPS = 1L << 40;

    private ScaleBench() {}

    /** Makes the table where it is not there, and runs the command once, in a cold process as a scheduler does. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        long rows = Long.parseLong(arguments[1]);
        int cores = Integer.parseInt(arguments[2]);
        List<String> more = List.of(arguments).subList(3, arguments.length);
        SparkSession spark = SparkSession.builder().appName("tributary-bench").getOrCreate();
        try {
            String table = table(spark, folder, rows);
            if (cores > 0) {
                measure(conf(folder, table), rows, cores, more);
            }
        } finally {
            spark.stop();
        }
    }

    private static void measure(Path conf, long rows, int cores, List<String> more) {
        long start = System.nanoTime();
        RunReport report;
        try (Session session = new Session("tributary-bench")) {
            RunRequest request = RunRequest.anew(conf, more);
            report = RunFrame.execute(new CausalJob(), request, session);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        LOG.warn("{} rows, {} cores: {} s, {}\n{}", rows, cores, seconds, report.status(), report.text());
        PassClock clock = PassClock.get();
        clock.stations().forEach((station, taken) -> LOG.warn("  {} s  {}", taken, station));
        double plan = clock.seconds("plan");
        double sampling = clock.seconds("sub-posteriors");
        double exact = clock.seconds("exact pass");
        System.out.println(String.format(
                Locale.ROOT,
                "{\"rows\":%d,\"columns\":%d,\"cores\":%d,\"conf\":\"%s\",\"status\":\"%s\",\"seconds\":%.1f,"
                        + "\"reading_share\":%.3f,\"sampling_share\":%.3f,\"exact_pass_share\":%.3f,"
                        + "\"reading_seconds\":%.1f,\"sampling_seconds\":%.1f,\"exact_pass_seconds\":%.1f,"
                        + "\"anchor_seconds\":%.1f,\"modes_seconds\":%.1f,\"writing_seconds\":%.1f,\"passes\":%d,"
                        + "\"driver_heap_mb\":%d,\"executor_heap_mb\":%d,"
                        + "\"executor_resident_mb\":%d}",
                rows,
                COLUMNS,
                cores,
                String.join(" ", more),
                report.status(),
                seconds,
                plan / seconds,
                sampling / seconds,
                exact / seconds,
                plan,
                sampling,
                exact,
                clock.seconds("pass over the shards"),
                clock.seconds("modes"),
                clock.seconds("write"),
                clock.jobs("pass over the shards") + clock.jobs("modes") + clock.jobs("exact pass") + 1,
                clock.heap("driver"),
                clock.heap("executor"),
                clock.resident("executor")));
    }

    private static Path conf(Path folder, String table) throws IOException {
        List<String> names = new ArrayList<>();
        List<String> terms = new ArrayList<>();
        for (int i = 1; i <= COLUMNS; i++) {
            names.add("x" + i);
            terms.add("b" + i + " * x" + i);
        }
        Path model = Files.writeString(
                folder.resolve("scale.model"),
                "row y, " + String.join(", ", names) + "\na ~ normal(0, 5)\n"
                        + String.join(", ", names).replace('x', 'b') + " ~ normal(0, 2.5)\ny ~ bernoulli_logit(a + "
                        + String.join(" + ", terms) + ")\n");
        return Files.writeString(folder.resolve("scale.conf"), """
                run { results = "%s/scale-results", seed = 1 }
                model { file = "%s" }
                input { rows { format = delta, path = "%s" } }
                """.formatted(folder, model, table));
    }

    /** About a tenth of the rows are events; coefficients from -0.5 to 0.5 and covariates uniform on (-1, 1). */
    private static String table(SparkSession spark, Path folder, long rows) {
        Path path = folder.resolve("scale-" + rows);
        if (Files.exists(path.resolve("_delta_log"))) {
            return path.toString();
        }
        Dataset<Row> table = spark.range(0, rows, 1, 8).toDF("id");
        Column logit = lit(-2.3);
        for (int i = 1; i <= COLUMNS; i++) {
            table = table.withColumn("x" + i, uniform(i).multiply(2).minus(1));
            logit = logit.plus(col("x" + i).multiply((i - 5.5) / 9));
        }
        Column probability = lit(1.0).divide(lit(1.0).plus(exp(logit.multiply(-1))));
        table.withColumn("y", when(uniform(0).lt(probability), 1).otherwise(0))
                .drop("id")
                .write()
                .format("delta")
                .option("delta.enableDeletionVectors", "false")
                .save(path.toString());
        return path.toString();
    }

    private static Column uniform(int salt) {
        return pmod(xxhash64(col("id"), lit(salt)), lit((long) STEPS)).plus(0.5).divide(STEPS);
    }
}
