package tributary.jobs.table;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * One input of a run at the version it was read, as the {@code inputs} of the {@code runs} row show it.
 *
 * @param name the input's name in the conf
 * @param path its path or catalog name
 * @param format delta, parquet, csv or table
 * @param version the pinned Delta version, or null for other formats
 * @param rows rows read, or null where not (yet) counted
 * @param fingerprint what identifies its content, empty where nothing tells whether it has changed, or null where not (yet) known
 */
public record TableInput(
        String name,
        String path,
        String format,
        @Nullable Long version,
        @Nullable Long rows,
        @Nullable String fingerprint) {
    Row toRow() {
        return RowFactory.create(name, path, format, version, rows, fingerprint);
    }
}
