package tributary.hierarchy;

import tributary.random.RandomStream;

/** The coefficients of the groups given the hyper-parameters. Not thread-safe: each task has its own. */
public interface GroupConditional {
    /**
     * One draw of a group's coefficients, with the conditional means and variances behind it; of coefficients that do
     * not vary the variance is 0.
     */
    void draw(int group, RandomStream stream, double[] coefficients, double[] means, double[] variances);

    /** The standard deviation between groups of each coefficient; 0 if it does not vary. */
    void spreads(double[] deviations);

    /** {@code log 2 pi}. */
    double LOG_TWO_PI = StrictMath.log(2 * StrictMath.PI);

    /** The log density of a group's outcomes, the group integrated out; NaN where that is no density. */
    double logLikelihood(int group);

    /**
     * The log density of one of a group's rows given its other rows, the group integrated out; NaN where that is no
     * density.
     *
     * @param x the row's columns
     * @param y its outcome
     */
    double logLeftOut(int group, double[] x, double y);

    /**
     * The same where the group's own level was integrated out under a flat prior: columns and outcome are about the
     * group's means, and the level adds to the row's leverage.
     *
     * @param own the leverage on the level: one over the rows
     */
    default double logLeftOut(int group, double[] x, double y, double own) {
        return Double.NaN;
    }

    /**
     * The log density of a row that was fitted with the others, had it been left out: with residual e and leverage h it
     * is {@code normal(e / (1 - h); 0, sigma^2 / (1 - h))}.
     */
    static double leftOut(double residual, double leverage, double variance) {
        double left = 1 - leverage;
        return left > 0
                ? -0.5 * (LOG_TWO_PI + StrictMath.log(variance / left) + residual * residual / (left * variance))
                : Double.NaN;
    }
}
