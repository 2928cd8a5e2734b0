package tributary.expr;

import java.io.Serializable;

/**
 * What an expression has one value per: nothing (a scalar), the rows of a table, or the levels of a finite set
 * (groups, covariates, lags).
 *
 * <p>Levels are counted when the graph is built; rows only when data are bound, so that one graph serves many shards.
 *
 * @param kind which of the three
 * @param name what is counted, unique within a graph; empty for a scalar
 * @param size the number of levels; 1 for a scalar, 0 (not known yet) for rows
 */
public record Axis(Kind kind, String name, int size) implements Serializable {
    /** The three kinds of axis. */
    public enum Kind {
        /** One value. */
        SCALAR,
        /** One value per row; the count comes with the data. */
        ROWS,
        /** One value per level of a set of known size. */
        LEVELS
    }

    /** The axis of single values. */
    public static final Axis SCALAR = new Axis(Kind.SCALAR, "", 1);

    /** Checks that size and kind agree. */
    public Axis {
        boolean right = switch (kind) {
            case SCALAR -> size == 1 && name.isEmpty();
            case ROWS -> size == 0 && !name.isEmpty();
            case LEVELS -> size >= 0 && !name.isEmpty();
        };
        if (!right) {
            throw new IllegalArgumentException("axis '" + name + "' of kind " + kind + " cannot have size " + size);
        }
    }

    /** The rows of the table called name. */
    public static Axis rows(String name) {
        return new Axis(Kind.ROWS, name, 0);
    }

    /** A set of levels: groups, covariates, lags. */
    public static Axis levels(String name, int size) {
        return new Axis(Kind.LEVELS, name, size);
    }

    /** Whether this is the axis of single values. */
    public boolean isScalar() {
        return kind == Kind.SCALAR;
    }

    /** Whether this counts the rows of a table. */
    public boolean isRows() {
        return kind == Kind.ROWS;
    }

    /**
     * The axis of a combination of two: scalars go with anything, other axes with themselves.
     *
     * @throws IllegalArgumentException if the axes are two different ones
     */
    public Axis with(Axis other) {
        if (isScalar() || equals(other)) {
            return other;
        }
        if (other.isScalar()) {
            return this;
        }
        throw new IllegalArgumentException("values on axis " + this + " cannot be combined with values on axis " + other
                + ": gather or sum one of them first");
    }

    @Override
    public String toString() {
        return switch (kind) {
            case SCALAR -> "scalar";
            case ROWS -> name + "[rows]";
            case LEVELS -> name + "[" + size + "]";
        };
    }
}
