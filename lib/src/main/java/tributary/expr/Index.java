package tributary.expr;

import java.io.Serializable;

/**
 * A data column of level numbers: for every element of one axis, which level of another it belongs to.
 *
 * @param name the column's name in {@link Columns}
 * @param from the axis that has one level number per element
 * @param to the axis of levels that the numbers (from 0) point into
 */
public record Index(String name, Axis from, Axis to) implements Serializable {
    /** Checks that the numbers can be looked up. */
    public Index {
        if (from.isScalar() || to.kind() != Axis.Kind.LEVELS) {
            throw new IllegalArgumentException(
                    "index '" + name + "' must lead from rows or levels to levels, not from " + from + " to " + to);
        }
    }
}
