package tributary.posterior.conjugate;

import tributary.random.RandomStream;

/**
 * One relative lift given the control rate: density proportional to (1 + d)^s (1 - p (1 + d))^f exp(-(d - m)^2 / (2
 * v)) on (-1, 1/p - 1), which is log-concave.
 *
 * <p>Draws are exact, by rejection under a flat top with two exponential tails touching at 1.4 standard deviations
 * (Devroye 1986, chapter VII); about nine of ten proposals are accepted.
 */
final class LiftConditional {
    private final double successes;
    private final double failures;
    private final double rate;
    private final double mean;
    private final double variance;
    private final double upper;

    LiftConditional(double successes, double failures, double rate, double mean, double variance) {
        this.successes = successes;
        this.failures = failures;
        this.rate = rate;
        this.mean = mean;
        this.variance = variance;
        this.upper = 1 / rate - 1;
    }

    double logDensity(double lift) {
        if (!(lift >= -1 && lift <= upper)) {
            return Double.NEGATIVE_INFINITY;
        }
        double gap = lift - mean;
        return logShape(lift) - 0.5 * gap * gap / variance;
    }

    /** The arm's log likelihood at this lift, the factor rate^s included. */
    double logLikelihood(double lift) {
        return lift >= -1 && lift <= upper
                ? logShape(lift) + times(successes, StrictMath.log(rate))
                : Double.NEGATIVE_INFINITY;
    }

    private double logShape(double lift) {
        return times(successes, StrictMath.log1p(lift))
                + times(failures, StrictMath.log(Math.max(0, 1 - rate * (1 + lift))));
    }

    /** The logarithm of the integral of the density, by the trapezoidal rule over its range. */
    double logIntegral(int nodes) {
        double[] ends = range();
        double step = (ends[1] - ends[0]) / (nodes - 1);
        double top = logDensity(mode());
        double sum = 0;
        for (int i = 0; i < nodes; i++) {
            double weight = i == 0 || i == nodes - 1 ? 0.5 : 1;
            sum += weight * StrictMath.exp(logDensity(ends[0] + i * step) - top);
        }
        return top + StrictMath.log(sum * step);
    }

    /** Where the log density lies within {@link GridDensity#DROP} of its maximum. */
    double[] range() {
        double mode = mode();
        double floor = logDensity(mode) - GridDensity.DROP;
        return new double[] {fall(mode, -1, floor), fall(mode, upper, floor)};
    }

    private double fall(double mode, double limit, double floor) {
        double in = mode;
        double out = limit;
        for (int i = 0; i < 200 && StrictMath.abs(out - in) > 1e-2 * StrictMath.abs(out - mode); i++) {
            double middle = 0.5 * (in + out);
            if (logDensity(middle) >= floor) {
                in = middle;
            } else {
                out = middle;
            }
        }
        return out;
    }

    private static double times(double count, double log) {
        return count == 0 ? 0 : count * log;
    }

    private double slope(double lift) {
        return successes / (1 + lift) - failures * rate / (1 - rate * (1 + lift)) - (lift - mean) / variance;
    }

    private double curvature(double lift) {
        double q = rate / (1 - rate * (1 + lift));
        return -successes / ((1 + lift) * (1 + lift)) - failures * q * q - 1 / variance;
    }

    /** The mode: Newton's steps kept inside a shrinking bracket; the density may peak at an end of its support. */
    double mode() {
        double low = -1;
        double high = upper;
        double x = Math.min(Math.max(mean, -0.9), 0.5 * upper);
        for (int i = 0; i < 100; i++) {
            double slope = slope(x);
            if (slope > 0) {
                low = x;
            } else {
                high = x;
            }
            double next = x - slope / curvature(x);
            if (!(next > low && next < high)) {
                next = 0.5 * (low + high);
            }
            if (StrictMath.abs(next - x) <= 1e-13 * (1 + StrictMath.abs(x))) {
                return next;
            }
            x = next;
        }
        return x;
    }

    double sample(RandomStream stream) {
        double mode = mode();
        double top = logDensity(mode);
        double reach = 1.4 / StrictMath.sqrt(-curvature(mode));
        double right = Math.min(mode + reach, 0.5 * (mode + upper));
        double left = Math.max(mode - reach, 0.5 * (mode - 1));
        double rightSlope = -slope(right);
        double leftSlope = slope(left);
        // Where the tangents meet the flat top; a side without a falling tangent is flat to the end of the support.
        boolean rightFalls = rightSlope > 0;
        boolean leftFalls = leftSlope > 0;
        double rightEnd =
                rightFalls ? Math.min(upper, Math.max(mode, right - (top - logDensity(right)) / rightSlope)) : upper;
        double leftEnd = leftFalls ? Math.max(-1, Math.min(mode, left + (top - logDensity(left)) / leftSlope)) : -1;
        double rightMass = rightFalls ? 1 / rightSlope : 0;
        double leftMass = leftFalls ? 1 / leftSlope : 0;
        double middle = rightEnd - leftEnd;
        while (true) {
            double u = stream.nextDouble() * (leftMass + middle + rightMass);
            double x;
            double hat;
            if (u < leftMass) {
                double e = stream.nextExponential();
                x = leftEnd - e / leftSlope;
                hat = top - e;
            } else if (u < leftMass + middle) {
                x = leftEnd + (u - leftMass);
                hat = top;
            } else {
                double e = stream.nextExponential();
                x = rightEnd + e / rightSlope;
                hat = top - e;
            }
            if (-stream.nextExponential() <= logDensity(x) - hat) {
                return x;
            }
        }
    }
}
