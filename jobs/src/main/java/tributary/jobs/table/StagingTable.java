package tributary.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;

/**
 * The results of finished shards, kept in a Delta table of one run while it lasts: a run that was killed finds them and
 * does not make them again.
 *
 * <p>The table is named by what identifies the run (command, conf, code and input versions, not a given run id), so another
 * run never reads it. It is dropped when the run has finished; that of a run which never does stays, and may be deleted.
 */
public final class StagingTable {
    /** The folder of such tables in a results root. */
    private static final String FOLDER = "staging";

    private static final String PREFIX = FOLDER + "_";

    private static final String TASK = "task";
    private static final String SHARD = "shard";
    private static final String RESULT = "result";

    /** What is appended: the task's name, the shard, the bytes of the result. */
    public static final StructType SCHEMA = new StructType()
            .add(TASK, DataTypes.StringType, false)
            .add(SHARD, DataTypes.IntegerType, false)
            .add(RESULT, DataTypes.BinaryType, false);

    private final SparkSession spark;
    private final boolean schema;
    private final String location;

    /** The table of a run; touches nothing until asked. */
    public StagingTable(SparkSession spark, ResultsRoot root, String run) {
        this(
                spark,
                root.schema(),
                root.schema()
                        ? root.name() + "." + PREFIX + run.replaceAll("[^A-Za-z0-9]", "_")
                        : root.name() + "/" + FOLDER + "/" + run);
    }

    private StagingTable(SparkSession spark, boolean schema, String location) {
        this.spark = spark;
        this.schema = schema;
        this.location = location;
    }

    /** All that lie in a results root, by location; a table of that place or name with other columns is none of them. */
    public static List<StagingTable> all(SparkSession spark, ResultsRoot root) {
        return locations(spark, root).stream()
                .sorted()
                .map(location -> new StagingTable(spark, root.schema(), location))
                .filter(table -> table.exists() && Arrays.equals(table.read().columns(), SCHEMA.fieldNames()))
                .toList();
    }

    private static List<String> locations(SparkSession spark, ResultsRoot root) {
        if (root.schema()) {
            return spark.sql("SHOW TABLES IN " + root.name() + " LIKE '" + PREFIX + "*'").collectAsList().stream()
                    .map(row -> root.name() + "." + row.getString(1))
                    .toList();
        }
        try {
            Path folder = new Path(root.name(), FOLDER);
            var files = folder.getFileSystem(spark.sessionState().newHadoopConf());
            return !files.exists(folder)
                    ? List.of()
                    : Arrays.stream(files.listStatus(folder))
                            .filter(FileStatus::isDirectory)
                            .map(status -> root.name() + "/" + FOLDER + "/"
                                    + status.getPath().getName())
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When something was last kept in it. */
    public Instant lastWritten() {
        DeltaTable table = schema ? DeltaTable.forName(spark, location) : DeltaTable.forPath(spark, location);
        return table.history(1).select("timestamp").first().getTimestamp(0).toInstant();
    }

    /** How many results it holds. */
    public long results() {
        return read().count();
    }

    private Dataset<Row> read() {
        return schema ? spark.table(location) : spark.read().format("delta").load(location);
    }

    /** Where it lies. */
    public String location() {
        return location;
    }

    /** Makes the table if it is not there. */
    public void create() {
        if (!schema && !exists()) {
            HalfMade.removed(spark, location);
        }
        var builder = DeltaTable.createIfNotExists(spark)
                .comment("Finished shards of a run that has not ended; dropped when it has")
                .property("delta.enableDeletionVectors", "false")
                .property("delta.dataSkippingNumIndexedCols", "2")
                .addColumns(SCHEMA);
        try {
            (schema ? builder.tableName(location) : builder.location(location)).execute();
        } catch (Exception e) { // Spark's checked exceptions come undeclared through Scala
            throw broken("made", e);
        }
    }

    /** Makes results and keeps them, in one job with one commit at its end. */
    public void append(Dataset<Row> results) {
        var writer = results.write().format("delta").mode("append");
        if (schema) {
            writer.saveAsTable(location);
        } else {
            writer.save(location);
        }
    }

    /** The results of a task that were kept, by shard; where one was kept twice they are equal. */
    public Map<Integer, byte[]> finished(String task) {
        Map<Integer, byte[]> found = new TreeMap<>();
        try {
            if (exists()) {
                for (Row row : read().where(col(TASK).equalTo(lit(task)))
                        .select(SHARD, RESULT)
                        .collectAsList()) {
                    found.put(row.getInt(0), row.<byte[]>getAs(1));
                }
            }
            return found;
        } catch (Exception e) { // Spark's checked exceptions come undeclared through Scala
            throw broken("read", e);
        }
    }

    /** Deletes the table and its files. */
    public void drop() {
        if (schema) {
            spark.sql("DROP TABLE IF EXISTS " + location);
            return;
        }
        try {
            Path folder = new Path(location);
            var files = folder.getFileSystem(spark.sessionState().newHadoopConf());
            files.delete(folder, true);
            Path parent = folder.getParent();
            if (files.exists(parent) && files.listStatus(parent).length == 0) {
                files.delete(parent, false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean exists() {
        return schema ? spark.catalog().tableExists(location) : DeltaTable.isDeltaTable(spark, location);
    }

    private JobFailure broken(String done, Exception e) {
        return JobFailure.inside(e)
                .orElseGet(() -> new JobFailure(
                        ExitCode.UNEXPECTED,
                        "The staging table of finished shards at " + location + " cannot be " + done + ".",
                        JobFailure.rootMessage(e),
                        "Delete it and run again (nothing but the time to sample is lost), or set"
                                + " inference.checkpoint = never.",
                        e));
    }
}
