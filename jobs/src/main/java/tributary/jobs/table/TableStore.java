package tributary.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;

import io.delta.exceptions.DeltaConcurrentModificationException;
import io.delta.tables.DeltaTable;
import io.delta.tables.DeltaTableBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;

/**
 * The result tables of one results root: creates them when first written, appends, reads.
 *
 * <p>Appends only, so that any number of runs may write at the same time; nothing is ever updated in place.
 * Tables are made with Delta reader version 1: no deletion vectors, no column mapping.
 */
public final class TableStore {
    private static final int CREATE_ATTEMPTS = 5;

    /**
     * Statistics of files are kept of run and attempt alone: a file holds rows of one attempt, all analyses mixed, so no
     * other column tells files apart, and gathering them took a sixth of the time of writing draws.
     */
    private static final String SKIPPING_COLUMNS = "2";

    private final SparkSession spark;
    private final ResultsRoot root;

    /** The store at {@code root}; touches nothing until asked. */
    public TableStore(SparkSession spark, ResultsRoot root) {
        this.spark = spark;
        this.root = root;
    }

    /** Where the tables live. */
    public ResultsRoot root() {
        return root;
    }

    /**
     * The rows of a table or its quarantine twin; empty if it was never written. Columns that an earlier version did not write
     * are NULL.
     */
    public Optional<Dataset<Row>> read(TableDefinition table, boolean quarantine) {
        String location = root.location(table, quarantine);
        try {
            if (!exists(location)) {
                return Optional.empty();
            }
            return Optional.of(whole(
                    table,
                    root.schema()
                            ? spark.table(location)
                            : spark.read().format("delta").load(location)));
        } catch (Exception e) { // Spark's checked exceptions come undeclared through Scala
            throw broken("read", table, location, e);
        }
    }

    private static Dataset<Row> whole(TableDefinition table, Dataset<Row> rows) {
        Set<String> present = Set.of(rows.columns());
        Dataset<Row> all = rows;
        for (StructField field : table.schema().fields()) {
            if (field.nullable() && !present.contains(field.name())) {
                all = all.withColumn(field.name(), lit(null).cast(field.dataType()));
            }
        }
        return all;
    }

    /** The earlier attempts of a run that left a {@code runs} row, oldest first. */
    public List<PastRun> attempts(String runId) {
        try {
            return read(RunsTable.DEFINITION, false)
                    .map(runs -> runs
                            .where(col(TableDefinition.RUN_ID).equalTo(lit(runId)))
                            .select(
                                    col(TableDefinition.ATTEMPT_ID),
                                    col("status"),
                                    col("reason"),
                                    col("exit_code"),
                                    col("conf_hash"),
                                    unix_micros(col("finished_at")))
                            .collectAsList()
                            .stream()
                            .sorted(Comparator.comparingLong((Row r) -> r.getLong(5))
                                    .thenComparing(r -> r.getString(0)))
                            .map(r -> new PastRun(
                                    r.getString(0),
                                    r.getString(1),
                                    r.isNullAt(2) ? "" : r.getString(2),
                                    r.getInt(3),
                                    r.getString(4)))
                            .toList())
                    .orElse(List.of());
        } catch (Exception e) {
            throw broken("read", RunsTable.DEFINITION, root.location(RunsTable.DEFINITION, false), e);
        }
    }

    /**
     * Appends rows to a table or its quarantine twin, which is created if need be.
     *
     * @param rows columns by name; a nullable column may be absent, any other absence or surplus is a defect
     */
    public TableOutput append(
            TableDefinition table, boolean quarantine, Dataset<Row> rows, String runId, String attemptId) {
        String location = root.location(table, quarantine);
        Dataset<Row> aligned = aligned(table, rows, runId, attemptId);
        String mark = runId + " " + attemptId + " " + table.name();
        try {
            create(table, location);
            try {
                save(aligned, location, mark);
            } catch (Exception e) {
                // What another version made, or is just being changed by another run, takes the rows once it is as it
                // should be.
                boolean upgraded = new TableUpgrade(spark, table, location, root.schema()).made();
                if (!upgraded && !(e instanceof DeltaConcurrentModificationException)) {
                    throw e;
                }
                save(aligned, location, mark);
            }
            return output((quarantine ? "quarantine/" : "") + table.name(), location, mark);
        } catch (Exception | FSError e) { // Hadoop's error of a local disk, such as one that is full
            throw broken("write", table, location, e);
        }
    }

    private void save(Dataset<Row> rows, String location, String mark) {
        var writer = rows.write().format("delta").mode("append").option("userMetadata", mark);
        if (root.schema()) {
            writer.saveAsTable(location);
        } else {
            writer.save(location);
        }
    }

    /** Writes the one row that finishes an attempt. */
    public void finish(String runId, String attemptId, RunRow run) {
        append(RunsTable.DEFINITION, false, rows(RunsTable.DEFINITION, List.of(run.toRow())), runId, attemptId);
    }

    /** A data set of a few rows in the schema a job writes to {@code table} (all columns but the run's). */
    public Dataset<Row> rows(TableDefinition table, List<Row> rows) {
        return spark.createDataFrame(rows, table.rowSchema()).coalesce(1);
    }

    private boolean exists(String location) {
        return root.schema() ? spark.catalog().tableExists(location) : DeltaTable.isDeltaTable(spark, location);
    }

    private void create(TableDefinition table, String location) {
        Exception last = null;
        for (int attempt = 0; attempt < CREATE_ATTEMPTS; attempt++) {
            if (exists(location)) {
                return;
            }
            try {
                DeltaTableBuilder builder = DeltaTable.createIfNotExists(spark)
                        .comment(table.comment())
                        .property("delta.enableDeletionVectors", "false")
                        .property("delta.dataSkippingNumIndexedCols", SKIPPING_COLUMNS)
                        .addColumns(table.schema());
                builder = root.schema() ? builder.tableName(location) : builder.location(location);
                for (TableCheck check : table.checks()) {
                    builder = builder.property("delta.constraints." + check.name(), check.condition());
                }
                builder.execute();
                return;
            } catch (Exception e) {
                last = e; // another run may be creating the same table: look again, a little later
                pause(attempt);
                if (attempt > 0 && !root.schema()) {
                    HalfMade.removed(spark, location);
                }
            }
        }
        throw broken("create", table, location, last == null ? new IllegalStateException("no attempt") : last);
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(100L << attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TableOutput output(String name, String location, String mark) {
        String folder = root.schema()
                ? DeltaTable.forName(spark, location)
                        .detail()
                        .select("location")
                        .first()
                        .getString(0)
                : location;
        try {
            CommitLog.Commit commit = CommitLog.find(spark.sessionState().newHadoopConf(), folder, mark);
            return new TableOutput(name, location, commit.version(), commit.rows());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Dataset<Row> aligned(TableDefinition table, Dataset<Row> rows, String runId, String attemptId) {
        Set<String> surplus = new TreeSet<>(Arrays.asList(rows.columns()));
        Set<String> present = Set.copyOf(surplus);
        List<Column> columns = new ArrayList<>();
        columns.add(lit(runId).as(TableDefinition.RUN_ID));
        columns.add(lit(attemptId).as(TableDefinition.ATTEMPT_ID));
        for (StructField field : table.rowSchema().fields()) {
            surplus.remove(field.name());
            if (present.contains(field.name())) {
                columns.add(col(field.name()).cast(field.dataType()).as(field.name()));
            } else if (field.nullable()) {
                columns.add(lit(null).cast(field.dataType()).as(field.name()));
            } else {
                throw new IllegalArgumentException(
                        "rows for table " + table.name() + " lack the key column " + field.name());
            }
        }
        if (!surplus.isEmpty()) {
            throw new IllegalArgumentException("rows for table " + table.name() + " have unknown columns " + surplus);
        }
        return rows.select(columns.toArray(Column[]::new));
    }

    private static JobFailure broken(String verb, TableDefinition table, String location, Throwable e) {
        return JobFailure.inside(e)
                .or(() -> RootAccess.lost(location, e))
                .orElseGet(() -> new JobFailure(
                        ExitCode.UNEXPECTED,
                        "Cannot " + verb + " the result table " + table.name() + " at " + location + ".",
                        JobFailure.rootMessage(e),
                        "If its _delta_log is damaged, restore it from a backup; or choose another results root."
                                + " Nothing of this attempt is published.",
                        e));
    }
}
