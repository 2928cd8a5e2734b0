package tributary.math;

/**
 * Sums in the one order that all kernels keep: eight running sums, element i going to sum i mod 8, joined pairwise at
 * the end. A sum is then the same bits whatever the width of the vector unit or the size of the blocks.
 */
public final class Lanes {
    /** The number of running sums. */
    public static final int COUNT = 8;

    private Lanes() {}

    /** The sum of all values. */
    public static double sum(double[] values) {
        double[] lanes = new double[COUNT];
        for (int i = 0; i < values.length; i++) {
            lanes[i & (COUNT - 1)] += values[i];
        }
        return join(lanes, 0);
    }

    /** Joins the eight running sums that start at an offset. */
    public static double join(double[] lanes, int offset) {
        double a = (lanes[offset] + lanes[offset + 4]) + (lanes[offset + 2] + lanes[offset + 6]);
        double b = (lanes[offset + 1] + lanes[offset + 5]) + (lanes[offset + 3] + lanes[offset + 7]);
        return a + b;
    }
}
