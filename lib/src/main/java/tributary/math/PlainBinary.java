package tributary.math;

/** Plain loops for functions of two numbers. */
final class PlainBinary {
    private PlainBinary() {}

    static void value(BinaryFunction f, double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        switch (f) {
            case ADD -> add(a, aAt, b, bAt, out, outAt, count);
            case SUBTRACT -> subtract(a, aAt, b, bAt, out, outAt, count);
            case MULTIPLY -> multiply(a, aAt, b, bAt, out, outAt, count);
            case DIVIDE -> divide(a, aAt, b, bAt, out, outAt, count);
            case SQUARED_DIFFERENCE -> squaredDifference(a, aAt, b, bAt, out, outAt, count);
            case BERNOULLI_CORE -> bernoulli(a, aAt, b, bAt, out, outAt, count);
            case POISSON_CORE -> {
                PlainExp.exp(1, b, bAt, out, outAt, count);
                productMinus(a, aAt, b, bAt, out, outAt, out, outAt, count);
            }
            case GAMMA_CORE -> {
                PlainExp.exp(-1, b, bAt, out, outAt, count);
                gamma(a, aAt, b, bAt, out, outAt, out, outAt, count);
            }
            default -> each(f, a, aAt, b, bAt, out, outAt, count);
        }
    }

    static void left(
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
        value(f, a, aAt, b, bAt, out, outAt, count);
        for (int i = 0; i < count; i++) {
            slope[slopeAt + i] = f.left(a[aAt + i], b[bAt + i], out[outAt + i]);
        }
    }

    static void right(
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
        switch (f) {
            case SQUARED_DIFFERENCE -> {
                squaredDifference(a, aAt, b, bAt, out, outAt, count);
                twiceDifference(b, bAt, a, aAt, slope, slopeAt, count);
            }
            case BERNOULLI_CORE -> bernoulliRight(a, aAt, b, bAt, out, outAt, slope, slopeAt, count);
            case POISSON_CORE -> {
                PlainExp.exp(1, b, bAt, slope, slopeAt, count);
                productMinus(a, aAt, b, bAt, slope, slopeAt, out, outAt, count);
                subtract(a, aAt, slope, slopeAt, slope, slopeAt, count);
            }
            case GAMMA_CORE -> {
                PlainExp.exp(-1, b, bAt, slope, slopeAt, count);
                gamma(a, aAt, b, bAt, slope, slopeAt, out, outAt, count);
                productMinusOne(a, aAt, slope, slopeAt, count);
            }
            default -> {
                value(f, a, aAt, b, bAt, out, outAt, count);
                for (int i = 0; i < count; i++) {
                    slope[slopeAt + i] = f.right(a[aAt + i], b[bAt + i], out[outAt + i]);
                }
            }
        }
    }

    private static void bernoulli(double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        PlainExp.decay(b, bAt, out, outAt, count);
        PlainUnary.softplusOf(b, bAt, out, outAt, out, outAt, count);
        productMinus(a, aAt, b, bAt, out, outAt, out, outAt, count);
    }

    private static void bernoulliRight(
            double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        PlainExp.decay(b, bAt, slope, slopeAt, count);
        PlainUnary.softplusOf(b, bAt, slope, slopeAt, out, outAt, count);
        productMinus(a, aAt, b, bAt, out, outAt, out, outAt, count);
        PlainUnary.sigmoidOf(b, bAt, slope, slopeAt, count);
        subtract(a, aAt, slope, slopeAt, slope, slopeAt, count);
    }

    private static void productMinus(
            double[] a, int aAt, double[] b, int bAt, double[] c, int cAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = Math.fma(a[aAt + i], b[bAt + i], -c[cAt + i]);
        }
    }

    private static void productMinusOne(double[] a, int aAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = Math.fma(a[aAt + i], out[outAt + i], -1.0);
        }
    }

    private static void gamma(
            double[] a,
            int aAt,
            double[] b,
            int bAt,
            double[] inverse,
            int inverseAt,
            double[] out,
            int outAt,
            int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = -Math.fma(a[aAt + i], inverse[inverseAt + i], b[bAt + i]);
        }
    }

    private static void divide(double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = a[aAt + i] / b[bAt + i];
        }
    }

    private static void squaredDifference(
            double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            double d = a[aAt + i] - b[bAt + i];
            out[outAt + i] = d * d;
        }
    }

    private static void twiceDifference(double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            double d = a[aAt + i] - b[bAt + i];
            out[outAt + i] = d + d;
        }
    }

    private static void each(
            BinaryFunction f, double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = f.apply(a[aAt + i], b[bAt + i]);
        }
    }

    private static void add(double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = a[aAt + i] + b[bAt + i];
        }
    }

    private static void subtract(double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = a[aAt + i] - b[bAt + i];
        }
    }

    private static void multiply(double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = a[aAt + i] * b[bAt + i];
        }
    }
}
