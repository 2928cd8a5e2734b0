package tributary.infer;

import java.util.Arrays;

/**
 * An interval of a posterior: highest density or equal tails.
 *
 * @param lower the lower end
 * @param upper the upper end, not below the lower
 */
public record Interval(double lower, double upper) {

    /** The width. */
    public double width() {
        return upper - lower;
    }

    /** Whether a value lies in it, ends included. */
    public boolean contains(double value) {
        return lower <= value && value <= upper;
    }

    /** Whether this lies wholly inside another. */
    public boolean inside(Interval other) {
        return other.lower <= lower && upper <= other.upper;
    }

    /** Whether this has no point in common with another. */
    public boolean excludes(Interval other) {
        return upper < other.lower || other.upper < lower;
    }

    /**
     * The highest-density interval of a one-humped sample: of all intervals from one draw to the {@code floor(n
     * probability)}-th after it, the narrowest, the lowest of ties (Chen and Shao 1999; ArviZ's definition).
     *
     * @param values draws in any order
     * @param probability in (0, 1)
     * @return NaN ends if a value is NaN
     */
    public static Interval highestDensity(double[] values, double probability) {
        checkProbability(probability);
        double[] sorted = sorted(values);
        if (Double.isNaN(sorted[sorted.length - 1])) {
            return new Interval(Double.NaN, Double.NaN);
        }
        int span = (int) StrictMath.floor(probability * sorted.length);
        int best = 0;
        for (int i = 1; i + span < sorted.length; i++) {
            if (sorted[i + span] - sorted[i] < sorted[best + span] - sorted[best]) {
                best = i;
            }
        }
        return new Interval(sorted[best], sorted[best + span]);
    }

    /**
     * The interval that leaves equal probability on both sides.
     *
     * @param values draws in any order
     * @param probability in (0, 1)
     */
    public static Interval equalTailed(double[] values, double probability) {
        checkProbability(probability);
        double[] sorted = sorted(values);
        double tail = (1 - probability) / 2;
        return new Interval(Describe.quantileOfSorted(sorted, tail), Describe.quantileOfSorted(sorted, 1 - tail));
    }

    private static double[] sorted(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("an interval needs draws, there are none");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static void checkProbability(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("interval probability must be inside (0, 1), is " + probability);
        }
    }
}
