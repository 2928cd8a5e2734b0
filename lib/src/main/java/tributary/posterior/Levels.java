package tributary.posterior;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The levels of a group in their order: by number if all are numbers, else by the code of their letters. The order is
 * that of parameters, and the first is the reference of {@code C(g)}; it depends on nothing but the set of levels.
 */
public final class Levels implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> names;
    private final HashMap<String, Integer> positions = new HashMap<>();

    private Levels(Collection<String> sorted) {
        names = new ArrayList<>(sorted);
        names.forEach(name -> positions.put(name, positions.size()));
    }

    /** The distinct values in order. */
    public static Levels of(Collection<String> values) {
        boolean numbers = values.stream().allMatch(v -> v.matches("[+-]?\\d{1,15}(\\.\\d{1,15})?"));
        Comparator<String> byText = Comparator.naturalOrder();
        Comparator<String> order =
                numbers ? Comparator.comparingDouble(Double::parseDouble).thenComparing(byText) : byText;
        TreeSet<String> sorted = new TreeSet<>(order);
        sorted.addAll(values);
        return new Levels(sorted);
    }

    /** The names in order. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /** How many there are. */
    public int size() {
        return names.size();
    }

    /** The position of a level, from 0; -1 if it is none. */
    public int position(String name) {
        return positions.getOrDefault(name, -1);
    }

    /** The positions of values. */
    int[] positions(List<String> values, String group) {
        int[] found = new int[values.size()];
        Map<String, Integer> known = positions;
        for (int i = 0; i < found.length; i++) {
            Integer position = known.get(values.get(i));
            if (position == null) {
                throw new IllegalArgumentException("row " + (i + 1) + ": '" + values.get(i) + "' is no level of `"
                        + group + "`; bind the model to all levels first");
            }
            found[i] = position;
        }
        return found;
    }
}
