package tributary.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import io.delta.tables.DeltaTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Rows of attempts that came to no result, because they were killed or failed: no view shows them, and no repetition reads
 * them.
 *
 * <p>A file holds rows of one attempt, so that removing them drops whole files; what the files take up is freed by Delta's
 * {@code VACUUM}. Rows of {@code runs} stay, and so do the data checks of attempts that it tells of: they say what failed.
 */
public final class AbandonedRows {
    private static final Column ATTEMPT = col(TableDefinition.ATTEMPT_ID);

    private final SparkSession spark;
    private final TableStore store;

    /** The rows in the results root of {@code store}. */
    public AbandonedRows(SparkSession spark, TableStore store) {
        this.spark = spark;
        this.store = store;
    }

    /**
     * Rows of one table that were left by attempts.
     *
     * @param table the table's name, after {@code quarantine/} where it lies there
     * @param location where it lies
     * @param attempts whose rows they are
     * @param rows how many
     */
    public record Left(String table, String location, List<String> attempts, long rows) {
        /** Copies its list. */
        public Left {
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * What lies there.
     *
     * @param before rows of an attempt that has written since then stay: it may be under way
     */
    public List<Left> find(Instant before) {
        List<Left> found = new ArrayList<>();
        for (TableDefinition table : ResultTables.ALL) {
            if (!table.equals(RunsTable.DEFINITION)) {
                found(table, false, before, found);
                if (table.gated()) {
                    found(table, true, before, found);
                }
            }
        }
        return found;
    }

    private void found(TableDefinition table, boolean quarantine, Instant before, List<Left> into) {
        Dataset<Row> rows = store.read(table, quarantine).orElse(null);
        if (rows == null) {
            return;
        }
        List<Row> attempts = rows.select(
                        ATTEMPT, col("_metadata.file_modification_time").as("written"))
                .join(ended(table), TableDefinition.ATTEMPT_ID, "left_anti")
                .groupBy(ATTEMPT)
                .agg(count(lit(1)).as("rows"), max(col("written")).as("written"))
                .where(col("written").lt(lit(java.sql.Timestamp.from(before))))
                .orderBy(ATTEMPT)
                .collectAsList();
        if (!attempts.isEmpty()) {
            into.add(new Left(
                    (quarantine ? "quarantine/" : "") + table.name(),
                    store.root().location(table, quarantine),
                    attempts.stream().map(row -> row.getString(0)).toList(),
                    attempts.stream().mapToLong(row -> row.getLong(1)).sum()));
        }
    }

    /** The attempts whose rows of a table are of use. */
    private Dataset<Row> ended(TableDefinition table) {
        Dataset<Row> runs = store.read(RunsTable.DEFINITION, false)
                .orElseGet(() -> spark.createDataFrame(List.<Row>of(), RunsTable.DEFINITION.schema()));
        return (table.equals(DataQualityTable.DEFINITION)
                        ? runs
                        : runs.where(col("status").notEqual("FAILED")))
                .select(ATTEMPT);
    }

    /** Removes them. */
    public void remove(Left left) {
        DeltaTable table = store.root().schema()
                ? DeltaTable.forName(spark, left.location())
                : DeltaTable.forPath(spark, left.location());
        table.delete(ATTEMPT.isin(left.attempts().toArray()));
    }
}
