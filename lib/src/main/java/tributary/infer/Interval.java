package tributary.infer;

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
        return SortedDraws.of(values).highestDensity(probability);
    }

    /**
     * The interval that leaves equal probability on both sides.
     *
     * @param values draws in any order
     * @param probability in (0, 1)
     */
    public static Interval equalTailed(double[] values, double probability) {
        return SortedDraws.of(values).equalTailed(probability);
    }
}
