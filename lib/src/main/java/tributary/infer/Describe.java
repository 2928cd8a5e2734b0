package tributary.infer;

import java.util.Arrays;

/**
 * Point descriptions of a sample: mean, spread, quantiles and shares.
 *
 * <p>Draws may be NaN or infinite; so then are the answers. An empty sample is NaN throughout.
 */
public final class Describe {
    private Describe() {}

    /** The arithmetic mean, in two passes: the second removes the rounding of the first. */
    public static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        if (Double.isInfinite(mean) || Double.isNaN(mean)) {
            return mean;
        }
        double rest = 0;
        for (double value : values) {
            rest += value - mean;
        }
        return mean + rest / values.length;
    }

    /** The sample variance, divisor n - 1; NaN for fewer than two values. */
    public static double variance(double[] values) {
        if (values.length < 2) {
            return Double.NaN;
        }
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / (values.length - 1);
    }

    /** The sample standard deviation, divisor n - 1. */
    public static double sd(double[] values) {
        return StrictMath.sqrt(variance(values));
    }

    /** The median. */
    public static double median(double[] values) {
        return quantile(values, 0.5);
    }

    /** The median absolute deviation from the median, not rescaled (as ArviZ and SciPy report it). */
    public static double mad(double[] values) {
        double median = median(values);
        double[] deviations = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            deviations[i] = StrictMath.abs(values[i] - median);
        }
        return median(deviations);
    }

    /**
     * A quantile by linear interpolation of order statistics at {@code (n - 1) p} (type 7 of Hyndman and Fan 1996).
     *
     * @param probability in [0, 1]
     */
    public static double quantile(double[] values, double probability) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return quantileOfSorted(sorted, probability);
    }

    /** Several quantiles with one sort. */
    public static double[] quantiles(double[] values, double... probabilities) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] result = new double[probabilities.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = quantileOfSorted(sorted, probabilities[i]);
        }
        return result;
    }

    /** The share of values strictly above a threshold; ties count half, so that a discrete zero is neutral. */
    public static double probabilityAbove(double[] values, double threshold) {
        double count = 0;
        for (double value : values) {
            if (value > threshold) {
                count += 1;
            } else if (value == threshold) {
                count += 0.5;
            }
        }
        return count / values.length;
    }

    /** The share of values inside a closed interval. */
    public static double probabilityInside(double[] values, Interval interval) {
        int count = 0;
        for (double value : values) {
            if (interval.contains(value)) {
                count++;
            }
        }
        return (double) count / values.length;
    }

    static double quantileOfSorted(double[] sorted, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("quantile probability must be in [0, 1], is " + probability);
        }
        if (sorted.length == 0 || Double.isNaN(sorted[sorted.length - 1])) {
            return Double.NaN;
        }
        double place = probability * (sorted.length - 1);
        int below = (int) place;
        double fraction = place - below;
        if (fraction == 0 || sorted[below] == sorted[below + 1]) {
            return sorted[below];
        }
        return sorted[below] + fraction * (sorted[below + 1] - sorted[below]);
    }
}
