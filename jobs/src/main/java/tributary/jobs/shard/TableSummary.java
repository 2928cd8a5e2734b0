package tributary.jobs.shard;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tributary.jobs.JobFailure;

/**
 * What one pass over a table tells: how many rows, how many distinct ones, and of each column what decides how finely
 * the table may be cut.
 *
 * @param rows all rows
 * @param distinct about how many distinct ones (HyperLogLog)
 * @param keyless rows whose key is NULL; 0 where no key is declared
 * @param columns by variable
 */
public record TableSummary(long rows, long distinct, long keyless, Map<String, OfColumn> columns) {
    /** Copies its map, order kept. */
    public TableSummary {
        columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /**
     * The columns with absent values, as "3 in "price", ..": empty where every value is there.
     *
     * @param column the column of a variable
     * @param key the column of the key; null where none is declared
     */
    public String missing(UnaryOperator<String> column, @Nullable String key) {
        Stream<String> values = columns.entrySet().stream()
                .filter(entry -> entry.getValue().missing() > 0)
                .map(entry -> entry.getValue().missing() + " in " + JobFailure.quote(column.apply(entry.getKey())));
        Stream<String> keys = key == null || keyless == 0
                ? Stream.empty()
                : Stream.of(keyless + " in the key " + JobFailure.quote(key));
        return Stream.concat(values, keys).collect(Collectors.joining(", "));
    }

    /**
     * One column.
     *
     * @param missing rows in which it is absent or not finite
     * @param zeros rows in which it is 0
     * @param ones rows in which it is 1
     * @param least its smallest value; NaN for categories
     * @param greatest its greatest
     */
    public record OfColumn(long missing, long zeros, long ones, double least, double greatest) {
        /** Whether it is a yes or no. */
        boolean binary(long rows) {
            return zeros + ones == rows;
        }

        /** Whether all rows have the same value. */
        public boolean constant() {
            return least == greatest;
        }
    }

    /**
     * The events of the rarest outcome: of a yes or no the rarer answer, of a number the rows where it is not zero;
     * less where a yes-or-no covariate is rare.
     */
    public long events(Collection<String> outcomes) {
        double share = 1;
        long events = rows;
        for (Map.Entry<String, OfColumn> entry : columns.entrySet()) {
            OfColumn column = entry.getValue();
            long rarer = Math.min(column.zeros(), column.ones());
            if (outcomes.contains(entry.getKey())) {
                events = Math.min(events, column.binary(rows) ? rarer : rows - column.zeros());
            } else if (column.binary(rows) && rarer > 0) {
                share = Math.min(share, (double) rarer / rows);
            }
        }
        return (long) (events * share);
    }
}
