package tributary.math;

/** Plain loops for functions of one number. */
final class PlainUnary {
    private PlainUnary() {}

    static void value(UnaryFunction f, double[] x, int xAt, double[] out, int outAt, int count) {
        switch (f) {
            case NEGATE -> negate(x, xAt, out, outAt, count);
            case SQUARE -> square(x, xAt, out, outAt, count);
            case EXP -> exp(x, xAt, out, outAt, count);
            default -> each(f, x, xAt, out, outAt, count);
        }
    }

    static void slope(
            UnaryFunction f, double[] x, int xAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        for (int i = 0; i < count; i++) {
            double argument = x[xAt + i];
            double value = f.apply(argument);
            out[outAt + i] = value;
            slope[slopeAt + i] = f.derivative(argument, value);
        }
    }

    private static void each(UnaryFunction f, double[] x, int xAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = f.apply(x[xAt + i]);
        }
    }

    private static void negate(double[] x, int xAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = -x[xAt + i];
        }
    }

    private static void square(double[] x, int xAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = x[xAt + i] * x[xAt + i];
        }
    }

    private static void exp(double[] x, int xAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = Elementary.exp(x[xAt + i]);
        }
    }
}
