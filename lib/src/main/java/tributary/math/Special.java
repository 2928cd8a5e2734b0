package tributary.math;

import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;

/**
 * Gamma and normal functions, the same bits on every platform.
 */
public final class Special {
    private static final double HALF_LOG_TWO_PI = 0.91893853320467274178;
    private static final double SQRT_TWO = 1.4142135623730950488;

    private Special() {}

    /** {@code log Gamma(x)} for {@code x > 0}; NaN below zero. */
    public static double logGamma(double x) {
        return x == 0 ? Double.POSITIVE_INFINITY : Gamma.logGamma(x);
    }

    /** The derivative of {@link #logGamma}. */
    public static double digamma(double x) {
        return Gamma.digamma(x);
    }

    /** The derivative of {@link #digamma}. */
    public static double trigamma(double x) {
        return Gamma.trigamma(x);
    }

    /** The standard normal density. */
    public static double normalDensity(double x) {
        return Elementary.exp(-0.5 * x * x - HALF_LOG_TWO_PI);
    }

    /** The standard normal distribution function, relatively accurate in the left tail. */
    public static double normalCdf(double x) {
        return 0.5 * Erf.erfc(-x / SQRT_TWO);
    }

    /** The logarithm of {@link #normalCdf}. */
    public static double normalLogCdf(double x) {
        return x > -10 ? Elementary.log(normalCdf(x)) : Elementary.log(normalDensity(x) / normalHazard(-x));
    }

    /** The normal hazard {@code phi(x) / (1 - Phi(x))}, which grows like x. */
    public static double normalHazard(double x) {
        return x < 10 ? normalDensity(x) / normalCdf(-x) : x + 1 / (x + 2 / (x + 3 / (x + 4 / x)));
    }
}
