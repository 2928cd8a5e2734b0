package tributary.jobs.scan;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;
import tributary.jobs.JobFailure;
import tributary.jobs.scan.Columns.Mapped;

/**
 * Row count and value ranges of a table's columns: for Delta answered from the log's statistics without reading data;
 * for formats that keep none, one light pass over these columns.
 */
record Ranges(long rows, Map<String, ValueRange> byColumn) {
    /**
     * No metric of a unit is larger: beyond, a value is taken for broken. Its square, summed over all rows, and the
     * square of that still are doubles.
     */
    static final double LARGEST_VALUE = 1e50;

    /** The same for sums of squares over many units. */
    static final double LARGEST_SUM = 1e120;

    /** The range of a column asked for. */
    ValueRange of(String column) {
        return java.util.Objects.requireNonNull(byColumn.get(column));
    }

    /**
     * Asks a table.
     *
     * @param largest the largest size of a value that can be told from a broken one; ranges hold no larger
     * @throws JobFailure usage, if a column is neither a number nor a boolean
     */
    static Ranges ask(OpenTable table, List<Mapped> mapped, double largest) {
        Set<String> columns = new LinkedHashSet<>();
        mapped.forEach(m -> {
            requireNumber(table, m);
            columns.add(m.column());
        });
        List<Column> questions = new ArrayList<>();
        for (String name : columns) {
            // Nothing but min and max of plain columns: Delta answers these from its log.
            questions.add(min(plain(table, name)));
            questions.add(max(plain(table, name)));
        }
        Row answer = table.rows()
                .agg(count(lit(1)), questions.toArray(Column[]::new))
                .collectAsList()
                .get(0);
        Map<String, ValueRange> ranges = new LinkedHashMap<>();
        List<String> unusable = new ArrayList<>();
        int next = 1;
        for (String name : columns) {
            double low = number(answer, next++);
            double high = number(answer, next++);
            if (low >= -largest && high <= largest) {
                ranges.put(name, new ValueRange(low, high));
            } else {
                unusable.add(name);
            }
        }
        if (!unusable.isEmpty()) {
            ranges.putAll(usableOnly(table, unusable, largest));
        }
        return new Ranges(answer.getLong(0), ranges);
    }

    /** Where NaN, infinity or an absurd size hides the range: one pass over the columns concerned. */
    private static Map<String, ValueRange> usableOnly(OpenTable table, List<String> names, double largest) {
        List<Column> questions = new ArrayList<>();
        for (String name : names) {
            Column value = Columns.named(name).cast("double");
            Column usable = when(abs(value).leq(lit(largest)), value);
            questions.add(min(usable));
            questions.add(max(usable));
        }
        Row answer = table.rows()
                .agg(count(lit(1)), questions.toArray(Column[]::new))
                .collectAsList()
                .get(0);
        Map<String, ValueRange> ranges = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            ranges.put(names.get(i), new ValueRange(number(answer, 2 * i + 1), number(answer, 2 * i + 2)));
        }
        return ranges;
    }

    private static Column plain(OpenTable table, String name) {
        DataType type = typeOf(table, name);
        boolean readable = !(type instanceof BooleanType) && !(type instanceof DecimalType);
        return readable ? Columns.named(name) : Columns.named(name).cast("double");
    }

    private static DataType typeOf(OpenTable table, String name) {
        return table.rows().schema().apply(name).dataType();
    }

    private static void requireNumber(OpenTable table, Mapped mapped) {
        DataType type = typeOf(table, mapped.column());
        if (!(type instanceof NumericType) && !(type instanceof BooleanType)) {
            throw Columns.wrongType(table, mapped, "a metric or covariate needs a number or a boolean");
        }
    }

    private static double number(Row row, int i) {
        return row.isNullAt(i) ? 0 : ((Number) row.get(i)).doubleValue();
    }
}
