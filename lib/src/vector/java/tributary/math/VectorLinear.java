package tributary.math;

import static tributary.math.VectorMath.LENGTH;
import static tributary.math.VectorMath.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Linear predictors on vectors over tiled regressors. Eight vectors of rows are under way at once, which hides the
 * time a multiply-add takes; their sums stay in registers, whatever the number of regressors.
 */
final class VectorLinear {
    /** Whether eight lanes are one vector; else they are a low and a high one. */
    private static final boolean ONE_VECTOR = LENGTH == Lanes.COUNT;

    private VectorLinear() {}

    private static DoubleVector load(double[] array, int at) {
        return DoubleVector.fromArray(SPECIES, array, at);
    }

    /** Where the tile of a row begins that is a multiple of the vector length, from the tile of the first row. */
    private static int tile(int row, int terms) {
        return (row & -Lanes.COUNT) * terms + (row & (Lanes.COUNT - 1));
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
        if (VectorByFours.fits(terms)) {
            VectorByFours.linear(tiles, tilesAt, terms, coefficients, base, baseAt, out, outAt, count);
            return;
        }
        int i = 0;
        for (; i + 8 * LENGTH <= count; i += 8 * LENGTH) {
            eight(tiles, tilesAt + i * terms, terms, coefficients, base, baseAt + i, out, outAt + i);
        }
        for (; i < count; i += LENGTH) {
            int at = tilesAt + tile(i, terms);
            DoubleVector sum = load(base, baseAt + i);
            for (int k = 0; k < terms; k++) {
                sum = load(tiles, at + k * Lanes.COUNT).fma(DoubleVector.broadcast(SPECIES, coefficients[k]), sum);
            }
            sum.intoArray(out, outAt + i);
        }
    }

    private static void eight(
            double[] tiles,
            int at0,
            int terms,
            double[] coefficients,
            double[] base,
            int baseAt,
            double[] out,
            int outAt) {
        int at1 = at0 + tile(1 * LENGTH, terms);
        int at2 = at0 + tile(2 * LENGTH, terms);
        int at3 = at0 + tile(3 * LENGTH, terms);
        int at4 = at0 + tile(4 * LENGTH, terms);
        int at5 = at0 + tile(5 * LENGTH, terms);
        int at6 = at0 + tile(6 * LENGTH, terms);
        int at7 = at0 + tile(7 * LENGTH, terms);
        DoubleVector s0 = load(base, baseAt);
        DoubleVector s1 = load(base, baseAt + 1 * LENGTH);
        DoubleVector s2 = load(base, baseAt + 2 * LENGTH);
        DoubleVector s3 = load(base, baseAt + 3 * LENGTH);
        DoubleVector s4 = load(base, baseAt + 4 * LENGTH);
        DoubleVector s5 = load(base, baseAt + 5 * LENGTH);
        DoubleVector s6 = load(base, baseAt + 6 * LENGTH);
        DoubleVector s7 = load(base, baseAt + 7 * LENGTH);
        for (int k = 0; k < terms; k++) {
            DoubleVector c = DoubleVector.broadcast(SPECIES, coefficients[k]);
            int offset = k * Lanes.COUNT;
            s0 = load(tiles, at0 + offset).fma(c, s0);
            s1 = load(tiles, at1 + offset).fma(c, s1);
            s2 = load(tiles, at2 + offset).fma(c, s2);
            s3 = load(tiles, at3 + offset).fma(c, s3);
            s4 = load(tiles, at4 + offset).fma(c, s4);
            s5 = load(tiles, at5 + offset).fma(c, s5);
            s6 = load(tiles, at6 + offset).fma(c, s6);
            s7 = load(tiles, at7 + offset).fma(c, s7);
        }
        s0.intoArray(out, outAt);
        s1.intoArray(out, outAt + 1 * LENGTH);
        s2.intoArray(out, outAt + 2 * LENGTH);
        s3.intoArray(out, outAt + 3 * LENGTH);
        s4.intoArray(out, outAt + 4 * LENGTH);
        s5.intoArray(out, outAt + 5 * LENGTH);
        s6.intoArray(out, outAt + 6 * LENGTH);
        s7.intoArray(out, outAt + 7 * LENGTH);
    }

    static void linearOfFour(
            double[] tiles,
            int tilesAt,
            int terms,
            double[] coefficients,
            double[][] bases,
            int basesAt,
            double[][] outs,
            int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            int at = tilesAt + i * terms;
            if (ONE_VECTOR) {
                oneByFour(tiles, at, terms, coefficients, bases, basesAt, outs, i);
            } else {
                twoByFour(tiles, at, terms, coefficients, bases, basesAt, outs, i);
            }
        }
    }

    private static void twoByFour(
            double[] tiles,
            int tilesAt,
            int terms,
            double[] coefficients,
            double[][] bases,
            int basesAt,
            double[][] outs,
            int i) {
        DoubleVector s0 = load(bases[0], basesAt + i);
        DoubleVector t0 = load(bases[0], basesAt + i + LENGTH);
        DoubleVector s1 = load(bases[1], basesAt + i);
        DoubleVector t1 = load(bases[1], basesAt + i + LENGTH);
        DoubleVector s2 = load(bases[2], basesAt + i);
        DoubleVector t2 = load(bases[2], basesAt + i + LENGTH);
        DoubleVector s3 = load(bases[3], basesAt + i);
        DoubleVector t3 = load(bases[3], basesAt + i + LENGTH);
        for (int k = 0; k < terms; k++) {
            DoubleVector x = load(tiles, tilesAt + k * Lanes.COUNT);
            DoubleVector y = load(tiles, tilesAt + k * Lanes.COUNT + LENGTH);
            DoubleVector c0 = DoubleVector.broadcast(SPECIES, coefficients[4 * k]);
            s0 = x.fma(c0, s0);
            t0 = y.fma(c0, t0);
            DoubleVector c1 = DoubleVector.broadcast(SPECIES, coefficients[4 * k + 1]);
            s1 = x.fma(c1, s1);
            t1 = y.fma(c1, t1);
            DoubleVector c2 = DoubleVector.broadcast(SPECIES, coefficients[4 * k + 2]);
            s2 = x.fma(c2, s2);
            t2 = y.fma(c2, t2);
            DoubleVector c3 = DoubleVector.broadcast(SPECIES, coefficients[4 * k + 3]);
            s3 = x.fma(c3, s3);
            t3 = y.fma(c3, t3);
        }
        s0.intoArray(outs[0], i);
        t0.intoArray(outs[0], i + LENGTH);
        s1.intoArray(outs[1], i);
        t1.intoArray(outs[1], i + LENGTH);
        s2.intoArray(outs[2], i);
        t2.intoArray(outs[2], i + LENGTH);
        s3.intoArray(outs[3], i);
        t3.intoArray(outs[3], i + LENGTH);
    }

    private static void oneByFour(
            double[] tiles,
            int tilesAt,
            int terms,
            double[] coefficients,
            double[][] bases,
            int basesAt,
            double[][] outs,
            int i) {
        DoubleVector s0 = load(bases[0], basesAt + i);
        DoubleVector s1 = load(bases[1], basesAt + i);
        DoubleVector s2 = load(bases[2], basesAt + i);
        DoubleVector s3 = load(bases[3], basesAt + i);
        for (int k = 0; k < terms; k++) {
            DoubleVector x = load(tiles, tilesAt + k * Lanes.COUNT);
            s0 = x.fma(DoubleVector.broadcast(SPECIES, coefficients[4 * k]), s0);
            s1 = x.fma(DoubleVector.broadcast(SPECIES, coefficients[4 * k + 1]), s1);
            s2 = x.fma(DoubleVector.broadcast(SPECIES, coefficients[4 * k + 2]), s2);
            s3 = x.fma(DoubleVector.broadcast(SPECIES, coefficients[4 * k + 3]), s3);
        }
        s0.intoArray(outs[0], i);
        s1.intoArray(outs[1], i);
        s2.intoArray(outs[2], i);
        s3.intoArray(outs[3], i);
    }

    static void transposed(double[] tiles, int tilesAt, int terms, double[] a, int aAt, int count, double[] lanes) {
        int i = 0;
        if (VectorByFours.fits(terms)) {
            i = count & -Lanes.COUNT;
            VectorByFours.transposed(tiles, tilesAt, terms, a, aAt, i, lanes);
        }
        for (; i + 8 * LENGTH <= count; i += 8 * LENGTH) {
            if (ONE_VECTOR) {
                eightOfOne(tiles, tilesAt + i * terms, terms, a, aAt + i, lanes);
            } else {
                eightOfTwo(tiles, tilesAt + i * terms, terms, a, aAt + i, lanes);
            }
        }
        PlainLinear.transposed(tiles, tilesAt, terms, a, aAt, i, count, lanes);
    }

    private static void eightOfTwo(double[] tiles, int at0, int terms, double[] a, int aAt, double[] lanes) {
        int at1 = at0 + tile(1 * LENGTH, terms);
        int at2 = at0 + tile(2 * LENGTH, terms);
        int at3 = at0 + tile(3 * LENGTH, terms);
        int at4 = at0 + tile(4 * LENGTH, terms);
        int at5 = at0 + tile(5 * LENGTH, terms);
        int at6 = at0 + tile(6 * LENGTH, terms);
        int at7 = at0 + tile(7 * LENGTH, terms);
        DoubleVector a0 = load(a, aAt);
        DoubleVector a1 = load(a, aAt + 1 * LENGTH);
        DoubleVector a2 = load(a, aAt + 2 * LENGTH);
        DoubleVector a3 = load(a, aAt + 3 * LENGTH);
        DoubleVector a4 = load(a, aAt + 4 * LENGTH);
        DoubleVector a5 = load(a, aAt + 5 * LENGTH);
        DoubleVector a6 = load(a, aAt + 6 * LENGTH);
        DoubleVector a7 = load(a, aAt + 7 * LENGTH);
        for (int k = 0; k < terms; k++) {
            int offset = k * Lanes.COUNT;
            DoubleVector low = load(lanes, offset);
            DoubleVector high = load(lanes, offset + LENGTH);
            low = a0.fma(load(tiles, at0 + offset), low);
            high = a1.fma(load(tiles, at1 + offset), high);
            low = a2.fma(load(tiles, at2 + offset), low);
            high = a3.fma(load(tiles, at3 + offset), high);
            low = a4.fma(load(tiles, at4 + offset), low);
            high = a5.fma(load(tiles, at5 + offset), high);
            low = a6.fma(load(tiles, at6 + offset), low);
            high = a7.fma(load(tiles, at7 + offset), high);
            low.intoArray(lanes, offset);
            high.intoArray(lanes, offset + LENGTH);
        }
    }

    private static void eightOfOne(double[] tiles, int at0, int terms, double[] a, int aAt, double[] lanes) {
        int at1 = at0 + tile(1 * LENGTH, terms);
        int at2 = at0 + tile(2 * LENGTH, terms);
        int at3 = at0 + tile(3 * LENGTH, terms);
        int at4 = at0 + tile(4 * LENGTH, terms);
        int at5 = at0 + tile(5 * LENGTH, terms);
        int at6 = at0 + tile(6 * LENGTH, terms);
        int at7 = at0 + tile(7 * LENGTH, terms);
        DoubleVector a0 = load(a, aAt);
        DoubleVector a1 = load(a, aAt + 1 * LENGTH);
        DoubleVector a2 = load(a, aAt + 2 * LENGTH);
        DoubleVector a3 = load(a, aAt + 3 * LENGTH);
        DoubleVector a4 = load(a, aAt + 4 * LENGTH);
        DoubleVector a5 = load(a, aAt + 5 * LENGTH);
        DoubleVector a6 = load(a, aAt + 6 * LENGTH);
        DoubleVector a7 = load(a, aAt + 7 * LENGTH);
        for (int k = 0; k < terms; k++) {
            int offset = k * Lanes.COUNT;
            DoubleVector sum = load(lanes, offset);
            sum = a0.fma(load(tiles, at0 + offset), sum);
            sum = a1.fma(load(tiles, at1 + offset), sum);
            sum = a2.fma(load(tiles, at2 + offset), sum);
            sum = a3.fma(load(tiles, at3 + offset), sum);
            sum = a4.fma(load(tiles, at4 + offset), sum);
            sum = a5.fma(load(tiles, at5 + offset), sum);
            sum = a6.fma(load(tiles, at6 + offset), sum);
            sum = a7.fma(load(tiles, at7 + offset), sum);
            sum.intoArray(lanes, offset);
        }
    }
}
