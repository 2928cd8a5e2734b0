package tributary.consensus;

import java.io.Serializable;
import tributary.infer.Psis;
import tributary.posterior.InferenceStatus;

/**
 * The evidence that weighted draws follow the full-data posterior.
 *
 * <p>Certified means: the Pareto k-hat of the exact importance ratios is below {@code min(0.7, 1 - 1 / log10 M)} (Vehtari
 * et al. 2024), and the importance effective sample size is at least 400 and more than a tenth of the M draws. It judges
 * the weighted draws, not the raw consensus; and it cannot see a mode that no draw visited.
 *
 * @param status what may be claimed
 * @param kHat the Pareto shape of the importance ratios
 * @param kHatLimit the limit it was held to
 * @param ess the importance effective sample size
 * @param draws the number M of draws that were weighed
 * @param rounds rounds of proposal, exact pass and refit
 * @param passes passes over the data, the anchor's included
 * @param logRatioRange largest less smallest log ratio
 * @param path which proposal was accepted, in words
 */
public record Certificate(
        InferenceStatus status,
        double kHat,
        double kHatLimit,
        double ess,
        int draws,
        int rounds,
        int passes,
        double logRatioRange,
        String path)
        implements Serializable {
    /** The least importance effective sample size that is certified. */
    public static final double LEAST_ESS = 400;
    /** The least share of the draws that must be effective. */
    public static final double LEAST_SHARE = 0.1;

    /** The limit of k-hat for a number of draws: {@code min(0.7, 1 - 1 / log10 M)}. */
    public static double limit(int draws) {
        return Psis.threshold(draws);
    }

    /** Whether these figures certify. */
    public static boolean certifies(double kHat, double ess, int draws) {
        return kHat < limit(draws) && ess >= LEAST_ESS && ess > LEAST_SHARE * draws;
    }
}
