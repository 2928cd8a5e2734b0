package tributary.expr;

import java.util.Arrays;
import java.util.List;

/** Numbers known when the graph is built: one, one per level, or one that fills an axis. */
public final class Constant implements Expr {
    private static final long serialVersionUID = 1L;

    private final Axis axis;
    private final double[] values;

    private Constant(Axis axis, double[] values) {
        this.axis = axis;
        this.values = values;
    }

    /** One number. */
    public static Constant of(double value) {
        return new Constant(Axis.SCALAR, new double[] {value});
    }

    /**
     * One number per level.
     *
     * @throws IllegalArgumentException if the axis is of rows, or the count is wrong
     */
    public static Constant of(Axis axis, double... values) {
        if (axis.isRows() || values.length != axis.size()) {
            throw new IllegalArgumentException(values.length + " constants cannot fill axis " + axis);
        }
        return new Constant(axis, values.clone());
    }

    /** The same number at every element of an axis. */
    public static Constant fill(Axis axis, double value) {
        return new Constant(axis, new double[] {value});
    }

    @Override
    public Axis axis() {
        return axis;
    }

    /** The number at an element. */
    public double value(int element) {
        return values[isUniform() ? 0 : element];
    }

    /** Whether one number stands for all elements. */
    public boolean isUniform() {
        return values.length == 1;
    }

    /** Whether this is this one number (0 is not -0, NaN is NaN). */
    boolean is(double number) {
        return axis.isScalar() && Double.compare(values[0], number) == 0;
    }

    @Override
    public List<Expr> arguments() {
        return List.of();
    }

    @Override
    public Expr withArguments(List<Expr> arguments) {
        return this;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.constant(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Constant that && axis.equals(that.axis) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * axis.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return axis.isScalar() ? Double.toString(values[0]) : axis + Arrays.toString(values);
    }
}
