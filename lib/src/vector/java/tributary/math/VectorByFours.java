package tributary.math;

import static tributary.math.VectorMath.LENGTH;
import static tributary.math.VectorMath.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Linear predictors of few regressors, where eight lanes are two vectors: four columns at a time over all rows of a
 * block, since inner loops of eight turns never reach their unrolled form.
 */
final class VectorByFours {
    /** Above, blocks no longer stay in the nearest cache from one four to the next. */
    private static final int FEW = 16;

    private VectorByFours() {}

    private static DoubleVector load(double[] array, int at) {
        return DoubleVector.fromArray(SPECIES, array, at);
    }

    /** Whether predictors of so many terms are meant. */
    static boolean fits(int terms) {
        return 2 * LENGTH == Lanes.COUNT && terms > 0 && terms <= FEW && terms % 4 == 0;
    }

    static void linear(
            double[] tiles,
            int tilesAt,
            int terms,
            double[] coefficients,
            double[] base,
            int baseAt,
            double[] out,
            int outAt,
            int count) {
        int width = terms * Lanes.COUNT;
        four(tiles, tilesAt, width, coefficients, 0, base, baseAt, out, outAt, count);
        for (int k = 4; k < terms; k += 4) {
            four(tiles, tilesAt + k * Lanes.COUNT, width, coefficients, k, out, outAt, out, outAt, count);
        }
    }

    private static void four(
            double[] tiles,
            int tilesAt,
            int width,
            double[] coefficients,
            int k,
            double[] base,
            int baseAt,
            double[] out,
            int outAt,
            int count) {
        DoubleVector c0 = DoubleVector.broadcast(SPECIES, coefficients[k]);
        DoubleVector c1 = DoubleVector.broadcast(SPECIES, coefficients[k + 1]);
        DoubleVector c2 = DoubleVector.broadcast(SPECIES, coefficients[k + 2]);
        DoubleVector c3 = DoubleVector.broadcast(SPECIES, coefficients[k + 3]);
        int at = tilesAt;
        for (int i = 0; i < count; i += Lanes.COUNT, at += width) {
            DoubleVector low = load(base, baseAt + i);
            DoubleVector high = load(base, baseAt + i + LENGTH);
            low = load(tiles, at).fma(c0, low);
            high = load(tiles, at + LENGTH).fma(c0, high);
            low = load(tiles, at + Lanes.COUNT).fma(c1, low);
            high = load(tiles, at + Lanes.COUNT + LENGTH).fma(c1, high);
            low = load(tiles, at + 2 * Lanes.COUNT).fma(c2, low);
            high = load(tiles, at + 2 * Lanes.COUNT + LENGTH).fma(c2, high);
            low = load(tiles, at + 3 * Lanes.COUNT).fma(c3, low);
            high = load(tiles, at + 3 * Lanes.COUNT + LENGTH).fma(c3, high);
            low.intoArray(out, outAt + i);
            high.intoArray(out, outAt + i + LENGTH);
        }
    }

    /** Whole tiles only. */
    static void transposed(double[] tiles, int tilesAt, int terms, double[] a, int aAt, int count, double[] lanes) {
        for (int k = 0; k < terms * Lanes.COUNT; k += 4 * Lanes.COUNT) {
            fourTransposed(tiles, tilesAt + k, terms * Lanes.COUNT, a, aAt, count, lanes, k);
        }
    }

    private static void fourTransposed(
            double[] tiles, int tilesAt, int width, double[] a, int aAt, int count, double[] lanes, int lanesAt) {
        DoubleVector l0 = load(lanes, lanesAt);
        DoubleVector h0 = load(lanes, lanesAt + LENGTH);
        DoubleVector l1 = load(lanes, lanesAt + Lanes.COUNT);
        DoubleVector h1 = load(lanes, lanesAt + Lanes.COUNT + LENGTH);
        DoubleVector l2 = load(lanes, lanesAt + 2 * Lanes.COUNT);
        DoubleVector h2 = load(lanes, lanesAt + 2 * Lanes.COUNT + LENGTH);
        DoubleVector l3 = load(lanes, lanesAt + 3 * Lanes.COUNT);
        DoubleVector h3 = load(lanes, lanesAt + 3 * Lanes.COUNT + LENGTH);
        int at = tilesAt;
        for (int i = 0; i < count; i += Lanes.COUNT, at += width) {
            DoubleVector low = load(a, aAt + i);
            DoubleVector high = load(a, aAt + i + LENGTH);
            l0 = low.fma(load(tiles, at), l0);
            h0 = high.fma(load(tiles, at + LENGTH), h0);
            l1 = low.fma(load(tiles, at + Lanes.COUNT), l1);
            h1 = high.fma(load(tiles, at + Lanes.COUNT + LENGTH), h1);
            l2 = low.fma(load(tiles, at + 2 * Lanes.COUNT), l2);
            h2 = high.fma(load(tiles, at + 2 * Lanes.COUNT + LENGTH), h2);
            l3 = low.fma(load(tiles, at + 3 * Lanes.COUNT), l3);
            h3 = high.fma(load(tiles, at + 3 * Lanes.COUNT + LENGTH), h3);
        }
        l0.intoArray(lanes, lanesAt);
        h0.intoArray(lanes, lanesAt + LENGTH);
        l1.intoArray(lanes, lanesAt + Lanes.COUNT);
        h1.intoArray(lanes, lanesAt + Lanes.COUNT + LENGTH);
        l2.intoArray(lanes, lanesAt + 2 * Lanes.COUNT);
        h2.intoArray(lanes, lanesAt + 2 * Lanes.COUNT + LENGTH);
        l3.intoArray(lanes, lanesAt + 3 * Lanes.COUNT);
        h3.intoArray(lanes, lanesAt + 3 * Lanes.COUNT + LENGTH);
    }
}
