package tributary.jobs.scan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StringType;
import org.jspecify.annotations.Nullable;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;

/**
 * Rows of weekly media tables, brought to the driver: they are one for each week, geo and channel, and a table that is
 * not such a one is refused.
 */
public final class MediaRows {
    /** Ten years of weeks for 200 geos and 10 channels, and some. */
    public static final int MOST_ROWS = 2_000_000;

    /** What the column of dates stands for in {@link Cell#unread}. */
    public static final String DATE = "date";

    private MediaRows() {}

    /**
     * One row.
     *
     * @param date its date; null where the column holds none
     * @param labels texts such as geo and channel, by what they stand for; null where the column is
     * @param numbers by what they stand for; null where the column is null or no number
     * @param unread texts of columns that hold no date ({@link #DATE}) or no number, by what they stand for
     */
    public record Cell(
            @Nullable LocalDate date,
            Map<String, @Nullable String> labels,
            Map<String, @Nullable Double> numbers,
            Map<String, String> unread) {
        /** What a column holds that could not be read, as people write it. */
        public String text(String name) {
            String found = unread.get(name);
            return found == null ? "NULL" : JobFailure.quote(found);
        }

        /** A label; empty text where there is none. */
        public String label(String name) {
            String found = labels.get(name);
            return found == null ? "" : found;
        }

        /** A number; NaN where there is none. */
        public double number(String name) {
            Double found = numbers.get(name);
            return found == null ? Double.NaN : found;
        }
    }

    /**
     * All rows of a table.
     *
     * @param date the column of dates; empty for a table without
     * @param labels what each text column stands for, by its name in the answer
     * @param numbers the same for columns of numbers
     * @param keys the conf key that asks for each column, by column
     */
    public static List<Cell> read(
            OpenRows table,
            String date,
            Map<String, String> labels,
            Map<String, String> numbers,
            Map<String, String> keys) {
        table.require(keys);
        List<Column> columns = new ArrayList<>();
        columns.add(
                date.isEmpty()
                        ? functions.lit(null).cast("date")
                        : table.column(date).try_cast("date"));
        labels.values().forEach(column -> columns.add(table.column(column).cast("string")));
        numbers.values().forEach(column -> columns.add(table.column(column).try_cast("double")));
        // Of texts that cannot be read the text itself is brought, to be shown.
        Map<String, String> texts = new LinkedHashMap<>();
        if (!date.isEmpty() && isText(table, date)) {
            texts.put(DATE, date);
            columns.add(unread(table, date, "date"));
        }
        numbers.forEach((what, column) -> {
            if (isText(table, column)) {
                texts.put(what, column);
                columns.add(unread(table, column, "double"));
            }
        });
        List<Row> rows = table.reading(() -> table.rows()
                .select(columns.toArray(Column[]::new))
                .limit(MOST_ROWS + 1)
                .collectAsList());
        String name = table.snapshot().name();
        if (rows.isEmpty()) {
            throw JobFailure.inputAbsent(
                    "input " + name + " is empty: "
                            + JobFailure.quote(table.snapshot().location()),
                    "the table has no row",
                    "run again when the input has arrived");
        }
        if (rows.size() > MOST_ROWS) {
            throw new JobFailure(
                    ExitCode.DATA_GATE,
                    "input " + name + " has more than " + MOST_ROWS + " rows.",
                    "A media mix reads one row for each week, geo and channel.",
                    "Sum the table by week, geo and channel where it is made.");
        }
        List<Cell> cells = new ArrayList<>();
        for (Row row : rows) {
            Map<String, @Nullable String> named = new LinkedHashMap<>();
            Map<String, @Nullable Double> values = new LinkedHashMap<>();
            int at = 1;
            for (String label : labels.keySet()) {
                named.put(label, row.isNullAt(at) ? null : row.getString(at));
                at++;
            }
            for (String number : numbers.keySet()) {
                values.put(number, row.isNullAt(at) ? null : Double.valueOf(row.getDouble(at)));
                at++;
            }
            Map<String, String> broken = new LinkedHashMap<>();
            for (String what : texts.keySet()) {
                if (!row.isNullAt(at)) {
                    broken.put(what, row.getString(at));
                }
                at++;
            }
            cells.add(new Cell(row.isNullAt(0) ? null : row.getDate(0).toLocalDate(), named, values, broken));
        }
        return cells;
    }

    private static boolean isText(OpenRows table, String column) {
        return table.field(column).dataType() instanceof StringType;
    }

    private static Column unread(OpenRows table, String column, String as) {
        Column text = table.column(column);
        return functions.when(text.isNotNull().and(text.try_cast(as).isNull()), text);
    }
}
