package tributary.decide;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What a budget is to make large, as a number made of a response's draws; {@link SmoothGoal} is what a search climbs.
 *
 * @param kind the measure
 * @param parameter the multiple of the standard deviation or variance, or the share of worst outcomes; ignored by others
 */
public record BudgetGoal(Kind kind, double parameter) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The measures offered. */
    public enum Kind {
        /** The mean. */
        EXPECTED,
        /** Mean less a multiple of the standard deviation. */
        MEAN_SD,
        /** Mean less a multiple of the variance (Markowitz 1952). */
        MEAN_VARIANCE,
        /**
         * The mean of the worst share of outcomes, {@code max over v of v - E[(v - response)+] / share} (Rockafellar and
         * Uryasev 2000).
         */
        CVAR,
        /** The probability of bringing more than the present plan; of bringing as much counts half. */
        BEATS_PRESENT
    }

    /** Checks the parameter. */
    public BudgetGoal {
        boolean multiple = kind == Kind.MEAN_SD || kind == Kind.MEAN_VARIANCE;
        if (multiple && !(parameter >= 0 && Double.isFinite(parameter))) {
            throw new IllegalArgumentException("the aversion to risk must not be negative, is " + parameter);
        }
        if (kind == Kind.CVAR && !(parameter > 0 && parameter <= 1)) {
            throw new IllegalArgumentException("the share of worst outcomes must lie in (0, 1], is " + parameter);
        }
    }

    /** The mean alone. */
    public static BudgetGoal expected() {
        return new BudgetGoal(Kind.EXPECTED, 0);
    }

    /**
     * The measure.
     *
     * @param response draws under the plan
     * @param present the same draws under the present plan
     */
    public double value(double[] response, double[] present) {
        int n = response.length;
        double mean = Arrays.stream(response).sum() / n;
        return switch (kind) {
            case EXPECTED -> mean;
            case MEAN_SD -> mean - parameter * Math.sqrt(variance(response, mean));
            case MEAN_VARIANCE -> mean - parameter * variance(response, mean);
            case CVAR -> worst(response);
            case BEATS_PRESENT -> {
                double more = 0;
                for (int d = 0; d < n; d++) {
                    more += response[d] > present[d] ? 1 : response[d] == present[d] ? 0.5 : 0;
                }
                yield more / n;
            }
        };
    }

    static double variance(double[] response, double mean) {
        double squares = 0;
        for (double r : response) {
            squares += (r - mean) * (r - mean);
        }
        return squares / Math.max(1, response.length - 1);
    }

    /** The worst outcomes' mean; of the last of them only as much counts as fills the share. */
    private double worst(double[] response) {
        double[] sorted = response.clone();
        Arrays.sort(sorted);
        double count = parameter * sorted.length;
        double sum = 0;
        for (int k = 0; k < sorted.length && k < count; k++) {
            sum += Math.min(1, count - k) * sorted[k];
        }
        return sum / count;
    }
}
