package tributary.posterior;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.model.Plate;

/**
 * The tables a model is bound to: columns of numbers and of categories, by name; immutable.
 *
 * <p>Most models have one table, called {@code rows}; a model with {@code rows weekly {...}} blocks has one for each.
 */
public final class Data implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, Table> tables;

    private Data(Map<String, Table> tables) {
        this.tables = new LinkedHashMap<>(tables);
    }

    /** Starts with the table {@code rows}. */
    public static Builder builder() {
        return new Builder();
    }

    /** The columns of one table. */
    static final class Table implements Serializable {
        private static final long serialVersionUID = 1L;

        private final LinkedHashMap<String, double[]> numbers = new LinkedHashMap<>();
        private final LinkedHashMap<String, String[]> categories = new LinkedHashMap<>();
        private int rows = -1;

        private Table() {}

        private Table(Table other) {
            numbers.putAll(other.numbers);
            categories.putAll(other.categories);
            rows = other.rows;
        }

        private void length(String column, int length) {
            if (rows >= 0 && rows != length) {
                throw new IllegalArgumentException(
                        "column '" + column + "' has " + length + " rows where the others have " + rows);
            }
            rows = length;
        }
    }

    /** The number of rows of a table; 0 for one that is not there. */
    public int rows(String table) {
        Table found = tables.get(table);
        return found == null ? 0 : Math.max(0, found.rows);
    }

    /** Whether a table has this column of numbers. */
    public boolean hasNumbers(String table, String column) {
        Table found = tables.get(table);
        return found != null && found.numbers.containsKey(column);
    }

    /** Whether a table has this column of categories. */
    public boolean hasCategories(String table, String column) {
        Table found = tables.get(table);
        return found != null && found.categories.containsKey(column);
    }

    /** The names of a table's columns. */
    public Set<String> columns(String table) {
        Set<String> names = new LinkedHashSet<>();
        Table found = tables.get(table);
        if (found != null) {
            names.addAll(found.numbers.keySet());
            names.addAll(found.categories.keySet());
        }
        return Collections.unmodifiableSet(names);
    }

    /** The names of the tables. */
    public Set<String> tables() {
        return Collections.unmodifiableSet(tables.keySet());
    }

    /** A copy of a column of numbers. */
    public double[] numbers(String table, String column) {
        return view(table, column).clone();
    }

    /** A column of categories, as text. */
    public List<String> categories(String table, String column) {
        if (!hasCategories(table, column)) {
            throw missing(table, column);
        }
        return List.of(table(table).categories.getOrDefault(column, new String[0]));
    }

    /** These data with one column of numbers replaced or added. */
    public Data with(String table, String column, double... values) {
        LinkedHashMap<String, Table> changed = new LinkedHashMap<>(tables);
        Table copy = changed.containsKey(table) ? new Table(table(table)) : new Table();
        copy.length(column, values.length);
        copy.numbers.put(column, values.clone());
        changed.put(table, copy);
        return new Data(changed);
    }

    /** Some rows of one table, in this order; a row may be picked several times. Other tables are left out. */
    public Data pick(String table, int... rows) {
        Table from = table(table);
        Table to = new Table();
        to.rows = rows.length;
        from.numbers.forEach((column, values) -> {
            double[] picked = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                picked[i] = values[rows[i]];
            }
            to.numbers.put(column, picked);
        });
        from.categories.forEach((column, values) -> {
            String[] picked = new String[rows.length];
            for (int i = 0; i < rows.length; i++) {
                picked[i] = values[rows[i]];
            }
            to.categories.put(column, picked);
        });
        LinkedHashMap<String, Table> one = new LinkedHashMap<>();
        one.put(table, to);
        return new Data(one);
    }

    /** The rows of one table of several data, one after the other; other tables are those of the first. */
    public static Data joined(String table, List<Data> parts) {
        LinkedHashMap<String, Table> changed = new LinkedHashMap<>(parts.get(0).tables);
        Table all = new Table();
        all.rows = parts.stream().mapToInt(part -> part.rows(table)).sum();
        Table first = parts.get(0).table(table);
        first.numbers
                .keySet()
                .forEach(column -> all.numbers.put(
                        column,
                        parts.stream()
                                .flatMapToDouble(part -> Arrays.stream(part.view(table, column)))
                                .toArray()));
        first.categories
                .keySet()
                .forEach(column -> all.categories.put(
                        column,
                        parts.stream()
                                .flatMap(part -> part.categories(table, column).stream())
                                .toArray(String[]::new)));
        changed.put(table, all);
        return new Data(changed);
    }

    /** The same tables and columns, no rows. */
    public Data withoutRows() {
        LinkedHashMap<String, Table> emptied = new LinkedHashMap<>();
        tables.forEach((name, table) -> {
            Table none = new Table();
            none.rows = 0;
            table.numbers.keySet().forEach(column -> none.numbers.put(column, new double[0]));
            table.categories.keySet().forEach(column -> none.categories.put(column, new String[0]));
            emptied.put(name, none);
        });
        return new Data(emptied);
    }

    /** A column of numbers, not to be changed. */
    double[] view(String table, String column) {
        if (!hasNumbers(table, column)) {
            throw missing(table, column);
        }
        return table(table).numbers.getOrDefault(column, new double[0]);
    }

    private Table table(String name) {
        Table found = tables.get(name);
        return found == null ? new Table() : found;
    }

    private IllegalArgumentException missing(String table, String column) {
        return new IllegalArgumentException(
                "no column '" + column + "' in the table '" + table + "'; it has " + columns(table));
    }

    /** Collects columns, table by table. */
    public static final class Builder {
        private final Map<String, Table> tables = new LinkedHashMap<>();
        private Table current;

        private Builder() {
            current = new Table();
            tables.put(Plate.ROWS, current);
        }

        /** What follows belongs to this table. */
        public Builder table(String name) {
            current = tables.computeIfAbsent(name, key -> new Table());
            return this;
        }

        /** The number of rows of a table, where no column tells (simulation from nothing). */
        public Builder rows(int count) {
            current.length("rows", count);
            return this;
        }

        /** A column of numbers, copied. */
        public Builder numbers(String column, double... values) {
            current.length(column, values.length);
            current.numbers.put(column, values.clone());
            return this;
        }

        /**
         * A column of categories, copied; each row needs one.
         *
         * @throws BindingException if one is missing
         */
        public Builder categories(String column, String... values) {
            current.length(column, values.length);
            int missing = Arrays.asList(values).indexOf(null);
            if (missing >= 0) {
                throw new BindingException("the category `" + column + "` is missing in row " + (missing + 1)
                        + "; drop such rows or give them a level of their own");
            }
            current.categories.put(column, values.clone());
            return this;
        }

        /** The data. */
        public Data build() {
            Map<String, Table> copies = new LinkedHashMap<>();
            tables.forEach((name, table) -> copies.put(name, new Table(table)));
            return new Data(copies);
        }
    }
}
