package tributary.posterior;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tributary.model.Model;
import tributary.model.Plate;
import tributary.model.Variable;

/**
 * What some rows say of the groups of a model: levels, which level lies in which, values of group-level columns;
 * mergeable, and the same in whatever order it is merged.
 */
public final class GroupFacts implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, TreeSet<String>> levels = new TreeMap<>();
    private final TreeMap<String, TreeMap<String, String>> parents = new TreeMap<>();
    private final TreeMap<String, TreeMap<String, Double>> values = new TreeMap<>();

    private GroupFacts() {}

    /**
     * What these rows say.
     *
     * @throws BindingException if a level lies in two levels, or a group-level column varies within its group
     */
    public static GroupFacts of(Model model, Data rows) {
        GroupFacts facts = new GroupFacts();
        for (Plate plate : model.plates().values()) {
            if (plate.kind() == Plate.Kind.GROUP) {
                facts.levels.put(plate.name(), new TreeSet<>());
                for (String table : rows.tables()) {
                    facts.look(plate, rows, table);
                }
            }
        }
        for (Variable variable : model.variables()) {
            if (variable.data() && !variable.plates().contains(variable.table())) {
                facts.look(variable, rows);
            }
        }
        return facts;
    }

    private void look(Plate plate, Data rows, String table) {
        if (!Frame.hasGroup(rows, table, plate.name())) {
            return;
        }
        var labels = Frame.labels(rows, table, plate.name());
        known(levels, plate.name()).addAll(labels);
        String parent = plate.parent();
        if (parent != null && Frame.hasGroup(rows, table, parent)) {
            var outer = Frame.labels(rows, table, parent);
            for (int i = 0; i < labels.size(); i++) {
                lies(plate.name(), parent, labels.get(i), outer.get(i));
            }
        }
        if (parent != null) {
            parents.computeIfAbsent(plate.name() + "\n" + parent, key -> new TreeMap<>());
        }
    }

    private void look(Variable variable, Data rows) {
        String group = variable.plates().get(0);
        if (!rows.hasNumbers(variable.table(), variable.name())) {
            throw Frame.unbound(variable, variable.table(), rows);
        }
        var labels = Frame.labels(rows, variable.table(), group);
        double[] numbers = rows.view(variable.table(), variable.name());
        for (int i = 0; i < numbers.length; i++) {
            is(variable.name(), group, labels.get(i), numbers[i]);
        }
        values.computeIfAbsent(variable.name() + "\n" + group, key -> new TreeMap<>());
    }

    private void lies(String group, String parent, String inner, String outer) {
        String before = parents.computeIfAbsent(group + "\n" + parent, key -> new TreeMap<>())
                .put(inner, outer);
        if (before != null && !before.equals(outer)) {
            throw new BindingException("`" + inner + "` of " + group + " lies in two levels of " + parent + ": `group "
                    + group + " in " + parent + "` does not hold");
        }
    }

    private void is(String variable, String group, String level, double value) {
        Double before = values.computeIfAbsent(variable + "\n" + group, key -> new TreeMap<>())
                .put(level, value);
        if (before != null && before != value) {
            throw new BindingException("`" + variable + "[" + group + "]` has two values in " + level
                    + ": a group-level column is constant within its group");
        }
    }

    /** Both together. */
    public GroupFacts plus(GroupFacts other) {
        GroupFacts both = new GroupFacts();
        for (GroupFacts one : new GroupFacts[] {this, other}) {
            one.levels.forEach((group, names) ->
                    both.levels.computeIfAbsent(group, key -> new TreeSet<>()).addAll(names));
            one.parents.forEach((key, pairs) -> {
                String[] names = key.split("\n", 2);
                both.parents.computeIfAbsent(key, k -> new TreeMap<>());
                pairs.forEach((inner, outer) -> both.lies(names[0], names[1], inner, outer));
            });
            one.values.forEach((key, pairs) -> {
                String[] names = key.split("\n", 2);
                both.values.computeIfAbsent(key, k -> new TreeMap<>());
                pairs.forEach((level, value) -> both.is(names[0], names[1], level, value));
            });
        }
        return both;
    }

    /** As facts, statistics still to come. */
    public Facts facts() {
        Map<String, Levels> order = new LinkedHashMap<>();
        levels.forEach((group, names) -> order.put(group, Levels.of(names)));
        Map<String, int[]> nested = new LinkedHashMap<>();
        parents.forEach((key, pairs) -> {
            String[] names = key.split("\n", 2);
            Levels outer = known(order, names[1]);
            nested.put(
                    names[0],
                    known(order, names[0]).names().stream()
                            .mapToInt(inner -> outer.position(pairs.getOrDefault(inner, "")))
                            .toArray());
        });
        Map<String, double[]> columns = new LinkedHashMap<>();
        values.forEach((key, pairs) -> {
            String[] names = key.split("\n", 2);
            columns.put(
                    names[0],
                    known(order, names[1]).names().stream()
                            .mapToDouble(level -> pairs.getOrDefault(level, Double.NaN))
                            .toArray());
        });
        return Facts.of(order, nested, columns);
    }

    /** The groups and how many levels each has. */
    public Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        levels.forEach((group, names) -> sizes.put(group, names.size()));
        return sizes;
    }

    private static <V> V known(Map<String, V> map, String name) {
        V found = map.get(name);
        if (found == null) {
            throw new BindingException("`" + name + "` is no group of the model");
        }
        return found;
    }
}
