package tributary.decide;

import java.util.Arrays;
import java.util.List;
import tributary.infer.Describe;

/** What knowing more would be worth before choosing an arm to launch, or none (Raiffa and Schlaifer 1961). */
public final class ValueOfInformation {
    private ValueOfInformation() {}

    /**
     * Of perfect information: E[max(0, u_1, ..., u_K)] - max(0, E u_1, ..., E u_K).
     *
     * @param utilities per arm, draws of the utility of launching it, draw i of all arms belonging together; launching
     *     nothing is worth 0
     */
    public static double perfect(List<double[]> utilities) {
        double[] ones = new double[utilities.size()];
        Arrays.fill(ones, 1);
        return ofMoreUnits(utilities, ones);
    }

    /**
     * Of further units, by moment matching (Heath, Manolopoulou and Baio 2018): the posterior mean of arm k's utility
     * will be distributed about today's like today's posterior, its deviations shrunk by the square root of the share of
     * variance that the units remove.
     *
     * @param utilities as for {@link #perfect}, from posteriors that the data dominate
     * @param removed per arm, the share of variance that is removed, in [0, 1]; NaN gives NaN
     */
    public static double ofMoreUnits(List<double[]> utilities, double[] removed) {
        int arms = utilities.size();
        double[] means = utilities.stream().mapToDouble(Describe::mean).toArray();
        double now = Math.max(0, Arrays.stream(means).max().orElse(0));
        double[] shrink = Arrays.stream(removed).map(StrictMath::sqrt).toArray();
        int draws = arms == 0 ? 0 : utilities.get(0).length;
        double gain = 0;
        for (int i = 0; i < draws; i++) {
            double best = 0;
            for (int k = 0; k < arms; k++) {
                best = Math.max(best, means[k] + shrink[k] * (utilities.get(k)[i] - means[k]));
            }
            gain += best / draws;
        }
        return Double.isNaN(gain) ? Double.NaN : Math.max(0, gain - now);
    }

    /**
     * The share of the variance of a difference of two arms' means that m more units in each remove: {@code 1 -
     * (1/(n_t+m) + 1/(n_c+m)) / (1/n_t + 1/n_c)}; NaN for an arm without units.
     *
     * @param controlUnits n_c
     * @param treatedUnits n_t
     * @param more m, not negative
     */
    public static double removed(long controlUnits, long treatedUnits, double more) {
        if (!(controlUnits > 0 && treatedUnits > 0)) {
            return Double.NaN;
        }
        double now = 1.0 / controlUnits + 1.0 / treatedUnits;
        double then = 1 / (controlUnits + more) + 1 / (treatedUnits + more);
        return Math.max(0, 1 - then / now);
    }
}
