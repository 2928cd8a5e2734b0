package tributary.math;

import static tributary.math.VectorMath.LENGTH;
import static tributary.math.VectorMath.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Sums and products of blocks on vectors. Eight running sums are one 512-bit vector, or a low and a high one of 256 bits;
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
        for (int i = whole; i < count; i++) {
            lanes[lanesAt + i - whole] = Math.fma(a[aAt + i], b[bAt + i], lanes[lanesAt + i - whole]);
        }
    }
}
