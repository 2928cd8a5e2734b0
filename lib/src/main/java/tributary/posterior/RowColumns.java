package tributary.posterior;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tributary.expr.Axis;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Index;
import tributary.expr.Layout;
import tributary.expr.TreeEvaluator;
import tributary.model.Model;
import tributary.model.Plate;
import tributary.model.Variable;

/**
 * The recipe from rows to the columns that a bound model reads: numbers, positions of levels, and what functions of
 * data (seasons, splines) make of them. It holds no rows and travels to where the rows are.
 *
 * <p>Levels, knots and values of groups are those of all the data, whatever rows it is given.
 */
public final class RowColumns implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> tables = new ArrayList<>();
    private final ArrayList<Place> numbers = new ArrayList<>();
    private final LinkedHashMap<String, Levels> levels;
    private final LinkedHashMap<String, Nested> nested = new LinkedHashMap<>();
    private final LinkedHashMap<String, double[]> groupColumns;
    private final LinkedHashMap<String, Derived> derived = new LinkedHashMap<>();

    /** A column of a table. */
    private record Place(String table, String column) implements Serializable {}

    /** A column computed from an expression of data. */
    private record Derived(Expr source, Recipe recipe) implements Serializable {}

    /** The index from a group to the one it is nested in. */
    private static final class Nested implements Serializable {
        private static final long serialVersionUID = 1L;
        private final Index index;
        private final int[] parents;

        Nested(Index index, int[] parents) {
            this.index = index;
            this.parents = parents;
        }
    }

    /** Computes a column from others. */
    @FunctionalInterface
    interface Recipe extends Serializable {
        double[] apply(Columns base);
    }

    RowColumns(Model model, Map<String, Levels> levels, Map<String, int[]> parents, Map<String, double[]> groups) {
        this.levels = new LinkedHashMap<>(levels);
        this.groupColumns = new LinkedHashMap<>(groups);
        for (Plate plate : model.plates().values()) {
            if (plate.kind() == Plate.Kind.ROWS) {
                tables.add(plate.name());
            }
            int[] outer = parents.get(plate.name());
            String parent = plate.parent();
            if (outer != null && parent != null) {
                nested.put(plate.name(), new Nested(index(axis(plate.name()), parent), outer));
            }
        }
        for (Variable variable : model.variables()) {
            if (variable.data() && variable.plates().contains(variable.table())) {
                numbers.add(new Place(variable.table(), variable.name()));
            }
        }
    }

    Axis axis(String plate) {
        Levels found = levels.get(plate);
        return found == null ? Axis.rows(plate) : Axis.levels(plate, found.size());
    }

    Index index(Axis from, String group) {
        return new Index(group + " of " + from.name(), from, axis(group));
    }

    void derive(String name, Expr source, Recipe recipe) {
        derived.putIfAbsent(name, new Derived(source, recipe));
    }

    /** What the columns made of others are made of. */
    List<Expr> sources() {
        return derived.values().stream().map(Derived::source).distinct().toList();
    }

    /**
     * The columns of some rows.
     *
     * @throws IllegalArgumentException if a row has a level that is none
     */
    public Columns of(Data rows) {
        Columns.Builder columns = base(rows);
        Columns base = base(rows).build();
        derived.forEach((name, column) -> columns.numbers(name, column.recipe().apply(base)));
        return columns.build();
    }

    /** Whether some columns are made of others. */
    public boolean derives() {
        return !derived.isEmpty();
    }

    /** The values of an expression of data alone over some rows. */
    public double[] evaluate(Expr expr, Data rows) {
        return new TreeEvaluator(new Layout(Map.of()), of(rows)).values(expr, new double[0]);
    }

    private Columns.Builder base(Data rows) {
        Columns.Builder columns = Columns.builder();
        tables.forEach(table -> columns.rows(Axis.rows(table), rows.rows(table)));
        for (Place place : numbers) {
            if (rows.hasNumbers(place.table(), place.column())) {
                columns.numbers(place.column(), rows.view(place.table(), place.column()));
            }
        }
        groupColumns.forEach(columns::numbers);
        levels.forEach((group, known) -> {
            for (String table : rows.tables()) {
                if (Frame.hasGroup(rows, table, group)) {
                    List<String> labels = Frame.labels(rows, table, group);
                    columns.levels(index(Axis.rows(table), group).name(), known.positions(labels, group));
                }
            }
        });
        nested.values().forEach(inner -> columns.levels(inner.index.name(), inner.parents));
        return columns;
    }
}
