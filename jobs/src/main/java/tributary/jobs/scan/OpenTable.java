package tributary.jobs.scan;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A table pinned for reading.
 *
 * @param rows the table, at the pinned version
 * @param snapshot what was pinned; its row count is -1 until it is known
 */
record OpenTable(Dataset<Row> rows, InputSnapshot snapshot) {
    String name() {
        return snapshot.name();
    }
}
