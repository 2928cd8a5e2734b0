package tributary.decide;

import java.util.Arrays;
import java.util.List;

/**
 * A goal as a search climbs it: with exact derivatives to every draw, and where the goal itself has steps or kinks, smoothed
 * over a width that is fixed before the search begins.
 *
 * <p>The share of worst outcomes has a kink wherever draws change places; with {@code s(x) = width log(1 + exp(x / width))}
 * in place of {@code (x)+} its value falls by at most {@code width log(2) / share}, here at most a twentieth of the standard
 * deviation of what the present plan brings. The probability of beating the present plan steps at each draw's zero gain; the
 * logistic function of gain over width is off by at most the mean of {@code 1 / (1 + exp(|gain| / width))}, with a width of a
 * tenth of the gains that plans can make. What is reported of a plan is never smoothed: {@link BudgetGoal#value}.
 */
final class SmoothGoal {
    private static final double BIAS = 0.05;
    private static final double STEP = 0.1;

    /** How much wider the first of two searches is, so that the second starts near the top. */
    private static final double FIRST = 10;

    private final BudgetGoal goal;
    private final double width;

    SmoothGoal(BudgetGoal goal, double width) {
        this.goal = goal;
        this.width = width;
    }

    /**
     * What is climbed one after the other: the goal itself where it is smooth, else a wide and then a narrow one.
     *
     * @param present draws of the present plan
     * @param gains the size of gains over it that plans can make
     */
    static List<SmoothGoal> stages(BudgetGoal goal, double[] present, double gains) {
        double mean = Arrays.stream(present).sum() / present.length;
        double least = 1e-9 * Math.abs(mean) + Double.MIN_NORMAL;
        double width = switch (goal.kind()) {
            case EXPECTED, MEAN_SD, MEAN_VARIANCE -> 0;
            case CVAR ->
                goal.parameter() < 1
                        ? Math.max(
                                BIAS
                                        * goal.parameter()
                                        / StrictMath.log(2)
                                        * Math.sqrt(BudgetGoal.variance(present, mean)),
                                least)
                        : 0;
            case BEATS_PRESENT -> Math.max(STEP * gains, least);
        };
        SmoothGoal last = new SmoothGoal(goal, width);
        return width > 0 ? List.of(new SmoothGoal(goal, FIRST * width), last) : List.of(last);
    }

    /** The measure, and its derivative to each draw of the response. */
    double weigh(double[] response, double[] present, double[] weights) {
        int n = response.length;
        double mean = Arrays.stream(response).sum() / n;
        switch (goal.kind()) {
            case EXPECTED -> {
                Arrays.fill(weights, 1.0 / n);
                return mean;
            }
            case MEAN_SD -> {
                double sd = Math.sqrt(BudgetGoal.variance(response, mean));
                for (int d = 0; d < n; d++) {
                    weights[d] = 1.0 / n - (sd > 0 ? goal.parameter() * (response[d] - mean) / ((n - 1) * sd) : 0);
                }
                return mean - goal.parameter() * sd;
            }
            case MEAN_VARIANCE -> {
                for (int d = 0; d < n; d++) {
                    weights[d] = 1.0 / n - 2 * goal.parameter() * (response[d] - mean) / Math.max(1, n - 1);
                }
                return mean - goal.parameter() * BudgetGoal.variance(response, mean);
            }
            case CVAR -> {
                if (width > 0) {
                    return worst(response, weights);
                }
                Arrays.fill(weights, 1.0 / n);
                return mean;
            }
            case BEATS_PRESENT -> {
                double sum = 0;
                for (int d = 0; d < n; d++) {
                    double p = logistic((response[d] - present[d]) / width);
                    sum += p / n;
                    weights[d] = p * (1 - p) / (width * n);
                }
                return sum;
            }
        }
        throw new IllegalStateException(goal.kind().toString());
    }

    /** At the best {@code v} the weights of draws sum to one, and moving it changes nothing: derivatives pass it by. */
    private double worst(double[] response, double[] weights) {
        double count = goal.parameter() * response.length;
        double v = quantile(response, count);
        double sum = 0;
        for (int d = 0; d < response.length; d++) {
            double x = (v - response[d]) / width;
            sum += width * (Math.max(0, x) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))));
            weights[d] = logistic(x) / count;
        }
        return v - sum / count;
    }

    /** Where the logistic weights of draws below sum to the count: Newton's steps, halved into a bracket. */
    private double quantile(double[] response, double count) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double r : response) {
            low = Math.min(low, r);
            high = Math.max(high, r);
        }
        double logit = width * StrictMath.log(goal.parameter() / (1 - goal.parameter()));
        low += logit;
        high += logit;
        double v = low + (high - low) / 2;
        for (int step = 0; step < 200 && high > low; step++) {
            double sum = -count;
            double slope = 0;
            for (double r : response) {
                double p = logistic((v - r) / width);
                sum += p;
                slope += p * (1 - p) / width;
            }
            if (sum > 0) {
                high = v;
            } else {
                low = v;
            }
            double next = v - sum / slope;
            next = next > low && next < high ? next : low + (high - low) / 2;
            if (Math.abs(next - v) <= 1e-14 * (width + Math.abs(v))) {
                return next;
            }
            v = next;
        }
        return v;
    }

    private static double logistic(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }
}
