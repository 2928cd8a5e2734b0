package tributary.infer;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The expected log predictive density of new data, by leaving one observation out at a time through PSIS (Vehtari,
 * Gelman and Gabry 2017).
 *
 * <p>Observations may be cells or segments as well as rows: what is left out together is one observation.
 */
public final class LeaveOneOut implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] elpd;
    private final double[] lpd;
    private final double[] kHat;
    private final double threshold;

    private LeaveOneOut(double[] elpd, double[] lpd, double[] kHat, double threshold) {
        this.elpd = elpd;
        this.lpd = lpd;
        this.kHat = kHat;
        this.threshold = threshold;
    }

    /** One observation's log likelihood at every draw, written when it is asked for. */
    @FunctionalInterface
    public interface Observations {
        /** Fills {@code logLikelihood} with observation i's values, draw by draw. */
        void fill(int i, double[] logLikelihood);
    }

    /**
     * From a log-likelihood matrix.
     *
     * @param logLikelihood {@code [observation][draw]}, rectangular
     * @param relativeEfficiency ESS over number of draws; 1 for independent draws
     */
    public static LeaveOneOut of(double[][] logLikelihood, double relativeEfficiency) {
        int draws = logLikelihood.length == 0 ? 0 : logLikelihood[0].length;
        return of(
                logLikelihood.length,
                draws,
                (i, out) -> System.arraycopy(logLikelihood[i], 0, out, 0, draws),
                relativeEfficiency);
    }

    /** From observations one at a time, so that the matrix need never exist. */
    public static LeaveOneOut of(int observations, int draws, Observations source, double relativeEfficiency) {
        if (observations < 1 || draws < 1) {
            throw new IllegalArgumentException(
                    "leave-one-out needs observations and draws, has " + observations + " and " + draws);
        }
        double[] elpd = new double[observations];
        double[] lpd = new double[observations];
        double[] kHat = new double[observations];
        double[] log = new double[draws];
        double[] ratios = new double[draws];
        for (int i = 0; i < observations; i++) {
            source.fill(i, log);
            for (int d = 0; d < draws; d++) {
                ratios[d] = -log[d];
            }
            Psis psis = Psis.smooth(ratios, relativeEfficiency);
            kHat[i] = psis.kHat();
            double[] weighted = psis.logWeights();
            for (int d = 0; d < draws; d++) {
                weighted[d] += log[d];
            }
            elpd[i] = LogSum.of(weighted);
            lpd[i] = LogSum.of(log) - StrictMath.log(draws);
        }
        return new LeaveOneOut(elpd, lpd, kHat, Psis.threshold(draws));
    }

    /** The number of observations. */
    public int observations() {
        return elpd.length;
    }

    /** The sum of expected log predictive densities. */
    public double elpd() {
        return Arrays.stream(elpd).sum();
    }

    /** The standard error of {@link #elpd()}: {@code sqrt(n var)} over observations, divisor n. */
    public double standardError() {
        return standardError(elpd);
    }

    /** The effective number of parameters: in-sample minus left-out log density. */
    public double effectiveParameters() {
        return Arrays.stream(lpd).sum() - elpd();
    }

    /** The worst k-hat. */
    public double worstKHat() {
        return Arrays.stream(kHat).max().orElseThrow();
    }

    /** How many observations have a k-hat that is not below the threshold: their terms are not to be trusted. */
    public int unreliable() {
        return (int) Arrays.stream(kHat).filter(k -> !(k < threshold)).count();
    }

    /** A copy of the terms, one an observation. */
    public double[] pointwise() {
        return elpd.clone();
    }

    /** A copy of the k-hats, one an observation. */
    public double[] kHats() {
        return kHat.clone();
    }

    static double standardError(double[] terms) {
        int n = terms.length;
        return n < 2 ? Double.NaN : StrictMath.sqrt(Describe.variance(terms) * (n - 1));
    }
}
