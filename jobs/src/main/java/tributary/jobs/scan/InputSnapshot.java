package tributary.jobs.scan;

import java.io.Serializable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tributary.jobs.table.TableInput;

/**
 * What exactly was read of one table: enough to read it again, and to tell whether it is still the same.
 *
 * @param name the input's name in the conf
 * @param format how it is stored
 * @param location path or table name
 * @param version pinned Delta version; null for other formats
 * @param rows number of rows, from metadata where the format keeps it
 * @param fingerprint hash of the set of data files (names, sizes, times of change), whatever their order; known before
 *     a row is read; empty where nothing tells whether the source has changed
 */
public record InputSnapshot(
        String name,
        InputTable.Format format,
        String location,
        @Nullable Long version,
        long rows,
        String fingerprint) implements Serializable {
    /** As the {@code runs} row shows it, with the rows that were read, or null where they are not yet counted. */
    public TableInput input(@Nullable Long read) {
        return new TableInput(name, location, format.name().toLowerCase(Locale.ROOT), version, read, fingerprint);
    }

    InputSnapshot withRows(long counted) {
        return new InputSnapshot(name, format, location, version, counted, fingerprint);
    }
}
