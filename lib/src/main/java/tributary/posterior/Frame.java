package tributary.posterior;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tributary.expr.Axis;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Index;
import tributary.model.Model;
import tributary.model.Plate;
import tributary.model.Variable;

/**
 * The frame of a model's data: levels of groups, axes, indices from rows to levels, and the columns that functions of
 * data make. Whatever depends on all rows (levels, means) is fixed here once, so that shards share it; it comes from
 * the data, or from facts where the rows lie elsewhere.
 */
final class Frame {
    private final Data data;
    private final @Nullable Facts facts;
    private final Set<Statistic> missing = new LinkedHashSet<>();
    private final Map<String, Levels> levels = new LinkedHashMap<>();
    private final RowColumns rows;

    Frame(Model model, Data data, @Nullable Facts facts) {
        this.data = data;
        this.facts = facts;
        for (Plate plate : model.plates().values()) {
            if (plate.kind() == Plate.Kind.GROUP) {
                levels.put(plate.name(), gather(plate));
            }
        }
        Map<String, int[]> nested = new LinkedHashMap<>();
        for (Plate plate : model.plates().values()) {
            String parent = plate.parent();
            if (parent != null) {
                nested.put(plate.name(), whole(plate.name(), parent, parents(plate.name(), parent)));
            }
        }
        Map<String, double[]> groupColumns = new LinkedHashMap<>();
        for (Variable variable : model.variables()) {
            if (variable.data() && !variable.plates().contains(variable.table())) {
                groupColumns.put(variable.name(), whole(variable, groupColumn(variable)));
            }
        }
        this.rows = new RowColumns(model, levels, nested, groupColumns);
    }

    Data data() {
        return data;
    }

    /** What is known of rows that are not here; null where all rows are. */
    @Nullable
    Facts facts() {
        return facts;
    }

    /** What facts must still say before this frame may be used. */
    Wanted wanted() {
        return Wanted.of(missing, rows);
    }

    /** The recipe of the columns. */
    RowColumns rows() {
        return rows;
    }

    /** Whether the rows of a table have this column of numbers, wherever they lie. */
    boolean hasNumbers(Variable variable) {
        return variable.data()
                && data.hasNumbers(variable.table(), variable.name())
                && (facts != null || data.rows(variable.table()) > 0);
    }

    Levels levels(String group) {
        Levels found = levels.get(group);
        if (found == null) {
            throw new BindingException("`" + group + "` is no group of the model");
        }
        return found;
    }

    Axis axis(String plate) {
        return rows.axis(plate);
    }

    /** The index from the rows of a table to a group, or from a group to the one it is nested in. */
    Index index(Axis from, String group) {
        if (from.isRows() && !hasGroup(data, from.name(), group)) {
            throw new BindingException("the rows of `" + from.name() + "` have no column of the group `" + group
                    + "`, which a definition there needs; they have " + data.columns(from.name()));
        }
        return rows.index(from, group);
    }

    /** The columns of data for this frame: the same names, whatever the rows. */
    Columns columns(Data some) {
        return rows.of(some);
    }

    /** Adds a column made of an expression of data, once for each name. */
    Expr derive(String name, Expr source, RowColumns.Recipe recipe) {
        rows.derive(name, source, recipe);
        return Exprs.column(name, source.axis());
    }

    /** What the columns made of data are made of. */
    List<Expr> sources() {
        return rows.sources();
    }

    /** The values of an expression of data alone, over the rows that are here. */
    double[] evaluate(Expr expr) {
        return rows.evaluate(expr, data);
    }

    /** Count, mean and sum of squares about the mean of an expression over all rows. */
    Moments moments(Expr expr) {
        return Moments.read(statistic(new Statistic(Statistic.Kind.MOMENTS, expr, null)), 0);
    }

    /** The same for the rows of each level of a group. */
    List<Moments> moments(Expr expr, String table, String group) {
        Index index = index(Axis.rows(table), group);
        double[] all = statistic(new Statistic(Statistic.Kind.MOMENTS, expr, index));
        List<Moments> each = new ArrayList<>();
        for (int level = 0; level < index.to().size(); level++) {
            each.add(Moments.read(all, level));
        }
        return each;
    }

    /** The values of an expression over all rows in ascending order, or evenly spaced ones of very many. */
    double[] sorted(Expr expr) {
        return statistic(new Statistic(Statistic.Kind.SORTED, expr, null));
    }

    private double[] statistic(Statistic statistic) {
        Facts known = facts;
        if (known == null || !statistic.column().axis().isRows()) {
            return Figures.of(statistic, rows, data);
        }
        double[] value = known.value(statistic);
        if (value != null) {
            return value;
        }
        missing.add(statistic);
        return switch (statistic.kind()) {
            case MOMENTS -> Moments.placeholders(statistic);
            // A knot goes into columns whose names do not tell it, so nothing beyond may be asked for yet.
            case SORTED -> throw new UnknownOrder(missing, rows);
        };
    }

    /** Thrown inside the binding when knots are asked for that are not known. */
    static final class UnknownOrder extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Set<Statistic> missing;
        private final transient RowColumns rows;

        UnknownOrder(Set<Statistic> missing, RowColumns rows) {
            super("order statistics are not known yet", null, false, false);
            this.missing = Set.copyOf(missing);
            this.rows = rows;
        }

        Wanted wanted() {
            return Wanted.of(missing, rows);
        }
    }

    private Levels gather(Plate plate) {
        Levels known = facts == null ? null : facts.levels(plate.name());
        if (known != null) {
            return known;
        }
        List<String> all = new ArrayList<>();
        for (String table : data.tables()) {
            if (hasGroup(data, table, plate.name())) {
                all.addAll(labels(data, table, plate.name()));
            }
        }
        if (all.isEmpty()) {
            boolean bound = data.tables().stream().anyMatch(table -> hasGroup(data, table, plate.name()));
            throw new BindingException("the group `" + plate.name() + "` (" + plate.place() + ") "
                    + (bound
                            ? "has no level, for its column has no rows; give the model rows"
                            : "has no column in the data; bind it to one of " + data.columns(plate.table())));
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
            if (!Double.isFinite(number)) {
                throw new BindingException("`" + group + "` is " + number + " in row " + (labels.size() + 1) + " of "
                        + table + ", which is no level; drop such rows or give them a level of their own");
            }
            labels.add(tributary.model.term.TermPrinter.print(number));
        }
        return labels;
    }

    private int[] parents(String group, String parent) {
        int[] known = facts == null ? null : facts.parents(group);
        if (known != null) {
            return known;
        }
        int[] parents = new int[levels(group).size()];
        Arrays.fill(parents, -1);
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
        double[] known = facts == null ? null : facts.groupColumn(variable.name());
        if (known != null) {
            return known;
        }
        double[] values = new double[levels(group).size()];
        Arrays.fill(values, Double.NaN);
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

    /** Where an element of an axis is, for messages. */
    String where(Axis axis, int at) {
        return switch (axis.kind()) {
            case SCALAR -> "";
            case ROWS -> " in row " + (at + 1) + " of " + axis.name();
            case LEVELS -> " for `" + levels(axis.name()).names().get(at) + "` of " + axis.name();
        };
    }

    /** Every level lies in some level of its parent. */
    private int[] whole(String group, String parent, int[] parents) {
        for (int level = 0; level < parents.length; level++) {
            if (parents[level] < 0) {
                throw new BindingException("`" + levels(group).names().get(level) + "` of " + group
                        + " lies in no level of " + parent + ": no row has both; add one, or drop the level");
            }
        }
        return parents;
    }

    /** Every level has a value of a group-level column. */
    private double[] whole(Variable variable, double[] values) {
        String group = variable.plates().get(0);
        for (int level = 0; level < values.length; level++) {
            if (Double.isNaN(values[level])) {
                throw new BindingException("`" + variable.name() + "[" + group + "]` (" + variable.place()
                        + ") has no value for `" + levels(group).names().get(level) + "`: a group-level column has one"
                        + " for each level, in some row of " + variable.table());
            }
        }
        return values;
    }

    static BindingException unbound(Variable variable, String table, Data data) {
        return new BindingException("the row variable `" + variable.name() + "` (" + variable.place()
                + ") has no column in the data; bind it to one of " + data.columns(table)
                + ", or declare `latent " + variable.name() + "`");
    }
}
