package tributary.dist;

import tributary.random.RandomStream;

/**
 * Exact draws of binomial and Poisson counts of any size, by splitting on an order statistic or an arrival time.
 *
 * <p>Each step halves the problem with one beta or gamma variate, so a count of 10^12 takes some forty steps and
 * no table, no asymptotic series and no 32-bit integer (Ahrens and Dieter 1974; Devroye 1986, X.4.3 and X.3.6).
 * Counts are doubles, exact up to 2^53.
 */
public final class CountSampler {
    /** Below this many trials the uniforms are compared one by one. */
    private static final double FEW_TRIALS = 16;
    /** Below this mean the arrivals are multiplied up one by one. */
    private static final double SMALL_MEAN = 12;
    /** Beyond 2^53 doubles skip integers; a mean above this is drawn by the normal limit. */
    private static final double HUGE_MEAN = 1e15;

    private CountSampler() {}

    /**
     * Binomial(n, p).
     *
     * @param n a non-negative integer
     * @param p in [0, 1]
     */
    public static double binomial(RandomStream stream, double n, double p) {
        double remaining = n;
        double probability = p;
        double successes = 0;
        while (remaining > FEW_TRIALS && probability > 0 && probability < 1) {
            // The middle of n sorted uniforms: on which side of it does p lie?
            double middle = StrictMath.floor(remaining / 2) + 1;
            double split = stream.nextBeta(middle, remaining + 1 - middle);
            if (split <= probability) {
                successes += middle;
                remaining -= middle;
                probability = clamp((probability - split) / (1 - split));
            } else {
                remaining = middle - 1;
                probability = clamp(probability / split);
            }
        }
        if (probability >= 1) {
            return successes + remaining;
        }
        for (int trial = 0; trial < remaining && probability > 0; trial++) {
            if (stream.nextDouble() < probability) {
                successes++;
            }
        }
        return successes;
    }

    /**
     * Poisson(mean).
     *
     * @param mean non-negative and finite
     */
    public static double poisson(RandomStream stream, double mean) {
        if (mean > HUGE_MEAN) {
            return StrictMath.rint(mean + StrictMath.sqrt(mean) * stream.nextGaussian());
        }
        double remaining = mean;
        double arrivals = 0;
        while (remaining > SMALL_MEAN) {
            double m = StrictMath.floor(remaining * 7 / 8);
            double arrival = stream.nextGamma(m);
            if (arrival > remaining) {
                return arrivals + binomial(stream, m - 1, remaining / arrival);
            }
            arrivals += m;
            remaining -= arrival;
        }
        double floor = StrictMath.exp(-remaining);
        for (double product = stream.nextDouble(); product > floor; product *= stream.nextDouble()) {
            arrivals++;
        }
        return arrivals;
    }

    private static double clamp(double probability) {
        return Math.min(1, Math.max(0, probability));
    }
}
