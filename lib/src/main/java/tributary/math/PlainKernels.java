package tributary.math;

/** The kernels in plain Java: loops that the just-in-time compiler turns into vector code where it can. */
final class PlainKernels implements Kernels {
    static final PlainKernels INSTANCE = new PlainKernels();

    private PlainKernels() {}

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public void unary(UnaryFunction f, double[] x, int xAt, double[] out, int outAt, int count) {
        PlainUnary.value(f, x, xAt, out, outAt, count);
    }

    @Override
    public void unarySlope(
            UnaryFunction f, double[] x, int xAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        PlainUnary.slope(f, x, xAt, out, outAt, slope, slopeAt, count);
    }

    @Override
    public void binary(BinaryFunction f, double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        PlainBinary.value(f, a, aAt, b, bAt, out, outAt, count);
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
        PlainBinary.left(f, a, aAt, b, bAt, out, outAt, slope, slopeAt, count);
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
        PlainBinary.right(f, a, aAt, b, bAt, out, outAt, slope, slopeAt, count);
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
        for (int i = 0; i < count; i++) {
            out[outAt + i] = condition[conditionAt + i] != 0 ? a[aAt + i] : b[bAt + i];
        }
    }

    @Override
    public void addProduct(double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = Math.fma(a[aAt + i], b[bAt + i], out[outAt + i]);
        }
    }

    @Override
    public void addScaled(double[] a, int aAt, double factor, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = Math.fma(a[aAt + i], factor, out[outAt + i]);
        }
    }

    @Override
    public void maskedProduct(double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            double adjoint = a[aAt + i];
            out[outAt + i] = adjoint == 0 ? 0 : adjoint * b[bAt + i];
        }
    }

    @Override
    public void sum(double[] a, int aAt, int count, double[] lanes, int lanesAt) {
        int whole = aAt + (count & -Lanes.COUNT);
        double s0 = lanes[lanesAt];
        double s1 = lanes[lanesAt + 1];
        double s2 = lanes[lanesAt + 2];
        double s3 = lanes[lanesAt + 3];
        double s4 = lanes[lanesAt + 4];
        double s5 = lanes[lanesAt + 5];
        double s6 = lanes[lanesAt + 6];
        double s7 = lanes[lanesAt + 7];
        for (int i = aAt; i < whole; i += Lanes.COUNT) {
            s0 += a[i];
            s1 += a[i + 1];
            s2 += a[i + 2];
            s3 += a[i + 3];
            s4 += a[i + 4];
            s5 += a[i + 5];
            s6 += a[i + 6];
            s7 += a[i + 7];
        }
        lanes[lanesAt] = s0;
        lanes[lanesAt + 1] = s1;
        lanes[lanesAt + 2] = s2;
        lanes[lanesAt + 3] = s3;
        lanes[lanesAt + 4] = s4;
        lanes[lanesAt + 5] = s5;
        lanes[lanesAt + 6] = s6;
        lanes[lanesAt + 7] = s7;
        for (int i = whole; i < aAt + count; i++) {
            lanes[lanesAt + i - whole] += a[i];
        }
    }

    @Override
    public void dot(double[] a, int aAt, double[] b, int bAt, int count, double[] lanes, int lanesAt) {
        int whole = count & -Lanes.COUNT;
        double s0 = lanes[lanesAt];
        double s1 = lanes[lanesAt + 1];
        double s2 = lanes[lanesAt + 2];
        double s3 = lanes[lanesAt + 3];
        double s4 = lanes[lanesAt + 4];
        double s5 = lanes[lanesAt + 5];
        double s6 = lanes[lanesAt + 6];
        double s7 = lanes[lanesAt + 7];
        for (int i = aAt, j = bAt; i < aAt + whole; i += Lanes.COUNT, j += Lanes.COUNT) {
            s0 = Math.fma(a[i], b[j], s0);
            s1 = Math.fma(a[i + 1], b[j + 1], s1);
            s2 = Math.fma(a[i + 2], b[j + 2], s2);
            s3 = Math.fma(a[i + 3], b[j + 3], s3);
            s4 = Math.fma(a[i + 4], b[j + 4], s4);
            s5 = Math.fma(a[i + 5], b[j + 5], s5);
            s6 = Math.fma(a[i + 6], b[j + 6], s6);
            s7 = Math.fma(a[i + 7], b[j + 7], s7);
        }
        lanes[lanesAt] = s0;
        lanes[lanesAt + 1] = s1;
        lanes[lanesAt + 2] = s2;
        lanes[lanesAt + 3] = s3;
        lanes[lanesAt + 4] = s4;
        lanes[lanesAt + 5] = s5;
        lanes[lanesAt + 6] = s6;
        lanes[lanesAt + 7] = s7;
        for (int i = whole; i < count; i++) {
            lanes[lanesAt + i - whole] = Math.fma(a[aAt + i], b[bAt + i], lanes[lanesAt + i - whole]);
        }
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
        PlainCores.core(f, a, aAt, b, bAt, slope, slopeAt, slopes, factor, count, sum);
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
        PlainLinear.linear(tiles, tilesAt, terms, coefficients, base, baseAt, out, outAt, count);
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
        PlainLinear.linearOfFour(tiles, tilesAt, terms, coefficients, bases, basesAt, outs, count);
    }

    @Override
    public void linearTransposed(
            double[] tiles, int tilesAt, int terms, double[] a, int aAt, int count, double[] lanes) {
        PlainLinear.transposed(tiles, tilesAt, terms, a, aAt, 0, count, lanes);
    }
}
