package tributary.decide;

import org.apache.commons.math3.distribution.NormalDistribution;

/** What knowing more would be worth before choosing between launching and doing nothing (Raiffa and Schlaifer 1961). */
public final class ValueOfInformation {
    private ValueOfInformation() {}

    /**
     * Of perfect information: E[max(0, u)] - max(0, E[u]).
     *
     * @param utilities draws of the utility of launching; doing nothing is worth 0
     */
    public static double perfect(double[] utilities) {
        double mean = 0;
        double gain = 0;
        for (double u : utilities) {
            mean += u / utilities.length;
            gain += Math.max(0, u) / utilities.length;
        }
        return Math.max(0, gain - Math.max(0, mean));
    }

    /**
     * Of m further units per arm, by normal preposterior analysis: the posterior mean of the utility will move by a
     * normal step whose variance is the share of today's variance that the new units remove, {@code 1 - (1/(n_t+m) +
     * 1/(n_c+m)) / (1/n_t + 1/n_c)}.
     *
     * @param mean mean utility of launching now
     * @param sd its standard deviation, from a posterior that the data dominate
     * @param controlUnits n_c, positive
     * @param treatedUnits n_t, positive
     * @param more m, not negative
     */
    public static double ofMoreUnits(double mean, double sd, long controlUnits, long treatedUnits, double more) {
        if (!(controlUnits > 0 && treatedUnits > 0 && sd >= 0)) {
            return Double.NaN;
        }
        double now = 1.0 / controlUnits + 1.0 / treatedUnits;
        double then = 1 / (controlUnits + more) + 1 / (treatedUnits + more);
        double step = sd * StrictMath.sqrt(Math.max(0, 1 - then / now));
        if (step == 0) {
            return 0;
        }
        NormalDistribution normal = new NormalDistribution(null, 0, 1);
        double z = mean / step;
        double gain = mean * normal.cumulativeProbability(z) + step * normal.density(z);
        return Math.max(0, gain - Math.max(0, mean));
    }
}
