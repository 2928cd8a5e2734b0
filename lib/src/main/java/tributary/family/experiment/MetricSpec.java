package tributary.family.experiment;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.decide.Appraisal;
import tributary.decide.DecisionRule;
import tributary.decide.DecisionSpec;
import tributary.decide.Direction;
import tributary.decide.Verdict;

/**
 * One outcome of an experiment and how it is judged.
 *
 * @param name the metric
 * @param kind its likelihood
 * @param direction which way is good
 * @param adjustment how covariates are used (continuous metrics only)
 * @param covariates names of the pre-period covariates, in the order of their columns in {@link ArmStatistics}
 * @param guardrail non-inferiority rule, or null if this metric is a goal
 * @param prior the prior of the published answer
 * @param sensitivity further priors under which the decision is recomputed
 * @param decision what the deciders want
 * @param normalApproximation prior of the delta-method answer reported beside the exact one, or null for none
 */
public record MetricSpec(
        String name,
        MetricKind kind,
        Direction direction,
        Adjustment adjustment,
        List<String> covariates,
        @Nullable Guardrail guardrail,
        PriorSpec prior,
        List<NamedPrior> sensitivity,
        DecisionSpec decision,
        @Nullable RelativeEffectPrior normalApproximation)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public MetricSpec {
        covariates = List.copyOf(covariates);
        sensitivity = List.copyOf(sensitivity);
        if (adjustment != Adjustment.NONE && kind != MetricKind.CONTINUOUS) {
            throw new IllegalArgumentException("metric " + name + ": only continuous metrics can be adjusted");
        }
        if (adjustment != Adjustment.NONE && covariates.isEmpty()) {
            throw new IllegalArgumentException("metric " + name + ": adjustment needs a covariate");
        }
        requireFit(name, prior, kind, adjustment);
        for (NamedPrior other : sensitivity) {
            requireFit(name, other.prior(), kind, adjustment);
        }
    }

    private static void requireFit(String name, PriorSpec prior, MetricKind kind, Adjustment adjustment) {
        if (!prior.fits(kind, adjustment)) {
            throw new IllegalArgumentException("metric " + name + ": the prior \"" + prior.words()
                    + "\" does not fit a " + kind + " metric with adjustment " + adjustment);
        }
    }

    /** A goal with the default prior and decision rule, higher being better, unadjusted. */
    public static MetricSpec goal(String name, MetricKind kind) {
        return new MetricSpec(
                name,
                kind,
                Direction.HIGHER_IS_BETTER,
                Adjustment.NONE,
                List.of(),
                null,
                PriorSpec.defaultFor(kind, Adjustment.NONE),
                List.of(),
                DecisionSpec.standard(),
                null);
    }

    /** The same with another direction. */
    public MetricSpec withDirection(Direction newDirection) {
        return new MetricSpec(
                name,
                kind,
                newDirection,
                adjustment,
                covariates,
                guardrail,
                prior,
                sensitivity,
                decision,
                normalApproximation);
    }

    /** The same adjusted for covariates, with the default prior of the adjustment. */
    public MetricSpec withAdjustment(Adjustment newAdjustment, List<String> newCovariates) {
        return new MetricSpec(
                name,
                kind,
                direction,
                newAdjustment,
                newCovariates,
                guardrail,
                PriorSpec.defaultFor(kind, newAdjustment),
                sensitivity,
                decision,
                normalApproximation);
    }

    /** The same as a guardrail. */
    public MetricSpec withGuardrail(Guardrail newGuardrail) {
        return new MetricSpec(
                name,
                kind,
                direction,
                adjustment,
                covariates,
                newGuardrail,
                prior,
                sensitivity,
                decision,
                normalApproximation);
    }

    /** The same under another prior. */
    public MetricSpec withPrior(PriorSpec newPrior) {
        return new MetricSpec(
                name,
                kind,
                direction,
                adjustment,
                covariates,
                guardrail,
                newPrior,
                sensitivity,
                decision,
                normalApproximation);
    }

    /** The same with another sensitivity grid. */
    public MetricSpec withSensitivity(List<NamedPrior> priors) {
        return new MetricSpec(
                name, kind, direction, adjustment, covariates, guardrail, prior, priors, decision, normalApproximation);
    }

    /** The same with another decision rule. */
    public MetricSpec withDecision(DecisionSpec newDecision) {
        return new MetricSpec(
                name,
                kind,
                direction,
                adjustment,
                covariates,
                guardrail,
                prior,
                sensitivity,
                newDecision,
                normalApproximation);
    }

    /** The same with the delta-method answer beside the exact one. */
    public MetricSpec withNormalApproximation(RelativeEffectPrior approximationPrior) {
        return new MetricSpec(
                name,
                kind,
                direction,
                adjustment,
                covariates,
                guardrail,
                prior,
                sensitivity,
                decision,
                approximationPrior);
    }

    /** The verdict on one arm by this metric alone: a goal's, which may be a launch, or a guardrail's, which never is. */
    Verdict judge(Appraisal a) {
        return guardrail == null
                ? DecisionRule.judge(a, decision, direction)
                : guardrail.judge(a, decision.safeguards().minUnitsPerArm());
    }

    /** Numbers per row of {@link ArmStatistics#all}: outcome, denominator of a ratio, covariates. */
    public int columns() {
        return firstCovariate() + covariates.size();
    }

    /** The column of the first covariate. */
    public int firstCovariate() {
        return kind == MetricKind.RATIO ? 2 : 1;
    }
}
