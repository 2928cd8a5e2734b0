package tributary.expr;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The data of a graph: columns of numbers and of level numbers, by name, immutable.
 *
 * <p>Arrays are taken over, not copied (a shard can be most of an executor's memory): who builds Columns must not
 * change them afterwards.
 */
public final class Columns implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, Integer> rows;
    private final LinkedHashMap<String, double[]> numbers;
    private final LinkedHashMap<String, int[]> levels;

    private Columns(Builder builder) {
        this.rows = new LinkedHashMap<>(builder.rows);
        this.numbers = new LinkedHashMap<>(builder.numbers);
        this.levels = new LinkedHashMap<>(builder.levels);
    }

    /** No data at all. */
    public static Columns none() {
        return builder().build();
    }

    /** Starts a set of columns. */
    public static Builder builder() {
        return new Builder();
    }

    /** The number of elements of an axis. */
    public int size(Axis axis) {
        if (!axis.isRows()) {
            return axis.size();
        }
        Integer count = rows.get(axis.name());
        if (count == null) {
            throw new IllegalArgumentException("no row count was given for " + axis + "; known: " + rows.keySet());
        }
        return count;
    }

    /** These columns and one more of numbers, or another in its place; nothing is copied. */
    public Columns with(String name, double[] values) {
        Builder more = builder();
        more.rows.putAll(rows);
        more.numbers.putAll(numbers);
        more.levels.putAll(levels);
        return more.numbers(name, values).build();
    }

    /** These columns and one more of level numbers; nothing is copied. */
    public Columns with(String name, int[] values) {
        Builder more = builder();
        more.rows.putAll(rows);
        more.numbers.putAll(numbers);
        more.levels.putAll(levels);
        return more.levels(name, values).build();
    }

    /** Whether there is a number column of this name. */
    public boolean has(String name) {
        return numbers.containsKey(name);
    }

    /** The numbers of a column; not to be changed. */
    public double[] numbers(Column column) {
        double[] found = numbers.get(column.name());
        if (found == null) {
            throw new IllegalArgumentException(
                    "column '" + column.name() + "' is not among the data; known: " + numbers.keySet());
        }
        checkLength(column.name(), found.length, column.axis());
        return found;
    }

    /** The level numbers of an index; not to be changed. */
    public int[] levels(Index index) {
        int[] found = levels.get(index.name());
        if (found == null) {
            throw new IllegalArgumentException(
                    "index '" + index.name() + "' is not among the data; known: " + levels.keySet());
        }
        checkLength(index.name(), found.length, index.from());
        for (int i = 0; i < found.length; i++) {
            if (found[i] < 0 || found[i] >= index.to().size()) {
                throw new IllegalArgumentException("index '" + index.name() + "' has level " + found[i] + " at element "
                        + i + ", outside " + index.to());
            }
        }
        return found;
    }

    private void checkLength(String name, int length, Axis axis) {
        if (length != size(axis)) {
            throw new IllegalArgumentException(
                    "'" + name + "' has " + length + " elements, but " + axis + " has " + size(axis));
        }
    }

    /** Collects columns. */
    public static final class Builder {
        private final Map<String, Integer> rows = new LinkedHashMap<>();
        private final Map<String, double[]> numbers = new LinkedHashMap<>();
        private final Map<String, int[]> levels = new LinkedHashMap<>();

        private Builder() {}

        /** States the number of rows of a table. */
        public Builder rows(Axis axis, int count) {
            if (!axis.isRows() || count < 0) {
                throw new IllegalArgumentException("cannot give " + axis + " " + count + " rows");
            }
            rows.put(axis.name(), count);
            return this;
        }

        /** Adds a column of numbers. */
        public Builder numbers(String name, double[] values) {
            numbers.put(name, values);
            return this;
        }

        /** Adds a column of level numbers, counted from 0. */
        public Builder levels(String name, int[] values) {
            levels.put(name, values);
            return this;
        }

        /** The columns collected so far. */
        public Columns build() {
            return new Columns(this);
        }
    }
}
