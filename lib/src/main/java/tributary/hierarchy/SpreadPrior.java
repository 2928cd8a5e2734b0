package tributary.hierarchy;

import java.io.Serializable;

/**
 * The prior of a standard deviation, up to a constant: a family of densities on the positive numbers.
 *
 * @param family its shape
 * @param scale in units of the standard deviation, positive
 */
public record SpreadPrior(Family family, double scale) implements Serializable {
    /** Checks the scale. */
    public SpreadPrior {
        if (!(scale > 0) || !Double.isFinite(scale)) {
            throw new IllegalArgumentException("the scale of a prior must be positive and finite, not " + scale);
        }
    }

    /** The shapes. */
    public enum Family {
        /** Proportional to {@code exp(-(s / scale)^2 / 2)}. */
        HALF_NORMAL,
        /** Proportional to {@code 1 / (1 + (s / scale)^2)}. */
        HALF_CAUCHY,
        /** Proportional to {@code exp(-s / scale)}: the scale is the mean. */
        EXPONENTIAL
    }

    /** A half-normal prior. */
    public static SpreadPrior halfNormal(double scale) {
        return new SpreadPrior(Family.HALF_NORMAL, scale);
    }

    /** A half-Cauchy prior. */
    public static SpreadPrior halfCauchy(double scale) {
        return new SpreadPrior(Family.HALF_CAUCHY, scale);
    }

    /** An exponential prior of this mean. */
    public static SpreadPrior exponential(double mean) {
        return new SpreadPrior(Family.EXPONENTIAL, mean);
    }

    /** The log density at a positive number. */
    double logDensity(double value) {
        double z = value / scale;
        return switch (family) {
            case HALF_NORMAL -> -0.5 * z * z;
            case HALF_CAUCHY -> -StrictMath.log1p(z * z);
            case EXPONENTIAL -> -z;
        };
    }

    /** Its derivative. */
    double slope(double value) {
        double z = value / scale;
        return switch (family) {
            case HALF_NORMAL -> -z / scale;
            case HALF_CAUCHY -> -2 * z / (1 + z * z) / scale;
            case EXPONENTIAL -> -1 / scale;
        };
    }
}
