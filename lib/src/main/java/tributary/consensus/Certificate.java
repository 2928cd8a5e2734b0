package tributary.consensus;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import tributary.infer.Psis;
import tributary.posterior.InferenceStatus;

/**
 * The evidence that weighted draws follow the full-data posterior.
 *
 * <p>Certified means: the Pareto k-hat of the exact importance ratios is below {@code min(0.7, 1 - 1 / log10 M)} (Vehtari
 * et al. 2024), and so is that of every estimand, and the importance effective sample size is at least 400 and more than
 * a tenth of the M draws. It judges the weighted draws, not the raw consensus; and it cannot see a mode that no draw
 * visited.
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
 * @param estimands the k-hat of the mean of each estimand: of the ratios and of both tails of estimand times ratio
 * @param doubt why nothing is claimed whatever the figures, in words; empty where nothing but the figures decides
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
        String path,
        List<EstimandShape> estimands,
        String doubt)
        implements Serializable {
    /** Copies its list. */
    public Certificate {
        estimands = List.copyOf(estimands);
    }

    /** One that its figures decide. */
    public Certificate(
            InferenceStatus status,
            double kHat,
            double kHatLimit,
            double ess,
            int draws,
            int rounds,
            int passes,
            double logRatioRange,
            String path,
            List<EstimandShape> estimands) {
        this(status, kHat, kHatLimit, ess, draws, rounds, passes, logRatioRange, path, estimands, "");
    }

    /**
     * Of weighted draws: the claim where the worst k-hat and the effective sample size certify, else nothing.
     *
     * @param claim what may be claimed of them
     * @param ess their effective sample size
     * @param logRatios one a draw
     */
    static Certificate weighed(
            InferenceStatus claim,
            Psis psis,
            double ess,
            double[] logRatios,
            List<EstimandShape> estimands,
            int rounds,
            int passes,
            String path) {
        int draws = logRatios.length;
        double worst = estimands.stream().mapToDouble(EstimandShape::kHat).reduce(psis.kHat(), Math::max);
        return new Certificate(
                certifies(worst, ess, draws) ? claim : InferenceStatus.UNCERTIFIED,
                psis.kHat(),
                limit(draws),
                ess,
                draws,
                rounds,
                passes,
                Evidence.span(logRatios),
                path,
                estimands);
    }

    /** The same figures with nothing claimed, for a reason that the figures cannot see. */
    Certificate doubted(String reason) {
        return new Certificate(
                InferenceStatus.UNCERTIFIED,
                kHat,
                kHatLimit,
                ess,
                draws,
                rounds,
                passes,
                logRatioRange,
                path,
                estimands,
                reason);
    }

    /**
     * The Pareto shape of one mean.
     *
     * @param name of the estimand
     * @param kHat as {@link Psis#kHat}
     */
    public record EstimandShape(String name, double kHat) implements Serializable {}

    /** The least importance effective sample size that is certified. */
    public static final double LEAST_ESS = 400;
    /** The least share of the draws that must be effective. */
    public static final double LEAST_SHARE = 0.1;

    /** The limit of k-hat for a number of draws: {@code min(0.7, 1 - 1 / log10 M)}. */
    public static double limit(int draws) {
        return Psis.threshold(draws);
    }

    /** The k-hat of an estimand; that of the ratios where it is none of those weighed. */
    public double kHat(String estimand) {
        return estimands.stream()
                .filter(shape -> shape.name().equals(estimand))
                .mapToDouble(EstimandShape::kHat)
                .findFirst()
                .orElse(kHat);
    }

    /** The largest k-hat: of the ratios, or of any estimand. */
    public double worstKHat() {
        return estimands.stream().mapToDouble(EstimandShape::kHat).reduce(kHat, Math::max);
    }

    /** In words, for people: what is doubted, then of weights the worst k-hat and whose it is, of chains their agreement. */
    public String figures() {
        return doubt.isEmpty() ? bareFigures() : doubt + "; " + bareFigures();
    }

    private String bareFigures() {
        if (Double.isNaN(kHat)) {
            return String.format(Locale.ROOT, "%s, %.0f effective draws of %d", path, ess, draws);
        }
        String whose = estimands.stream()
                .filter(shape -> shape.kHat() > kHat && shape.kHat() >= worstKHat())
                .findFirst()
                .map(shape -> " of " + shape.name())
                .orElse("");
        return String.format(
                Locale.ROOT,
                "k-hat %.2f%s (limit %.2f), importance ESS %.0f of %d after %d rounds",
                worstKHat(),
                whose,
                kHatLimit,
                ess,
                draws,
                rounds);
    }

    /** The status and its figures. */
    public String words() {
        return status + ": " + figures();
    }

    /** Whether these figures certify; the k-hat is the worst. */
    public static boolean certifies(double kHat, double ess, int draws) {
        return kHat < limit(draws) && ess >= LEAST_ESS && ess > LEAST_SHARE * draws;
    }
}
