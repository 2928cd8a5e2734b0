package tributary.jobs.shard;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A table as a model sees it: one column of numbers or categories for each variable it is bound to, under the
 * variable's name, and perhaps a key.
 *
 * @param rows the columns {@code n0, n1, ..} of numbers (DOUBLE), {@code c0, ..} of categories (STRING), and {@code
 *     key} where there is one
 * @param numbers the variables of the columns of numbers, in order
 * @param categories the groups of the columns of categories, in order
 * @param keyed whether there is a key
 */
public record ModelTable(Dataset<Row> rows, List<String> numbers, List<String> categories, boolean keyed) {
    /** The column of keys. */
    public static final String KEY = "key";

    /** Copies its lists. */
    public ModelTable {
        numbers = List.copyOf(numbers);
        categories = List.copyOf(categories);
    }

    /**
     * Chooses the columns of a table.
     *
     * @param table any columns
     * @param numbers the column of each variable, already of a type that casts to DOUBLE without loss of sense
     * @param categories the column of each group
     * @param key the column that tells rows apart; null where none is declared
     */
    public static ModelTable of(
            Dataset<Row> table, Map<String, Column> numbers, Map<String, Column> categories, @Nullable Column key) {
        List<Column> columns = new ArrayList<>();
        // Adding zero makes the negative zero positive: equal rows must look equal.
        numbers.values()
                .forEach(c -> columns.add(c.cast("double").plus(lit(0.0)).as("n" + columns.size())));
        int first = columns.size();
        categories.values().forEach(c -> columns.add(c.cast("string").as("c" + (columns.size() - first))));
        if (key != null) {
            columns.add(key.cast("string").as(KEY));
        }
        return new ModelTable(
                table.select(columns.toArray(Column[]::new)),
                List.copyOf(numbers.keySet()),
                List.copyOf(categories.keySet()),
                key != null);
    }

    /** The column of a variable among the numbers. */
    public Column number(String variable) {
        return col("n" + numbers.indexOf(variable));
    }

    /** The column of a group among the categories. */
    public Column category(String group) {
        return col("c" + categories.indexOf(group));
    }

    /** The names of the value columns. */
    public List<String> columns() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            names.add("n" + i);
        }
        for (int i = 0; i < categories.size(); i++) {
            names.add("c" + i);
        }
        return names;
    }

    /** The variable or group of a value column. */
    private String variable(String column) {
        int at = Integer.parseInt(column.substring(1));
        return column.charAt(0) == 'n' ? numbers.get(at) : categories.get(at);
    }

    /** The rows in which every value is there and finite, and the key too where one is declared. */
    public ModelTable complete() {
        Column complete = keyed ? col(KEY).isNotNull() : lit(true);
        for (String column : columns()) {
            complete = complete.and(usable(column));
        }
        return new ModelTable(rows.where(complete), numbers, categories, keyed);
    }

    private static Column usable(String column) {
        Column there = col(column).isNotNull();
        // NaN is above every number in Spark, infinity above every finite one.
        return column.charAt(0) == 'c'
                ? there
                : there.and(col(column).between(lit(-Double.MAX_VALUE), lit(Double.MAX_VALUE)));
    }

    /** What one pass tells of the table before it is cut. */
    public TableSummary summary() {
        List<Column> asked = new ArrayList<>();
        List<String> columns = columns();
        asked.add(count(lit(1)));
        Column[] all = columns.stream().map(c -> col(c)).toArray(Column[]::new);
        asked.add(approx_count_distinct(all.length == 1 ? all[0] : struct(all)));
        for (String column : columns) {
            asked.add(sum(when(usable(column), lit(0L)).otherwise(lit(1L))));
            if (column.charAt(0) == 'n') {
                asked.add(sum(when(col(column).equalTo(lit(0.0)), lit(1L)).otherwise(lit(0L))));
                asked.add(sum(when(col(column).equalTo(lit(1.0)), lit(1L)).otherwise(lit(0L))));
                asked.add(min(col(column)));
                asked.add(max(col(column)));
            }
        }
        asked.add(keyed ? sum(when(col(KEY).isNull(), lit(1L)).otherwise(lit(0L))) : lit(0L));
        Row found = rows.agg(asked.get(0), asked.subList(1, asked.size()).toArray(Column[]::new))
                .collectAsList()
                .get(0);
        long total = found.getLong(0);
        Map<String, TableSummary.OfColumn> each = new LinkedHashMap<>();
        int at = 2;
        for (String column : columns) {
            boolean number = column.charAt(0) == 'n';
            each.put(
                    variable(column),
                    new TableSummary.OfColumn(
                            number(found, at),
                            number ? number(found, at + 1) : 0,
                            number ? number(found, at + 2) : 0,
                            number && !found.isNullAt(at + 3) ? found.getDouble(at + 3) : Double.NaN,
                            number && !found.isNullAt(at + 4) ? found.getDouble(at + 4) : Double.NaN));
            at += number ? 5 : 1;
        }
        return new TableSummary(total, found.getLong(1), number(found, at), each);
    }

    /**
     * Keys that several rows share.
     *
     * @param example one of them ("null" where it is absent)
     * @param rows the rows that have any of them
     */
    public record SharedKeys(String example, long rows) {}

    /** The keys that are absent or that several rows share; empty where each row has its own. */
    public Optional<SharedKeys> sharedKeys() {
        Row found = this.rows
                .groupBy(col(KEY))
                .agg(count(lit(1)).as("n"))
                .where(col(KEY).isNull().or(col("n").gt(1)))
                .agg(sum(col("n")), min(col(KEY)))
                .collectAsList()
                .get(0);
        return found.isNullAt(0)
                ? Optional.empty()
                : Optional.of(new SharedKeys(String.valueOf(found.get(1)), found.getLong(0)));
    }

    private static long number(Row row, int at) {
        return row.isNullAt(at) ? 0 : row.getLong(at);
    }
}
