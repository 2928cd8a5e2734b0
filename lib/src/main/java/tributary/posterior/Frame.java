package tributary.posterior;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tributary.expr.Axis;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Index;
import tributary.expr.Layout;
import tributary.expr.TreeEvaluator;
import tributary.model.Model;
import tributary.model.Plate;
import tributary.model.Variable;

/**
 * The frame of a model's data: levels of groups, axes, indices from rows to levels, and the columns that functions of
 * data make. Whatever depends on all rows (levels, means) is fixed here once, so that shards share it.
 */
final class Frame {
    private final Model model;
    private final Data data;
    private final Map<String, Levels> levels = new LinkedHashMap<>();
    private final Map<String, double[]> groupColumns = new LinkedHashMap<>();
    private final Map<String, int[]> nested = new LinkedHashMap<>();
    private final Map<String, Derived> derived = new LinkedHashMap<>();

    /** A column computed from the data of a table. */
    private record Derived(Expr source, Function<Columns, double[]> recipe) {}

    Frame(Model model, Data data) {
        this.model = model;
        this.data = data;
        for (Plate plate : model.plates().values()) {
            if (plate.kind() == Plate.Kind.GROUP) {
                levels.put(plate.name(), gather(plate));
            }
        }
        for (Plate plate : model.plates().values()) {
            String parent = plate.parent();
            if (parent != null) {
                nested.put(plate.name(), parents(plate.name(), parent));
            }
        }
        for (Variable variable : model.variables()) {
            if (variable.data() && !variable.plates().contains(variable.table())) {
                groupColumns.put(variable.name(), groupColumn(variable));
            }
        }
    }

    Data data() {
        return data;
    }

    Levels levels(String group) {
        Levels found = levels.get(group);
        if (found == null) {
            throw new BindingException("`" + group + "` is no group of the model");
        }
        return found;
    }

    Axis axis(String plate) {
        return levels.containsKey(plate) ? Axis.levels(plate, levels(plate).size()) : Axis.rows(plate);
    }

    /** The index from the rows of a table to a group, or from a group to the one it is nested in. */
    Index index(Axis from, String group) {
        return new Index(group + " of " + from.name(), from, axis(group));
    }

    /** The columns of data for this frame: the same names, whatever the rows. */
    Columns columns(Data rows) {
        Columns.Builder columns = base(rows);
        Columns base = base(rows).build();
        derived.forEach((name, column) -> columns.numbers(name, column.recipe().apply(base)));
        return columns.build();
    }

    /** Adds a column made of an expression of data, once for each name. */
    Expr derive(String name, Expr source, Function<Columns, double[]> recipe) {
        derived.putIfAbsent(name, new Derived(source, recipe));
        return Exprs.column(name, source.axis());
    }

    /** What the columns made of data are made of. */
    List<Expr> sources() {
        return derived.values().stream().map(Derived::source).distinct().toList();
    }

    /** The values of an expression of data alone, over all rows. */
    double[] evaluate(Expr expr) {
        return new TreeEvaluator(new Layout(Map.of()), columns(data)).values(expr, new double[0]);
    }

    private Columns.Builder base(Data rows) {
        Columns.Builder columns = Columns.builder();
        for (Plate plate : model.plates().values()) {
            if (plate.kind() == Plate.Kind.ROWS) {
                columns.rows(Axis.rows(plate.name()), rows.rows(plate.name()));
            }
        }
        for (Variable variable : model.variables()) {
            if (variable.data() && variable.plates().contains(variable.table())) {
                if (rows.hasNumbers(variable.table(), variable.name())) {
                    columns.numbers(variable.name(), rows.view(variable.table(), variable.name()));
                }
            }
        }
        groupColumns.forEach(columns::numbers);
        for (String group : levels.keySet()) {
            for (String table : rows.tables()) {
                if (hasGroup(rows, table, group)) {
                    Index index = index(Axis.rows(table), group);
                    columns.levels(index.name(), levels(group).positions(labels(rows, table, group), group));
                }
            }
            int[] parents = nested.get(group);
            Plate plate = model.plates().get(group);
            if (parents != null && plate != null && plate.parent() != null) {
                columns.levels(index(axis(group), plate.parent()).name(), parents);
            }
        }
        return columns;
    }

    private Levels gather(Plate plate) {
        List<String> all = new ArrayList<>();
        for (String table : data.tables()) {
            if (hasGroup(data, table, plate.name())) {
                all.addAll(labels(data, table, plate.name()));
            }
        }
        if (all.isEmpty()) {
            throw new BindingException("the group `" + plate.name() + "` (" + plate.place()
                    + ") has no column in the data; bind it to one of " + data.columns(plate.table()));
        }
        return Levels.of(all);
    }

    static boolean hasGroup(Data rows, String table, String group) {
        return rows.hasCategories(table, group) || rows.hasNumbers(table, group);
    }

    /** The labels of a group column; numbers are written as such, whole ones without a point. */
    static List<String> labels(Data rows, String table, String group) {
        if (rows.hasCategories(table, group)) {
            return rows.categories(table, group);
        }
        List<String> labels = new ArrayList<>();
        for (double number : rows.view(table, group)) {
            labels.add(tributary.model.term.TermPrinter.print(number));
        }
        return labels;
    }

    private int[] parents(String group, String parent) {
        int[] parents = new int[levels(group).size()];
        java.util.Arrays.fill(parents, -1);
        for (String table : data.tables()) {
            if (hasGroup(data, table, group) && hasGroup(data, table, parent)) {
                int[] inner = levels(group).positions(labels(data, table, group), group);
                int[] outer = levels(parent).positions(labels(data, table, parent), parent);
                for (int i = 0; i < inner.length; i++) {
                    if (parents[inner[i]] >= 0 && parents[inner[i]] != outer[i]) {
                        throw new BindingException("`" + levels(group).names().get(inner[i]) + "` of " + group
                                + " lies in two levels of " + parent + ": `group " + group + " in " + parent
                                + "` does not hold");
                    }
                    parents[inner[i]] = outer[i];
                }
            }
        }
        return parents;
    }

    private double[] groupColumn(Variable variable) {
        String group = variable.plates().get(0);
        String table = variable.table();
        double[] values = new double[levels(group).size()];
        java.util.Arrays.fill(values, Double.NaN);
        if (!data.hasNumbers(table, variable.name())) {
            throw unbound(variable, table, data);
        }
        double[] rows = data.view(table, variable.name());
        int[] at = levels(group).positions(labels(data, table, group), group);
        for (int i = 0; i < rows.length; i++) {
            if (!Double.isNaN(values[at[i]]) && values[at[i]] != rows[i]) {
                throw new BindingException("`" + variable.name() + "[" + group + "]` has two values in "
                        + levels(group).names().get(at[i]) + ": a group-level column is constant within its group");
            }
            values[at[i]] = rows[i];
        }
        return values;
    }

    static BindingException unbound(Variable variable, String table, Data data) {
        return new BindingException("the row variable `" + variable.name() + "` (" + variable.place()
                + ") has no column in the data; bind it to one of " + data.columns(table)
                + ", or declare `latent " + variable.name() + "`");
    }
}
