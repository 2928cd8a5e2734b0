package tributary.math;

import static tributary.math.VectorMath.LENGTH;
import static tributary.math.VectorMath.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Sums and linear predictors on vectors. Eight running sums are one 512-bit vector, or a low and a high one of 256 bits;
 * elements past the last eight go to their sums one by one, as in the plain kernels.
 */
final class VectorReductions {
    /** Where the second half of eight lanes is: in a second vector, or (when one holds all) nowhere. */
    private static final boolean ONE_VECTOR = LENGTH == Lanes.COUNT;

    private VectorReductions() {}

    private static DoubleVector load(double[] array, int at) {
        return DoubleVector.fromArray(SPECIES, array, at);
    }

    static void sum(double[] a, int aAt, int count, double[] lanes, int lanesAt) {
        int whole = count & -Lanes.COUNT;
        DoubleVector low = load(lanes, lanesAt);
        if (ONE_VECTOR) {
            for (int i = 0; i < whole; i += Lanes.COUNT) {
                low = low.add(load(a, aAt + i));
            }
        } else {
            DoubleVector high = load(lanes, lanesAt + LENGTH);
            for (int i = 0; i < whole; i += Lanes.COUNT) {
                low = low.add(load(a, aAt + i));
                high = high.add(load(a, aAt + i + LENGTH));
            }
            high.intoArray(lanes, lanesAt + LENGTH);
        }
        low.intoArray(lanes, lanesAt);
        for (int i = whole; i < count; i++) {
            lanes[lanesAt + i - whole] += a[aAt + i];
        }
    }

    static void dot(double[] a, int aAt, double[] b, int bAt, int count, double[] lanes, int lanesAt) {
        int whole = count & -Lanes.COUNT;
        DoubleVector low = load(lanes, lanesAt);
        if (ONE_VECTOR) {
            for (int i = 0; i < whole; i += Lanes.COUNT) {
                low = load(a, aAt + i).fma(load(b, bAt + i), low);
            }
        } else {
            DoubleVector high = load(lanes, lanesAt + LENGTH);
            for (int i = 0; i < whole; i += Lanes.COUNT) {
                low = load(a, aAt + i).fma(load(b, bAt + i), low);
                high = load(a, aAt + i + LENGTH).fma(load(b, bAt + i + LENGTH), high);
            }
            high.intoArray(lanes, lanesAt + LENGTH);
        }
        low.intoArray(lanes, lanesAt);
        rest(a, aAt, b, bAt, whole, count, lanes, lanesAt);
    }

    private static void rest(
            double[] a, int aAt, double[] b, int bAt, int whole, int count, double[] lanes, int lanesAt) {
        for (int i = whole; i < count; i++) {
            lanes[lanesAt + i - whole] = Math.fma(a[aAt + i], b[bAt + i], lanes[lanesAt + i - whole]);
        }
    }

    /** Four products with one block at once, so that the block is read once and the sums do not wait. */
    static void dot4(double[] tiles, int at, int stride, double[] a, int aAt, int count, double[] lanes, int lanesAt) {
        if (ONE_VECTOR) {
            for (int k = 0; k < 4; k++) {
                dot(a, aAt, tiles, at + k * stride, count, lanes, lanesAt + k * Lanes.COUNT);
            }
            return;
        }
        int whole = count & -Lanes.COUNT;
        int at1 = at + stride;
        int at2 = at1 + stride;
        int at3 = at2 + stride;
        DoubleVector low0 = load(lanes, lanesAt);
        DoubleVector high0 = load(lanes, lanesAt + 4);
        DoubleVector low1 = load(lanes, lanesAt + 8);
        DoubleVector high1 = load(lanes, lanesAt + 12);
        DoubleVector low2 = load(lanes, lanesAt + 16);
        DoubleVector high2 = load(lanes, lanesAt + 20);
        DoubleVector low3 = load(lanes, lanesAt + 24);
        DoubleVector high3 = load(lanes, lanesAt + 28);
        for (int i = 0; i < whole; i += Lanes.COUNT) {
            DoubleVector low = load(a, aAt + i);
            DoubleVector high = load(a, aAt + i + 4);
            low0 = low.fma(load(tiles, at + i), low0);
            high0 = high.fma(load(tiles, at + i + 4), high0);
            low1 = low.fma(load(tiles, at1 + i), low1);
            high1 = high.fma(load(tiles, at1 + i + 4), high1);
            low2 = low.fma(load(tiles, at2 + i), low2);
            high2 = high.fma(load(tiles, at2 + i + 4), high2);
            low3 = low.fma(load(tiles, at3 + i), low3);
            high3 = high.fma(load(tiles, at3 + i + 4), high3);
        }
        low0.intoArray(lanes, lanesAt);
        high0.intoArray(lanes, lanesAt + 4);
        low1.intoArray(lanes, lanesAt + 8);
        high1.intoArray(lanes, lanesAt + 12);
        low2.intoArray(lanes, lanesAt + 16);
        high2.intoArray(lanes, lanesAt + 20);
        low3.intoArray(lanes, lanesAt + 24);
        high3.intoArray(lanes, lanesAt + 28);
        for (int k = 0; k < 4; k++) {
            rest(a, aAt, tiles, at + k * stride, whole, count, lanes, lanesAt + k * Lanes.COUNT);
        }
    }

    /** Adds four columns times their coefficients; the count is a multiple of the vector length. */
    static void linear4(
            double[] tiles, int at, int stride, double[] coefficients, int k, double[] out, int outAt, int count) {
        int at1 = at + stride;
        int at2 = at1 + stride;
        int at3 = at2 + stride;
        DoubleVector c0 = DoubleVector.broadcast(SPECIES, coefficients[k]);
        DoubleVector c1 = DoubleVector.broadcast(SPECIES, coefficients[k + 1]);
        DoubleVector c2 = DoubleVector.broadcast(SPECIES, coefficients[k + 2]);
        DoubleVector c3 = DoubleVector.broadcast(SPECIES, coefficients[k + 3]);
        for (int i = 0; i < count; i += LENGTH) {
            DoubleVector sum = load(tiles, at + i).fma(c0, load(out, outAt + i));
            sum = load(tiles, at1 + i).fma(c1, sum);
            sum = load(tiles, at2 + i).fma(c2, sum);
            load(tiles, at3 + i).fma(c3, sum).intoArray(out, outAt + i);
        }
    }
}
