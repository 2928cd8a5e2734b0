package tributary.math;

/**
 * The elementary transcendental functions, the same bits on every platform.
 */
public final class Elementary {
    private Elementary() {}

    /** {@code e^x}. */
    public static double exp(double x) {
        return StrictMath.exp(x);
    }

    /** {@code e^x - 1}, accurate near zero. */
    public static double expm1(double x) {
        return StrictMath.expm1(x);
    }

    /** The natural logarithm: negative infinity at zero, NaN below. */
    public static double log(double x) {
        return StrictMath.log(x);
    }

    /** {@code log(1 + x)}, accurate near zero. */
    public static double log1p(double x) {
        return StrictMath.log1p(x);
    }

    /** {@code 1 / (1 + e^-x)}, accurate in both tails. */
    public static double sigmoid(double x) {
        double e = exp(-Math.abs(x));
        return (x >= 0 ? 1 : e) / (1 + e);
    }

    /** {@code log(1 + e^x)}, accurate in both tails. */
    public static double softplus(double x) {
        return Math.max(x, 0) + log1p(exp(-Math.abs(x)));
    }

    /** The hyperbolic tangent. */
    public static double tanh(double x) {
        return StrictMath.tanh(x);
    }

    /** {@code x^y}, with the special cases of {@link StrictMath#pow}. */
    public static double pow(double x, double y) {
        return StrictMath.pow(x, y);
    }
}
