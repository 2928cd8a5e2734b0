package tributary.expr;

/** A whole vector in memory, padded to whole lanes, with its adjoint unless it is data. */
final class Vector {
    final double[] value;

    /** As long as the values; empty for data. */
    final double[] adjoint;

    /** Whether this depends on parameters. */
    final boolean varies;

    final int size;

    private Vector(double[] value, double[] adjoint, boolean varies, int size) {
        this.value = value;
        this.adjoint = adjoint;
        this.varies = varies;
        this.size = size;
    }

    static Vector variable(int size) {
        int padded = BoundData.padded(size);
        return new Vector(new double[padded], new double[padded], true, size);
    }

    static Vector data(double[] values, int size) {
        return new Vector(values, new double[0], false, size);
    }
}
