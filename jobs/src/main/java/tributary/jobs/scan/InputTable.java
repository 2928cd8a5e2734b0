package tributary.jobs.scan;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A table to read: its name in the run's records, its format, and where it lies.
 *
 * @param name what the {@code runs} row calls it, such as {@code exposures}
 * @param format how it is stored
 * @param location a path, or for {@link Format#TABLE} a table name of one to three parts
 * @param version the Delta version to read; null reads the newest, which is then pinned
 * @param schema for CSV the columns and types, such as {@code unit_id STRING, revenue DOUBLE}; null otherwise
 * @param header for CSV whether the first line names the columns
 * @param delimiter for CSV the separator of fields
 */
public record InputTable(
        String name,
        Format format,
        String location,
        @Nullable Long version,
        @Nullable String schema,
        boolean header,
        String delimiter)
        implements Serializable {
    /** How a table is stored. */
    public enum Format {
        /** A Delta table at a path. */
        DELTA,
        /** Parquet files under a path. */
        PARQUET,
        /** CSV files under a path; the schema must be given. */
        CSV,
        /** A table of the session's catalog. */
        TABLE
    }

    /** A Delta table at a path, its newest version. */
    public static InputTable delta(String name, String path) {
        return new InputTable(name, Format.DELTA, path, null, null, true, ",");
    }

    /** Parquet files under a path. */
    public static InputTable parquet(String name, String path) {
        return new InputTable(name, Format.PARQUET, path, null, null, true, ",");
    }

    /** CSV files with a header line under a path. */
    public static InputTable csv(String name, String path, String schema) {
        return new InputTable(name, Format.CSV, path, null, schema, true, ",");
    }

    /** A table of the session's catalog. */
    public static InputTable table(String name, String table) {
        return new InputTable(name, Format.TABLE, table, null, null, true, ",");
    }
}
