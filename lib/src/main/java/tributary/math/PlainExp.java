package tributary.math;

/**
 * The exponential as two plain loops: a polynomial that the just-in-time compiler turns into vector code, then the
 * power of two, which it does not; arguments near overflow and underflow go through the scalar function. The input must
 * not be the output.
 */
final class PlainExp {
    /** Up to here one multiplication by a power of two is exact. */
    private static final double EASY = 700;

    private PlainExp() {}

    /** {@code out = e^(sign x)}, sign 1 or -1. */
    static void exp(double sign, double[] x, int xAt, double[] out, int outAt, int count) {
        System.arraycopy(x, xAt, out, outAt, count);
        polynomials(sign, out, outAt, outAt + count);
        for (int i = 0; i < count; i++) {
            out[outAt + i] = finished(sign * x[xAt + i], out[outAt + i]);
        }
    }

    /** {@code out = e^-|x|}. */
    static void decay(double[] x, int xAt, double[] out, int outAt, int count) {
        System.arraycopy(x, xAt, out, outAt, count);
        decayPolynomials(out, outAt, outAt + count);
        for (int i = 0; i < count; i++) {
            out[outAt + i] = finished(-Math.abs(x[xAt + i]), out[outAt + i]);
        }
    }

    /** {@code out = e^-|x|}, and e^-708 where that is smaller: never a subnormal, so one power of two does. */
    static void flushedDecay(double[] x, int xAt, double[] out, int outAt, int count) {
        System.arraycopy(x, xAt, out, outAt, count);
        decayPolynomials(out, outAt, outAt + count);
        for (int i = 0; i < count; i++) {
            double size = -Math.abs(x[xAt + i]);
            out[outAt + i] =
                    size < Elementary.DECAY_SMALLEST ? Elementary.flushedDecay(size) : out[outAt + i] * power(size);
        }
    }

    /** In place and at one offset, since otherwise the compiler of Java 17 leaves the loop scalar. */
    private static void polynomials(double sign, double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = polynomial(sign * out[i]);
        }
    }

    private static void decayPolynomials(double[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = polynomial(-Math.abs(out[i]));
        }
    }

    private static double polynomial(double x) {
        double power = Math.fma(x, Elementary.LOG2_E, Elementary.ROUNDER) - Elementary.ROUNDER;
        double r = Math.fma(power, -Elementary.LN2_REST, Math.fma(power, -Elementary.LN2, x));
        return 1 + Elementary.reduced(r);
    }

    private static double finished(double x, double value) {
        if (!(Math.abs(x) <= EASY)) {
            return Elementary.exp(x);
        }
        return value * power(x);
    }

    /** Two to the integer nearest to {@code x / log 2}. */
    private static double power(double x) {
        long shifted = Double.doubleToRawLongBits(Math.fma(x, Elementary.LOG2_E, Elementary.ROUNDER));
        return Double.longBitsToDouble((shifted << 52) + Elementary.ONE_BITS);
    }
}
