package tributary.math;

import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static tributary.math.VectorMath.LENGTH;
import static tributary.math.VectorMath.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * The gamma core in one loop, exponential and all, for log means that stay clear of overflow and underflow: there one
 * multiplication by a power of two is exact, and no argument needs clamping.
 */
final class VectorGamma {
    /**
     * As far as the plain loop goes in one step. The sum of squares over a block bounds every log mean, and costs one
     * operation a vector; it also fails for what is no number.
     */
    private static final double EASY = 700;

    private VectorGamma() {}

    private static DoubleVector of(double value) {
        return DoubleVector.broadcast(SPECIES, value);
    }

    private static DoubleVector load(double[] array, int at) {
        return DoubleVector.fromArray(SPECIES, array, at);
    }

    /** One half (or all) of the eight lanes: adds to their sums, and leaves slopes. */
    static void half(
            double[] a,
            int aAt,
            double[] b,
            int bAt,
            double[] slope,
            int slopeAt,
            double factor,
            int half,
            int count,
            double[] sums) {
        DoubleVector log2e = of(Elementary.LOG2_E);
        DoubleVector rounder = of(Elementary.ROUNDER);
        DoubleVector minusLn2 = of(-Elementary.LN2);
        DoubleVector minusRest = of(-Elementary.LN2_REST);
        DoubleVector e0 = of(Elementary.E0);
        DoubleVector e1 = of(Elementary.E1);
        DoubleVector e2 = of(Elementary.E2);
        DoubleVector e3 = of(Elementary.E3);
        DoubleVector e4 = of(Elementary.E4);
        DoubleVector e5 = of(Elementary.E5);
        DoubleVector e6 = of(Elementary.E6);
        DoubleVector e7 = of(Elementary.E7);
        DoubleVector e8 = of(Elementary.E8);
        DoubleVector e9 = of(Elementary.E9);
        DoubleVector minusOne = of(-1);
        DoubleVector scale = of(factor);
        DoubleVector total = load(sums, half);
        DoubleVector squares = of(0);
        for (int i = half; i < count; i += Lanes.COUNT) {
            DoubleVector x = load(b, bAt + i);
            squares = x.fma(x, squares);
            DoubleVector minus = x.neg();
            DoubleVector shifted = minus.fma(log2e, rounder);
            DoubleVector power = shifted.sub(rounder);
            DoubleVector r = power.fma(minusRest, power.fma(minusLn2, minus));
            DoubleVector q = r.fma(e9, e8);
            q = q.fma(r, e7);
            q = q.fma(r, e6);
            q = q.fma(r, e5);
            q = q.fma(r, e4);
            q = q.fma(r, e3);
            q = q.fma(r, e2);
            q = q.fma(r, e1);
            q = q.fma(r, e0);
            DoubleVector reduced = r.mul(r).fma(q, r);
            DoubleVector two = shifted.reinterpretAsLongs()
                    .lanewise(LSHL, 52)
                    .add(Elementary.ONE_BITS)
                    .reinterpretAsDoubles();
            DoubleVector inverse = reduced.add(1).mul(two);
            DoubleVector y = load(a, aAt + i);
            total = total.sub(y.fma(inverse, x));
            y.fma(inverse, minusOne).mul(scale).intoArray(slope, slopeAt + i);
        }
        if (squares.compare(LE, EASY * EASY).allTrue()) {
            total.intoArray(sums, half);
        } else {
            rows(a, aAt, b, bAt, slope, slopeAt, factor, half, count, sums);
        }
    }

    /** The same, row by row, for any log means. */
    private static void rows(
            double[] a,
            int aAt,
            double[] b,
            int bAt,
            double[] slope,
            int slopeAt,
            double factor,
            int half,
            int count,
            double[] sums) {
        for (int i = half; i < count; i += Lanes.COUNT) {
            for (int j = 0; j < LENGTH; j++) {
                double y = a[aAt + i + j];
                double inverse = Elementary.exp(-b[bAt + i + j]);
                sums[half + j] = sums[half + j] - Math.fma(y, inverse, b[bAt + i + j]);
                slope[slopeAt + i + j] = Math.fma(y, inverse, -1.0) * factor;
            }
        }
    }
}
