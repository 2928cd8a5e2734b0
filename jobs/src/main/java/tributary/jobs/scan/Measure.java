package tributary.jobs.scan;

import java.io.Serializable;

/**
 * One number per unit: which column or fact it comes from, and how.
 *
 * @param source the column (units), or the value of the metric column (facts, aggregates)
 * @param aggregation how the facts of one unit become one number; unused for units and aggregates
 * @param scale what each number is multiplied by, such as 0.01 for cents; finite, not 0
 */
public record Measure(String source, Aggregation aggregation, double scale) implements Serializable {
    /** How several facts become one number. */
    public enum Aggregation {
        /** Their sum. */
        SUM,
        /** How many there are. */
        COUNT,
        /** 1 if there is any with a value above 0, else 0. */
        ANY
    }

    /** Checks the scale. */
    public Measure {
        if (!Double.isFinite(scale) || scale == 0) {
            throw new IllegalArgumentException("scale must be finite and not 0, is " + scale);
        }
    }

    /** The sum of a column or fact as it stands. */
    public static Measure sum(String source) {
        return new Measure(source, Aggregation.SUM, 1);
    }

    /** Whether there is any fact above 0. */
    public static Measure any(String source) {
        return new Measure(source, Aggregation.ANY, 1);
    }
}
