package tributary.expr;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Where each parameter lies in a position: names in order, each with its number of coordinates.
 */
public final class Layout implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, Integer> offsets = new LinkedHashMap<>();
    private final LinkedHashMap<String, Integer> sizes = new LinkedHashMap<>();
    private final int dimension;

    /**
     * A layout of parameters in the map's order.
     *
     * @param sizes coordinates per parameter, none negative
     */
    public Layout(Map<String, Integer> sizes) {
        int offset = 0;
        for (Map.Entry<String, Integer> entry : sizes.entrySet()) {
            if (entry.getValue() < 0) {
                throw new IllegalArgumentException("parameter '" + entry.getKey() + "' has a negative size");
            }
            offsets.put(entry.getKey(), offset);
            this.sizes.put(entry.getKey(), entry.getValue());
            offset = Math.addExact(offset, entry.getValue());
        }
        this.dimension = offset;
    }

    /** A layout of these parameters, in the order given; each may be given several times. */
    public static Layout of(Parameter... parameters) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            sizes.put(parameter.name(), parameter.axis().size());
        }
        return new Layout(sizes);
    }

    /** The number of coordinates of a position. */
    public int dimension() {
        return dimension;
    }

    /** The names in order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(offsets.keySet());
    }

    /** The first coordinate of a parameter. */
    public int offset(String name) {
        return known(offsets, name);
    }

    /** The number of coordinates of a parameter. */
    public int size(String name) {
        return known(sizes, name);
    }

    private static int known(Map<String, Integer> map, String name) {
        Integer number = map.get(name);
        if (number == null) {
            throw new IllegalArgumentException("parameter '" + name + "' is not in the layout " + map.keySet());
        }
        return number;
    }

    @Override
    public String toString() {
        return sizes.toString();
    }
}
