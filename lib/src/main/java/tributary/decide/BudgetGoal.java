package tributary.decide;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What a budget is to make large, as a number made of a response's draws, and how each draw weighs in its gradient.
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
        /** The mean of the worst share of outcomes (Rockafellar and Uryasev 2000). */
        CVAR,
        /** The probability of bringing more than the present plan, its step smoothed for the gradient. */
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
        return weigh(response, present, new double[response.length]);
    }

    /** The measure, and its derivative to each draw of the response. */
    double weigh(double[] response, double[] present, double[] weights) {
        int n = response.length;
        double mean = Arrays.stream(response).sum() / n;
        double squares =
                Arrays.stream(response).map(r -> (r - mean) * (r - mean)).sum();
        double variance = squares / Math.max(1, n - 1);
        double sd = Math.sqrt(variance);
        switch (kind) {
            case EXPECTED -> {
                Arrays.fill(weights, 1.0 / n);
                return mean;
            }
            case MEAN_SD -> {
                for (int d = 0; d < n; d++) {
                    weights[d] = 1.0 / n - (sd > 0 ? parameter * (response[d] - mean) / ((n - 1) * sd) : 0);
                }
                return mean - parameter * sd;
            }
            case MEAN_VARIANCE -> {
                for (int d = 0; d < n; d++) {
                    weights[d] = 1.0 / n - 2 * parameter * (response[d] - mean) / Math.max(1, n - 1);
                }
                return mean - parameter * variance;
            }
            case CVAR -> {
                return worst(response, weights);
            }
            case BEATS_PRESENT -> {
                return beats(response, present, weights);
            }
        }
        throw new IllegalStateException(kind.toString());
    }

    private double worst(double[] response, double[] weights) {
        int n = response.length;
        int count = Math.max(1, (int) Math.ceil(parameter * n - 1e-9));
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer d) -> response[d]))
                .mapToInt(Integer::intValue)
                .toArray();
        Arrays.fill(weights, 0);
        double sum = 0;
        for (int k = 0; k < count; k++) {
            weights[order[k]] = 1.0 / count;
            sum += response[order[k]] / count;
        }
        return sum;
    }

    /** The logistic function of gains, steep against their spread, so that the gradient sees draws near the step. */
    private static double beats(double[] response, double[] present, double[] weights) {
        int n = response.length;
        double spread = 0;
        for (int d = 0; d < n; d++) {
            spread += Math.abs(response[d] - present[d]) / n;
        }
        double width = Math.max(0.1 * spread, 1e-12);
        double sum = 0;
        for (int d = 0; d < n; d++) {
            double p = 1 / (1 + StrictMath.exp(-(response[d] - present[d]) / width));
            sum += p / n;
            weights[d] = p * (1 - p) / (width * n);
        }
        return sum;
    }
}
