package tributary.estimand;

import java.io.Serializable;
import tributary.posterior.InferencePath;
import tributary.posterior.InferenceStatus;

/**
 * One posterior summary: a row of the {@code effects} table without its run columns.
 *
 * <p>A number that does not exist is NaN here and NULL in the table; {@link #note} then says why.
 *
 * @param job the command that asked, such as {@code experiment}
 * @param analysis the analysis it belongs to, such as the experiment's name
 * @param estimand what was estimated, such as {@code lift_abs} or {@code lift_rel}
 * @param metric the outcome
 * @param arm the treated arm (or the arm itself, for an arm's own mean)
 * @param unitKind what the unit is: {@code segment}, {@code market}, ...
 * @param unit the unit, {@code all} for everyone
 * @param mean posterior mean
 * @param sd posterior standard deviation
 * @param median posterior median
 * @param mad median absolute deviation from the median (unscaled)
 * @param interval kind and probability of the interval
 * @param lower its lower end
 * @param upper its upper end
 * @param probPositive P(estimand &gt; 0)
 * @param ropeLower lower end of the region of practical equivalence, NaN where none applies
 * @param ropeUpper its upper end
 * @param probRope P(estimand inside the region)
 * @param probAboveRope P(estimand above the region)
 * @param essBulk effective sample size of the centre
 * @param essTail effective sample size of the tails
 * @param rHat convergence diagnostic; NaN (NULL) for independent draws
 * @param mcseMean Monte Carlo standard error of the mean
 * @param mcseSd Monte Carlo standard error of the standard deviation
 * @param path how the posterior was computed
 * @param status how far it may be trusted
 * @param kHat Pareto tail index of importance weights; NaN (NULL) where there are none
 * @param prior the prior in words
 * @param identifiedBy what makes it causal, such as {@code randomised}
 * @param note what a reader must know beside the numbers; empty if nothing
 */
public record EffectSummary(
        String job,
        String analysis,
        String estimand,
        String metric,
        String arm,
        String unitKind,
        String unit,
        double mean,
        double sd,
        double median,
        double mad,
        IntervalSpec interval,
        double lower,
        double upper,
        double probPositive,
        double ropeLower,
        double ropeUpper,
        double probRope,
        double probAboveRope,
        double essBulk,
        double essTail,
        double rHat,
        double mcseMean,
        double mcseSd,
        InferencePath path,
        InferenceStatus status,
        double kHat,
        String prior,
        String identifiedBy,
        String note)
        implements Serializable {
    private static final long serialVersionUID = 1L;
}
