package tributary.infer;

/**
 * One quantity of a posterior in numbers: location, spread, highest-density interval, and how far to trust them.
 *
 * @param mean the mean
 * @param sd the standard deviation
 * @param median the median
 * @param mad the median absolute deviation, not rescaled
 * @param interval the highest-density interval
 * @param probability the interval's probability
 * @param essBulk the effective size of the bulk
 * @param essTail the effective size of the tails
 * @param rHat the rank-normalised split R-hat; NaN for draws that are no Markov chains
 * @param mcseMean the Monte Carlo standard error of the mean
 * @param mcseSd the Monte Carlo standard error of the standard deviation
 */
public record PosteriorSummary(
        double mean,
        double sd,
        double median,
        double mad,
        Interval interval,
        double probability,
        double essBulk,
        double essTail,
        double rHat,
        double mcseMean,
        double mcseSd) {

    /** The probability of intervals where nobody says otherwise (ArviZ's and the house's convention). */
    public static final double DEFAULT_PROBABILITY = 0.94;

    /**
     * Of Markov chains.
     *
     * @param chains {@code [chain][draw]}
     * @param probability of the interval, in (0, 1)
     */
    public static PosteriorSummary ofChains(double[][] chains, double probability) {
        double[] pooled = SplitChains.pool(chains);
        return new PosteriorSummary(
                Describe.mean(pooled),
                Describe.sd(pooled),
                Describe.median(pooled),
                Describe.mad(pooled),
                Interval.highestDensity(pooled, probability),
                probability,
                EffectiveSize.bulk(chains),
                EffectiveSize.tail(chains),
                RHat.of(chains),
                MonteCarloError.mean(chains),
                MonteCarloError.sd(chains));
    }

    /**
     * Of independent or importance-resampled draws, which form no chains: R-hat does not apply and is NaN.
     *
     * @param values the draws
     * @param ess how many independent draws they are worth: their number, or the importance ESS
     * @param probability of the interval, in (0, 1)
     */
    public static PosteriorSummary ofIndependent(double[] values, double ess, double probability) {
        return ofIndependent(values, SortedDraws.of(values), ess, probability);
    }

    /**
     * The same of draws that somebody sorted already.
     *
     * @param values the draws
     * @param sorted the same draws
     * @param ess how many independent draws they are worth
     * @param probability of the interval, in (0, 1)
     */
    public static PosteriorSummary ofIndependent(double[] values, SortedDraws sorted, double ess, double probability) {
        double mean = Describe.mean(values);
        double sd = Describe.sd(values);
        return new PosteriorSummary(
                mean,
                sd,
                sorted.median(),
                sorted.mad(),
                sorted.highestDensity(probability),
                probability,
                ess,
                ess,
                Double.NaN,
                sd / StrictMath.sqrt(ess),
                MonteCarloError.sd(values, mean, ess));
    }

    /** The same quantity, known no better than another summary of the same draws says. */
    public PosteriorSummary atMost(PosteriorSummary other) {
        return new PosteriorSummary(
                mean,
                sd,
                median,
                mad,
                interval,
                probability,
                Math.min(essBulk, other.essBulk),
                Math.min(essTail, other.essTail),
                rHat,
                Math.max(mcseMean, other.mcseMean),
                Math.max(mcseSd, other.mcseSd));
    }
}
