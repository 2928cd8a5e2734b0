package tributary.math;

/** Plain loops for functions of one number; one loop a function, so that each is compiled for itself. */
final class PlainUnary {
    private PlainUnary() {}

    static void value(UnaryFunction f, double[] x, int xAt, double[] out, int outAt, int count) {
        switch (f) {
            case NEGATE -> negate(x, xAt, out, outAt, count);
            case SQUARE -> square(x, xAt, out, outAt, count);
            case RECIPROCAL -> reciprocal(x, xAt, out, outAt, count);
            case SQRT -> sqrt(x, xAt, out, outAt, count);
            case EXP -> PlainExp.exp(1, x, xAt, out, outAt, count);
            case LOG -> log(x, xAt, out, outAt, count);
            case LOG1P -> log1p(x, xAt, out, outAt, count);
            case SIGMOID -> sigmoid(x, xAt, out, outAt, count);
            case SOFTPLUS -> softplus(x, xAt, out, outAt, count);
            case TANH -> tanh(x, xAt, out, outAt, count);
            default -> each(f, x, xAt, out, outAt, count);
        }
    }

    static void slope(
            UnaryFunction f, double[] x, int xAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        switch (f) {
            case SOFTPLUS -> softplusSlope(x, xAt, out, outAt, slope, slopeAt, count);
            case LOG_GAMMA, DIGAMMA, NORMAL_CDF, NORMAL_LOG_CDF -> {
                value(f, x, xAt, out, outAt, count);
                derive(f, x, xAt, out, outAt, slope, slopeAt, count);
            }
            case SQUARE -> {
                square(x, xAt, out, outAt, count);
                twice(x, xAt, slope, slopeAt, count);
            }
            case RECIPROCAL -> {
                reciprocal(x, xAt, out, outAt, count);
                minusSquare(out, outAt, slope, slopeAt, count);
            }
            case LOG -> {
                log(x, xAt, out, outAt, count);
                reciprocal(x, xAt, slope, slopeAt, count);
            }
            case SIGMOID -> {
                sigmoid(x, xAt, out, outAt, count);
                bell(out, outAt, slope, slopeAt, count);
            }
            case TANH -> {
                tanh(x, xAt, out, outAt, count);
                oneMinusSquare(out, outAt, slope, slopeAt, count);
            }
            default -> {
                value(f, x, xAt, out, outAt, count);
                derive(f, x, xAt, out, outAt, slope, slopeAt, count);
            }
        }
    }

    private static void each(UnaryFunction f, double[] x, int xAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = f.apply(x[xAt + i]);
        }
    }

    private static void derive(
            UnaryFunction f, double[] x, int xAt, double[] y, int yAt, double[] slope, int slopeAt, int count) {
        for (int i = 0; i < count; i++) {
            slope[slopeAt + i] = f.derivative(x[xAt + i], y[yAt + i]);
        }
    }

    private static void softplusSlope(
            double[] x, int xAt, double[] out, int outAt, double[] slope, int slopeAt, int count) {
        PlainExp.decay(x, xAt, slope, slopeAt, count);
        softplusOf(x, xAt, slope, slopeAt, out, outAt, count);
        sigmoidOf(x, xAt, slope, slopeAt, count);
    }

    /** Softplus, given {@code e^-|x|}, which may stand where the result goes. */
    static void softplusOf(double[] x, int xAt, double[] decay, int decayAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = Elementary.log1pOfUnit(decay[decayAt + i]);
        }
        for (int i = 0; i < count; i++) {
            out[outAt + i] = Elementary.positive(x[xAt + i]) + out[outAt + i];
        }
    }

    /** The sigmoid in the place of {@code e^-|x|}. */
    static void sigmoidOf(double[] x, int xAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            double decay = out[outAt + i];
            out[outAt + i] = Elementary.numerator(x[xAt + i], decay) / (1 + decay);
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

    private static void reciprocal(double[] x, int xAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = 1 / x[xAt + i];
        }
    }

    private static void sqrt(double[] x, int xAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = Math.sqrt(x[xAt + i]);
        }
    }

    private static void log(double[] x, int xAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = Elementary.log(x[xAt + i]);
        }
    }

    private static void log1p(double[] x, int xAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = Elementary.log1p(x[xAt + i]);
        }
    }

    private static void tanh(double[] x, int xAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = Elementary.tanh(x[xAt + i]);
        }
    }

    private static void twice(double[] x, int xAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = x[xAt + i] + x[xAt + i];
        }
    }

    private static void minusSquare(double[] x, int xAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = -(x[xAt + i] * x[xAt + i]);
        }
    }

    private static void bell(double[] x, int xAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = x[xAt + i] * (1 - x[xAt + i]);
        }
    }

    private static void oneMinusSquare(double[] x, int xAt, double[] out, int outAt, int count) {
        for (int i = 0; i < count; i++) {
            out[outAt + i] = 1 - x[xAt + i] * x[xAt + i];
        }
    }

    private static void sigmoid(double[] x, int xAt, double[] out, int outAt, int count) {
        PlainExp.decay(x, xAt, out, outAt, count);
        sigmoidOf(x, xAt, out, outAt, count);
    }

    private static void softplus(double[] x, int xAt, double[] out, int outAt, int count) {
        PlainExp.decay(x, xAt, out, outAt, count);
        softplusOf(x, xAt, out, outAt, out, outAt, count);
    }
}
