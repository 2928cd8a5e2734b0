package tributary.infer;

/**
 * Potential scale reduction of Markov chains: how much wider the chains together are than each alone (Vehtari et al.
 * 2021; ArviZ's definitions).
 *
 * <p>Both take {@code [chain][draw]}, at least two chains of at least four draws (else NaN), and split each chain in
 * two: {@code sqrt((n - 1 + B / W) / n)} with B n times the variance of chain means and W the mean variance.
 */
public final class RHat {
    private RHat() {}

    /** The greater of the rank-normalised value of the draws and of their distances from the median. */
    public static double of(double[][] chains) {
        return StrictMath.max(bulk(chains), folded(chains));
    }

    /** Of rank-normalised draws: sees chains in different places. */
    public static double bulk(double[][] chains) {
        return SplitChains.usable(chains, 2)
                ? ofSplit(SplitChains.rankNormalise(SplitChains.split(chains)))
                : Double.NaN;
    }

    /** Of rank-normalised distances from the median: sees chains of different widths. */
    public static double folded(double[][] chains) {
        return SplitChains.usable(chains, 2)
                ? ofSplit(SplitChains.rankNormalise(SplitChains.fold(SplitChains.split(chains))))
                : Double.NaN;
    }

    private static double ofSplit(double[][] chains) {
        int draws = chains[0].length;
        double[] means = new double[chains.length];
        double[] variances = new double[chains.length];
        for (int c = 0; c < chains.length; c++) {
            means[c] = Describe.mean(chains[c]);
            variances[c] = Describe.variance(chains[c]);
        }
        double between = draws * Describe.variance(means);
        double within = Describe.mean(variances);
        return StrictMath.sqrt((between / within + draws - 1) / draws);
    }
}
