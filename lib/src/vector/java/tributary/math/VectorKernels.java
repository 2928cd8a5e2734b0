package tributary.math;

import static jdk.incubator.vector.VectorOperators.EQ;
import static tributary.math.VectorMath.LENGTH;
import static tributary.math.VectorMath.SPECIES;

import jdk.incubator.vector.DoubleVector;

/** The kernels on the vector API: the same bits as the plain ones. */
final class VectorKernels implements Kernels {
    static final VectorKernels INSTANCE = new VectorKernels();

    private VectorKernels() {}

    @Override
    public String name() {
        return "vector";
    }

    private static DoubleVector load(double[] array, int at) {
        return DoubleVector.fromArray(SPECIES, array, at);
    }

    @Override
    public void unary(UnaryFunction f, double[] x, int xAt, double[] out, int outAt, int count) {
        VectorUnary.value(f, x, xAt, out, outAt, count);
    }

    @Override
    public void unarySlope(
            UnaryFunction f, double[] x, int xAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        VectorUnary.slope(f, x, xAt, out, outAt, slope, slopeAt, count);
    }

    @Override
    public void binary(BinaryFunction f, double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        VectorBinary.value(f, a, aAt, b, bAt, out, outAt, count);
    }

    @Override
    public void binaryLeft(
            BinaryFunction f,
            double[] a,
            int aAt,
            double[] b,
            int bAt,
            double[] out,
            int outAt,
            double[] slope,
            int slopeAt,
            int count) {
        VectorBinary.left(f, a, aAt, b, bAt, out, outAt, slope, slopeAt, count);
    }

    @Override
    public void binaryRight(
            BinaryFunction f,
            double[] a,
            int aAt,
            double[] b,
            int bAt,
            double[] out,
            int outAt,
            double[] slope,
            int slopeAt,
            int count) {
        VectorBinary.right(f, a, aAt, b, bAt, out, outAt, slope, slopeAt, count);
    }

    @Override
    public void select(
            double[] condition,
            int conditionAt,
            double[] a,
            int aAt,
            double[] b,
            int bAt,
            double[] out,
            int outAt,
            int count) {
        int whole = count & -LENGTH;
        for (int i = 0; i < whole; i += LENGTH) {
            load(a, aAt + i)
                    .blend(load(b, bAt + i), load(condition, conditionAt + i).compare(EQ, 0))
                    .intoArray(out, outAt + i);
        }
        if (whole < count) {
            Kernels.plain()
                    .select(
                            condition,
                            conditionAt + whole,
                            a,
                            aAt + whole,
                            b,
                            bAt + whole,
                            out,
                            outAt + whole,
                            count - whole);
        }
    }

    @Override
    public void addProduct(double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        int whole = count & -LENGTH;
        for (int i = 0; i < whole; i += LENGTH) {
            load(a, aAt + i).fma(load(b, bAt + i), load(out, outAt + i)).intoArray(out, outAt + i);
        }
        if (whole < count) {
            Kernels.plain().addProduct(a, aAt + whole, b, bAt + whole, out, outAt + whole, count - whole);
        }
    }

    @Override
    public void addScaled(double[] a, int aAt, double factor, double[] out, int outAt, int count) {
        int whole = count & -LENGTH;
        DoubleVector scale = DoubleVector.broadcast(SPECIES, factor);
        for (int i = 0; i < whole; i += LENGTH) {
            load(a, aAt + i).fma(scale, load(out, outAt + i)).intoArray(out, outAt + i);
        }
        if (whole < count) {
            Kernels.plain().addScaled(a, aAt + whole, factor, out, outAt + whole, count - whole);
        }
    }

    @Override
    public void maskedProduct(double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        int whole = count & -LENGTH;
        for (int i = 0; i < whole; i += LENGTH) {
            DoubleVector adjoint = load(a, aAt + i);
            adjoint.mul(load(b, bAt + i)).blend(0, adjoint.compare(EQ, 0)).intoArray(out, outAt + i);
        }
        if (whole < count) {
            Kernels.plain().maskedProduct(a, aAt + whole, b, bAt + whole, out, outAt + whole, count - whole);
        }
    }

    @Override
    public void sum(double[] a, int aAt, int count, double[] lanes, int lanesAt) {
        VectorReductions.sum(a, aAt, count, lanes, lanesAt);
    }

    @Override
    public void dot(double[] a, int aAt, double[] b, int bAt, int count, double[] lanes, int lanesAt) {
        VectorReductions.dot(a, aAt, b, bAt, count, lanes, lanesAt);
    }

    @Override
    public void core(
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
            CoreSum sum) {
        VectorCores.core(f, a, aAt, b, bAt, slope, slopeAt, slopes, factor, count, sum);
    }

    @Override
    public void linear(
            double[] tiles,
            int tilesAt,
            int terms,
            double[] coefficients,
            double[] base,
            int baseAt,
            double[] out,
            int outAt,
            int count) {
        VectorLinear.linear(tiles, tilesAt, terms, coefficients, base, baseAt, out, outAt, count);
    }

    @Override
    public void linearOfFour(
            double[] tiles,
            int tilesAt,
            int terms,
            double[] coefficients,
            double[][] bases,
            int basesAt,
            double[][] outs,
            int count) {
        VectorLinear.linearOfFour(tiles, tilesAt, terms, coefficients, bases, basesAt, outs, count);
    }

    @Override
    public void linearTransposed(
            double[] tiles, int tilesAt, int terms, double[] a, int aAt, int count, double[] lanes) {
        VectorLinear.transposed(tiles, tilesAt, terms, a, aAt, count, lanes);
    }
}
