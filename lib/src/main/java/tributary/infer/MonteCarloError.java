package tributary.infer;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * Monte Carlo standard errors of posterior summaries (Vehtari et al. 2021; ArviZ's definitions).
 *
 * <p>All take {@code [chain][draw]}; fewer than four draws, or a NaN, give NaN.
 */
public final class MonteCarloError {
    /** Phi(-1) and Phi(1) to the digits of the published definition: the ends of one standard error. */
    private static final double[] ONE_SIGMA = {0.1586553, 0.8413447};

    private MonteCarloError() {}

    /** Of the mean: {@code sd / sqrt(ess)}. */
    public static double mean(double[][] chains) {
        return SplitChains.usable(chains, 1)
                ? Describe.sd(SplitChains.pool(chains)) / StrictMath.sqrt(EffectiveSize.mean(chains))
                : Double.NaN;
    }

    /** Of the standard deviation, by the delta method on the second and fourth central moments. */
    public static double sd(double[][] chains) {
        if (!SplitChains.usable(chains, 1)) {
            return Double.NaN;
        }
        double[] values = SplitChains.pool(chains);
        return sd(values, Describe.mean(values), EffectiveSize.sd(chains));
    }

    /** Of a quantile: half the distance of the order statistics one standard error of its rank apart. */
    public static double quantile(double[][] chains, double probability) {
        if (!SplitChains.usable(chains, 1)) {
            return Double.NaN;
        }
        double ess = EffectiveSize.quantile(chains, probability);
        double[] sorted = SplitChains.pool(chains);
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        BetaDistribution rank = new BetaDistribution(null, ess * probability + 1, ess * (1 - probability) + 1);
        double low = rank.inverseCumulativeProbability(ONE_SIGMA[0]) * sorted.length - 1;
        double high = rank.inverseCumulativeProbability(ONE_SIGMA[1]) * sorted.length - 1;
        double below = sorted[(int) StrictMath.floor(StrictMath.max(low, 0))];
        double above = sorted[(int) StrictMath.ceil(StrictMath.min(high, last))];
        return (above - below) / 2;
    }

    /** Of the standard deviation of draws of this mean whose squared distances are worth {@code ess} independent ones. */
    static double sd(double[] values, double mean, double ess) {
        double second = 0;
        double fourth = 0;
        for (double value : values) {
            double square = (value - mean) * (value - mean);
            second += square;
            fourth += square * square;
        }
        second /= values.length;
        fourth /= values.length;
        return StrictMath.sqrt((fourth - second * second) / ess / second / 4);
    }
}
