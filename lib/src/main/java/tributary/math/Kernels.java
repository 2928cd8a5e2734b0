package tributary.math;

/**
 * Loops over blocks of numbers: the only place where rows are touched, in two sets that agree bit for bit, plain Java
 * and the vector API.
 *
 * <p>A block is a stretch of an array, given by array and offset; input and output may be the same stretch for sums,
 * differences, products and signs; otherwise they must not overlap. Element-wise kernels may be asked for a few elements past the last real one; reductions
 * count exactly, into eight running sums (see {@link Lanes}). Products are always fused into sums
 * ({@link Math#fma}), in both sets.
 */
public interface Kernels {
    /** The name under which a run discloses which set it used. */
    String name();

    /** The set in plain Java. */
    static Kernels plain() {
        return PlainKernels.INSTANCE;
    }

    /** The vector set where the JVM has the incubator module and vectors of at least 256 bits, else the plain set. */
    static Kernels preferred() {
        return KernelChoice.PREFERRED;
    }

    /** {@code out = f(x)}. */
    void unary(UnaryFunction f, double[] x, int xAt, double[] out, int outAt, int count);

    /** {@code out = f(x)} and {@code slope = f'(x)}. */
    void unarySlope(
            UnaryFunction f, double[] x, int xAt, double[] out, int outAt, double[] slope, int slopeAt, int count);

    /** {@code out = f(a, b)}. */
    void binary(BinaryFunction f, double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count);

    /** {@code out = f(a, b)} and {@code slope = df/da}. */
    void binaryLeft(
            BinaryFunction f,
            double[] a,
            int aAt,
            double[] b,
            int bAt,
            double[] out,
            int outAt,
            double[] slope,
            int slopeAt,
            int count);

    /** {@code out = f(a, b)} and {@code slope = df/db}. */
    void binaryRight(
            BinaryFunction f,
            double[] a,
            int aAt,
            double[] b,
            int bAt,
            double[] out,
            int outAt,
            double[] slope,
            int slopeAt,
            int count);

    /** {@code out = condition != 0 ? a : b}. */
    void select(
            double[] condition,
            int conditionAt,
            double[] a,
            int aAt,
            double[] b,
            int bAt,
            double[] out,
            int outAt,
            int count);

    /** {@code out = out + a * b}. */
    void addProduct(double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count);

    /** {@code out = out + a * factor}. */
    void addScaled(double[] a, int aAt, double factor, double[] out, int outAt, int count);

    /** {@code out = a == 0 ? 0 : a * b}: a zero adjoint stays zero whatever it meets. */
    void maskedProduct(double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count);

    /** Adds a block to eight running sums. */
    void sum(double[] a, int aAt, int count, double[] lanes, int lanesAt);

    /** Adds the products of two blocks to eight running sums. */
    void dot(double[] a, int aAt, double[] b, int bAt, int count, double[] lanes, int lanesAt);

    /**
     * A core of log densities over a block: adds {@code f(a, b)} to the sum, and leaves {@code factor df/db} in slope
     * if slopes are wanted (slope is overwritten in any case).
     *
     * @param f one of {@link CoreSum#FUNCTIONS}
     */
    void core(
            BinaryFunction f,
            double[] a,
            int aAt,
            double[] b,
            int bAt,
            double[] slope,
            int slopeAt,
            boolean slopes,
            double factor,
            int count,
            CoreSum sum);

    /**
     * {@code out = base + sum_k coefficients[k] * x_k}, k in order. The regressors are tiled: eight rows of the first,
     * the same eight rows of the second, and so on to the last, then the next eight rows, so that one stream of memory
     * is read from front to back.
     *
     * @param tilesAt where the first row's tile begins
     * @param count a multiple of eight
     */
    void linear(
            double[] tiles,
            int tilesAt,
            int terms,
            double[] coefficients,
            double[] base,
            int baseAt,
            double[] out,
            int outAt,
            int count);

    /**
     * {@link #linear} for four sets of coefficients at once, so that tiles are read once: each has the bits that
     * linear gives it.
     *
     * @param coefficients four for the first regressor, four for the second, and so on
     * @param bases one array a set
     * @param outs one array a set, written from 0
     */
    void linearOfFour(
            double[] tiles,
            int tilesAt,
            int terms,
            double[] coefficients,
            double[][] bases,
            int basesAt,
            double[][] outs,
            int count);

    /** The mirror of {@link #linear}: adds the products of a with each x_k to eight running sums per k. */
    void linearTransposed(double[] tiles, int tilesAt, int terms, double[] a, int aAt, int count, double[] lanes);
}
