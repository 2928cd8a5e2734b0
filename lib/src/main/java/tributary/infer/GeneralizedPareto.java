package tributary.infer;

import java.util.Arrays;

/**
 * The generalised Pareto distribution of exceedances, {@code P(X > x) = (1 + k x / sigma)^(-1/k)}, and its quick
 * quasi-Bayesian fit (Zhang and Stephens 2009, with the prior on k of Vehtari et al. 2024).
 *
 * @param shape k: moments of order 1/k and above do not exist
 * @param scale sigma
 */
record GeneralizedPareto(double shape, double scale) {
    private static final double PRIOR_DRAWS = 10;
    private static final double PRIOR_SHAPE = 0.5;
    private static final double NEGLIGIBLE = 10 * StrictMath.ulp(1.0);

    /** The fit to exceedances in increasing order, the last of them positive. */
    static GeneralizedPareto fit(double[] sorted) {
        int n = sorted.length;
        int grid = 30 + (int) StrictMath.sqrt(n);
        double quartile = sorted[(int) (n / 4.0 + 0.5) - 1];
        double[] ratio = new double[grid];
        double[] profile = new double[grid];
        for (int j = 0; j < grid; j++) {
            ratio[j] = 1 / sorted[n - 1] + (1 - StrictMath.sqrt(grid / (j + 0.5))) / (3 * quartile);
            double k = meanLog(sorted, ratio[j]);
            profile[j] = n * (StrictMath.log(-ratio[j] / k) - k - 1);
        }
        double[] weight = new double[grid];
        for (int i = 0; i < grid; i++) {
            double sum = 0;
            for (int j = 0; j < grid; j++) {
                sum += StrictMath.exp(profile[j] - profile[i]);
            }
            weight[i] = 1 / sum < NEGLIGIBLE ? 0 : 1 / sum;
        }
        double total = Arrays.stream(weight).sum();
        double posterior = 0;
        for (int j = 0; j < grid; j++) {
            posterior += weight[j] == 0 ? 0 : ratio[j] * weight[j] / total;
        }
        double k = meanLog(sorted, posterior);
        return new GeneralizedPareto((n * k + PRIOR_DRAWS * PRIOR_SHAPE) / (n + PRIOR_DRAWS), -k / posterior);
    }

    /** The quantile function at a probability in (0, 1). */
    double quantile(double probability) {
        double exponential = -StrictMath.log1p(-probability);
        return StrictMath.abs(shape) < StrictMath.ulp(1.0)
                ? scale * exponential
                : scale * StrictMath.expm1(shape * exponential) / shape;
    }

    private static double meanLog(double[] values, double ratio) {
        double sum = 0;
        for (double value : values) {
            sum += StrictMath.log1p(-ratio * value);
        }
        return sum / values.length;
    }
}
