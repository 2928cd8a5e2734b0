package tributary.infer;

import java.util.Arrays;

/**
 * Effective sample sizes of Markov chains (Vehtari, Gelman, Simpson, Carpenter and Buerkner 2021; ArviZ's
 * definitions).
 *
 * <p>All take {@code [chain][draw]}, split each chain in two, and give {@code n / tau} with {@code tau = -1 + 2 sum
 * rho_t} over Geyer's initial monotone sequence (1992), where {@code rho_t} compares the chains' mean autocovariance
 * at lag t with the pooled variance. Fewer than four draws, or a NaN, give NaN; a constant gives the number of draws.
 */
public final class EffectiveSize {
    private static final double CONSTANT = 1e-15;

    private EffectiveSize() {}

    /** For the bulk: of rank-normalised draws. */
    public static double bulk(double[][] chains) {
        return SplitChains.usable(chains, 1)
                ? ofSplit(SplitChains.rankNormalise(SplitChains.split(chains)))
                : Double.NaN;
    }

    /** For the tails: the lesser of those of the 5 % and 95 % quantiles. */
    public static double tail(double[][] chains) {
        return StrictMath.min(quantile(chains, 0.05), quantile(chains, 0.95));
    }

    /** For the mean. */
    public static double mean(double[][] chains) {
        return SplitChains.usable(chains, 1) ? ofSplit(SplitChains.split(chains)) : Double.NaN;
    }

    /** For the standard deviation: of squared distances from the mean. */
    public static double sd(double[][] chains) {
        if (!SplitChains.usable(chains, 1)) {
            return Double.NaN;
        }
        double mean = Describe.mean(SplitChains.pool(chains));
        return mean(SplitChains.map(chains, value -> (value - mean) * (value - mean)));
    }

    /** For a quantile: of the indicator of lying at or below it. */
    public static double quantile(double[][] chains, double probability) {
        if (!SplitChains.usable(chains, 1)) {
            return Double.NaN;
        }
        double quantile = Describe.quantile(SplitChains.pool(chains), probability);
        return mean(SplitChains.map(chains, value -> value <= quantile ? 1 : 0));
    }

    private static double ofSplit(double[][] chains) {
        int count = chains.length;
        int draws = chains[0].length;
        double size = (double) count * draws;
        double[] pooled = SplitChains.pool(chains);
        if (Arrays.stream(pooled).max().orElseThrow()
                        - Arrays.stream(pooled).min().orElseThrow()
                < CONSTANT) {
            return size;
        }
        double[][] centred = new double[count][];
        double[] means = new double[count];
        for (int c = 0; c < count; c++) {
            double mean = Describe.mean(chains[c]);
            means[c] = mean;
            centred[c] = Arrays.stream(chains[c]).map(value -> value - mean).toArray();
        }
        double biased = meanAutocovariance(centred, 0);
        double within = biased * draws / (draws - 1.0);
        double total = biased + (count > 1 ? Describe.variance(means) : 0);
        double tau = integratedTime(centred, within, total);
        return size / StrictMath.max(tau, 1 / StrictMath.log10(size));
    }

    /**
     * {@code -1 + 2 sum rho_t}: pairs of lags are added while their sums are positive, each held down to the one
     * before; of the pair at which this ends, the even lag counts once.
     */
    private static double integratedTime(double[][] centred, double within, double total) {
        int draws = centred[0].length;
        double even = 1;
        double pair = even + correlation(centred, 1, within, total);
        double bound = Double.POSITIVE_INFINITY;
        double sum = 0;
        for (int lag = 1; lag < draws - 3 && pair > 0; lag += 2) {
            bound = StrictMath.min(bound, pair);
            sum += bound;
            even = correlation(centred, lag + 1, within, total);
            pair = even + correlation(centred, lag + 2, within, total);
        }
        double last = even > 0 || pair >= 0 ? even : 0;
        return -1 + 2 * sum + last;
    }

    private static double correlation(double[][] centred, int lag, double within, double total) {
        return 1 - (within - meanAutocovariance(centred, lag)) / total;
    }

    /** Lags are taken one at a time: Geyer's rule stops after a few unless the chain is very slow. */
    private static double meanAutocovariance(double[][] centred, int lag) {
        double sum = 0;
        for (double[] chain : centred) {
            double products = 0;
            for (int i = lag; i < chain.length; i++) {
                products += chain[i] * chain[i - lag];
            }
            sum += products / chain.length;
        }
        return sum / centred.length;
    }
}
