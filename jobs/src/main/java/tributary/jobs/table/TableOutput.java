package tributary.jobs.table;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What one append left behind, as the {@code outputs} of the {@code runs} row show it.
 *
 * @param table the table's name, with {@code quarantine/} before it if the rows were held back
 * @param location its path or catalog name
 * @param version the Delta version the append made
 * @param rows the rows appended
 */
public record TableOutput(String table, String location, long version, long rows) {
    Row toRow() {
        return RowFactory.create(table, location, version, rows);
    }
}
