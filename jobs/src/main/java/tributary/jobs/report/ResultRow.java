package tributary.jobs.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a result table, read by column name; the tables' own definitions say which columns there are.
 *
 * <p>NULL becomes an empty text, NaN, false or an empty list, so that a page never fails on a number that does not
 * exist. A name that is no column at all is a defect and throws.
 */
public final class ResultRow {
    private final Map<String, Integer> places;
    private final @Nullable Object[] values;

    private ResultRow(Map<String, Integer> places, @Nullable Object[] values) {
        this.places = places;
        this.values = values;
    }

    /** A row of values at the places of its columns; rows of one table share the places. */
    static ResultRow of(Map<String, Integer> places, @Nullable Object[] values) {
        return new ResultRow(places, values.clone());
    }

    /** A row of these values by column. */
    public static ResultRow of(Map<String, ? extends @Nullable Object> values) {
        Map<String, Integer> places = new HashMap<>();
        @Nullable Object[] inOrder = new Object[values.size()];
        values.forEach((column, value) -> {
            inOrder[places.size()] = value;
            places.put(column, places.size());
        });
        return new ResultRow(places, inOrder);
    }

    /** Text; empty for NULL. */
    public String text(String column) {
        Object value = value(column);
        return value == null ? "" : value.toString();
    }

    /** A number; NaN for NULL. */
    public double number(String column) {
        return value(column) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** A truth value; false for NULL. */
    public boolean flag(String column) {
        return Boolean.TRUE.equals(value(column));
    }

    /** Numbers; none for NULL. */
    public double[] numbers(String column) {
        if (!(value(column) instanceof List<?> list)) {
            return new double[0];
        }
        return list.stream()
                .mapToDouble(x -> x instanceof Number n ? n.doubleValue() : Double.NaN)
                .toArray();
    }

    /** Rows within the row; none for NULL. */
    public List<ResultRow> rows(String column) {
        if (!(value(column) instanceof List<?> list)) {
            return List.of();
        }
        return list.stream()
                .filter(ResultRow.class::isInstance)
                .map(ResultRow.class::cast)
                .toList();
    }

    private @Nullable Object value(String column) {
        Integer place = places.get(column);
        if (place == null) {
            throw new IllegalArgumentException("no column " + column + " among " + places.keySet());
        }
        return values[place];
    }
}
