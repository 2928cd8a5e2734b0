package tributary.math;

/** Plain loops for functions of two numbers. */
final class PlainBinary {
    private PlainBinary() {}

    static void value(BinaryFunction f, double[] a, int aAt, double[] b, int bAt, double[] out, int outAt, int count) {
        switch (f) {
            case ADD -> add(a, aAt, b, bAt, out, outAt, count);
            case SUBTRACT -> subtract(a, aAt, b, bAt, out, outAt, count);
            case MULTIPLY -> multiply(a, aAt, b, bAt, out, outAt, count);
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
        for (int i = 0; i < count; i++) {
            double x = a[aAt + i];
            double y = b[bAt + i];
            double value = f.apply(x, y);
            out[outAt + i] = value;
            slope[slopeAt + i] = f.left(x, y, value);
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
        for (int i = 0; i < count; i++) {
            double x = a[aAt + i];
            double y = b[bAt + i];
            double value = f.apply(x, y);
            out[outAt + i] = value;
            slope[slopeAt + i] = f.right(x, y, value);
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
