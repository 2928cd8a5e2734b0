package tributary.family.mediamix;

import java.io.Serializable;

/**
 * What a column is divided by before it enters the model.
 *
 * @param rule by what rule
 * @param fixed the number of the rule FIXED
 */
public record Scale(Rule rule, double fixed) implements Serializable {
    /** By which number. */
    public enum Rule {
        /** The mean over all weeks and geos. */
        MEAN,
        /** The largest value. */
        MAX,
        /** A stated number. */
        FIXED
    }

    /** Divides by the mean. */
    public static final Scale MEAN = new Scale(Rule.MEAN, 1);

    /** Divides by the largest value. */
    public static final Scale MAX = new Scale(Rule.MAX, 1);

    /** Checks the number. */
    public Scale {
        if (!(fixed > 0) || !Double.isFinite(fixed)) {
            throw new IllegalArgumentException("a scale is a positive number, not " + fixed);
        }
    }

    /** Divides by this number. */
    public static Scale by(double number) {
        return new Scale(Rule.FIXED, number);
    }

    /** The number for these values; 1 where the rule finds none that is positive. */
    double of(double[][] values) {
        double sum = 0;
        double most = 0;
        long count = 0;
        for (double[] row : values) {
            for (double value : row) {
                sum += value;
                most = Math.max(most, value);
                count++;
            }
        }
        double found = switch (rule) {
            case MEAN -> sum / Math.max(1, count);
            case MAX -> most;
            case FIXED -> fixed;
        };
        return found > 0 && Double.isFinite(found) ? found : 1;
    }
}
