package tributary.posterior;

import java.util.List;
import tributary.infer.Draws;
import tributary.infer.EffectiveSize;
import tributary.infer.LeaveOneOut;
import tributary.infer.PosteriorSummary;
import tributary.infer.SampleStats;
import tributary.infer.nuts.ChainReport;

/**
 * Draws from a posterior, with all that is needed to judge them.
 *
 * @param posterior what was sampled
 * @param path EXACT for independent draws of a closed form, NUTS for Markov chains
 * @param draws of the model's parameters and of what is computed from them
 * @param unconstrained the same draws as positions
 * @param stats what the sampler noticed; empty for independent draws
 * @param reports how each chain fared; one that could not start is named here and missing from the draws; empty for
 *     independent draws
 */
public record Fit(
        Posterior posterior,
        InferencePath path,
        Draws draws,
        Draws unconstrained,
        SampleStats stats,
        List<ChainReport> reports) {
    /** Copies its list. */
    public Fit {
        reports = List.copyOf(reports);
    }

    /** Mean, spread, interval and diagnostics of one parameter. */
    public PosteriorSummary summary(String name) {
        return PosteriorSummary.ofChains(draws.byChain(name), PosteriorSummary.DEFAULT_PROBABILITY);
    }

    /** Leave-one-out cross-validation of one outcome by Pareto-smoothed importance sampling. */
    public LeaveOneOut leaveOneOut(String outcome) {
        return leaveOneOut(posterior.logLikelihood(outcome, unconstrained));
    }

    /**
     * The same in the outcome's own unit, so that models that scale it differently can be compared.
     *
     * @param unit what each row's outcome was divided by, positive
     */
    public LeaveOneOut leaveOneOut(String outcome, double[] unit) {
        double[][] terms = posterior.logLikelihood(outcome, unconstrained);
        for (int row = 0; row < terms.length; row++) {
            double log = StrictMath.log(unit[row]);
            for (int d = 0; d < terms[row].length; d++) {
                terms[row][d] -= log;
            }
        }
        return leaveOneOut(terms);
    }

    private LeaveOneOut leaveOneOut(double[][] logLikelihood) {
        double effective = 0;
        for (int p = 0; p < unconstrained.names().size(); p++) {
            effective += EffectiveSize.mean(unconstrained.byChain(p))
                    / unconstrained.names().size();
        }
        double efficiency = Math.min(1, effective / unconstrained.size());
        return LeaveOneOut.of(logLikelihood, efficiency);
    }
}
