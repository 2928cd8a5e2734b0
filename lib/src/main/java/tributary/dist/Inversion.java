package tributary.dist;

import java.util.function.DoubleUnaryOperator;

/**
 * Quantiles from distribution functions by bisection over the doubles themselves, so that the answer is exact to
 * the last representable number whatever the scale.
 *
 * <p>Bisection halves the sorted bit patterns, not the interval: at most 64 evaluations find a quantile of 1e-280
 * as surely as one of 1e+9, where solvers with an absolute tolerance return noise.
 */
public final class Inversion {
    private static final double LARGEST_INTEGER = 0x1.0p53;

    private Inversion() {}

    /**
     * The smallest value in a support with constant bounds at which a non-decreasing function is at least p; ends that
     * are not values themselves are left out.
     */
    static double quantile(DoubleUnaryOperator function, double p, Support support) {
        double least = support.least();
        double greatest = support.greatest();
        return switch (support.kind()) {
            case INTEGER -> integerQuantile(function, p, least, greatest);
            case REAL, SIMPLEX, ORDERED, CORRELATION_CHOLESKY, COVARIANCE_CHOLESKY ->
                support.closed()
                        ? quantile(function, p, least, greatest)
                        : quantile(function, p, Math.nextUp(least), Math.nextDown(greatest));
        };
    }

    /**
     * The smallest double x in [lower, upper] with cdf(x) at least p.
     *
     * @param cdf non-decreasing on [lower, upper]
     */
    public static double quantile(DoubleUnaryOperator cdf, double p, double lower, double upper) {
        long low = ordered(lower);
        long high = ordered(upper);
        while (low < high) {
            long middle = (low & high) + ((low ^ high) >> 1);
            if (cdf.applyAsDouble(fromOrdered(middle)) >= p) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return fromOrdered(high);
    }

    /**
     * The smallest double x in [lower, upper] whose survival function is at most q.
     *
     * @param survival non-increasing on [lower, upper]
     */
    public static double upperQuantile(DoubleUnaryOperator survival, double q, double lower, double upper) {
        return quantile(x -> -survival.applyAsDouble(x), -q, lower, upper);
    }

    /**
     * The smallest integer k in [lower, upper] with cdf(k) at least p.
     *
     * @param cdf non-decreasing on the integers of [lower, upper]
     * @param lower an integer below 2^53 in size
     * @param upper an integer, or infinity
     */
    public static double integerQuantile(DoubleUnaryOperator cdf, double p, double lower, double upper) {
        double low = lower;
        double top = Math.min(upper, LARGEST_INTEGER);
        double step = 1;
        double high = Math.min(top, low);
        while (high < top && !(cdf.applyAsDouble(high) >= p)) {
            low = high + 1;
            high = Math.min(top, high + step);
            step *= 2;
        }
        while (low < high) {
            double middle = StrictMath.floor(low + (high - low) / 2);
            if (cdf.applyAsDouble(middle) >= p) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return high >= LARGEST_INTEGER ? upper : high;
    }

    /** A long whose order is the order of the doubles, negative zero before zero. */
    private static long ordered(double x) {
        long bits = Double.doubleToLongBits(x);
        return bits < 0 ? Long.MIN_VALUE - bits - 1 : bits;
    }

    private static double fromOrdered(long ordered) {
        return Double.longBitsToDouble(ordered < 0 ? Long.MIN_VALUE - ordered - 1 : ordered);
    }
}
