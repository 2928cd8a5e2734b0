package tributary.jobs.run;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;

/**
 * The Spark session of a command, opened when first asked for; a session that was there before is used and never
 * stopped.
 *
 * <p>The master comes from whoever submits, never from here.
 */
public final class Session implements AutoCloseable {
    private static final String DELTA_CLASS = "io.delta.tables.DeltaTable";
    private static final String DELTA_PACKAGE = "io.delta:delta-spark_4.1_2.13:4.4.0";

    private final String name;
    private @Nullable SparkSession spark;
    private boolean started;

    /** A session that will be called {@code name} in Spark's pages, if it is ever opened. */
    public Session(String name) {
        this.name = name;
    }

    /** The session, with Delta. */
    public SparkSession spark() {
        SparkSession present = spark;
        if (present == null) {
            present = open();
            spark = present;
        }
        return present;
    }

    @Override
    public void close() {
        if (started && spark != null) {
            spark.stop();
            spark = null;
        }
    }

    private SparkSession open() {
        requireDelta();
        var running = SparkSession.getDefaultSession();
        if (running.isDefined()) {
            return running.get();
        }
        try {
            SparkSession.Builder builder = SparkSession.builder();
            if (new SparkConf().get("spark.master", "").startsWith("local")) {
                // The only process there is must live to say what its memory did not suffice for.
                builder.config("spark.executor.killOnFatalError.depth", 0);
            }
            SparkSession session = builder.appName(name)
                    .config("spark.sql.session.timeZone", "UTC")
                    .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                    .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                    .getOrCreate();
            started = true;
            return session;
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    private static RuntimeException translated(RuntimeException e) {
        Throwable thrown = e; // Spark's checked exceptions come undeclared through Scala
        boolean noMaster = thrown instanceof SparkException
                && String.valueOf(e.getMessage()).contains("master URL");
        return noMaster
                ? new JobFailure(
                        ExitCode.USAGE,
                        "There is no Spark master.",
                        "The command was started without spark-submit.",
                        "Start it by spark-submit --master ..., or by scripts/submit.",
                        e)
                : e;
    }

    private static void requireDelta() {
        try {
            Class.forName(DELTA_CLASS, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new JobFailure(
                    ExitCode.USAGE,
                    "Delta Lake is not on the classpath.",
                    "Class " + DELTA_CLASS + " cannot be found.",
                    "Submit with --packages " + DELTA_PACKAGE + ", or use scripts/submit.",
                    e);
        }
    }
}
