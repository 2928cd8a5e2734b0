package tributary.decide;

import java.io.Serializable;

/**
 * The region of practical equivalence: lifts too small to matter (Kruschke 2018).
 *
 * @param scale absolute or relative lift
 * @param lower lower end, at most upper
 * @param upper upper end
 */
public record Rope(Scale scale, double lower, double upper) implements Serializable {
    private static final long serialVersionUID = 1L;

    public Rope {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException("a region needs lower <= upper, is " + lower + ".." + upper);
        }
    }

    /** The default: relative lifts of one percent either way. */
    public static Rope onePercentRelative() {
        return new Rope(Scale.RELATIVE, -0.01, 0.01);
    }

    /** Where an interval stands to this region. */
    public RopeVerdict verdict(double intervalLower, double intervalUpper) {
        if (Double.isNaN(intervalLower) || Double.isNaN(intervalUpper)) {
            return RopeVerdict.UNDECIDED;
        }
        if (intervalLower > upper) {
            return RopeVerdict.ABOVE;
        }
        if (intervalUpper < lower) {
            return RopeVerdict.BELOW;
        }
        return intervalLower >= lower && intervalUpper <= upper ? RopeVerdict.EQUIVALENT : RopeVerdict.UNDECIDED;
    }
}
