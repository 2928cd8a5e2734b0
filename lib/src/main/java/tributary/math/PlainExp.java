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
        for (int i = 0; i < count; i++) {
            out[outAt + i] = polynomial(sign * x[xAt + i]);
        }
        for (int i = 0; i < count; i++) {
            out[outAt + i] = finished(sign * x[xAt + i], out[outAt + i]);
        }
    }

    /** {@code out = e^-|x|}. */
    static void decay(double[] x, int xAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = polynomial(-Math.abs(x[xAt + i]));
        }
        for (int i = 0; i < count; i++) {
            out[outAt + i] = finished(-Math.abs(x[xAt + i]), out[outAt + i]);
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
        long shifted = Double.doubleToRawLongBits(Math.fma(x, Elementary.LOG2_E, Elementary.ROUNDER));
        return value * Double.longBitsToDouble((shifted << 52) + Elementary.ONE_BITS);
    }
}
