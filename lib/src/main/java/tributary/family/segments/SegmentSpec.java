package tributary.family.segments;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.decide.DecisionSpec;
import tributary.decide.Direction;
import tributary.hierarchy.SpreadPrior;

/**
 * One outcome of an analysis of segments: its model and how it is judged.
 *
 * @param analysis the analysis
 * @param metric the outcome's name
 * @param outcome its likelihood
 * @param form what a row of the input is
 * @param control the arm compared with; empty for a numeric treatment
 * @param arms the treated arms, or the one numeric treatment
 * @param covariates names of the covariates, in the order of their columns
 * @param baseline what is assumed of the segments' own levels
 * @param effect whether effects differ between segments
 * @param groupMeans whether the segments' means of treatments and covariates explain their levels (Mundlak, 1978)
 * @param residual whether the residual variance is the segments' own
 * @param pooling how the hyper-parameters are found
 * @param priors of the hyper-parameters
 * @param direction which way is good
 * @param decision what the deciders want
 */
public record SegmentSpec(
        String analysis,
        String metric,
        Outcome outcome,
        Form form,
        String control,
        List<String> arms,
        List<String> covariates,
        Baseline baseline,
        Effect effect,
        boolean groupMeans,
        Residual residual,
        Pooling pooling,
        Priors priors,
        Direction direction,
        DecisionSpec decision)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Quadrature costs a power of the arms. */
    private static final int MOST_ARMS = 3;

    /** What a row of the input is. */
    public enum Form {
        /** One unit: its segment, arm, outcome and covariates. */
        ROWS,
        /** One segment: an estimate and its standard error. */
        ESTIMATES
    }

    /** What is assumed of the segments' own levels (intercepts). */
    public enum Baseline {
        /** There is one level for all: segments are ignored (naive). */
        COMMON,
        /** They vary about a common mean and are partially pooled. */
        POOLED,
        /** Each segment has its own under a flat prior; slopes of covariates are common (fixed effects). */
        FIXED,
        /** Each segment has its own, and its own covariate slopes, under flat priors: nothing is assumed of them. */
        SEPARATE,
        /** They vary, and share a latent of the segment with the treatment (latent Mundlak). */
        LATENT
    }

    /** What is assumed of the effects. */
    public enum Effect {
        /** Each segment has its own, about a common mean. */
        VARYING,
        /** All segments have the same. */
        COMMON
    }

    /** Whose the residual variance is. */
    public enum Residual {
        /** One variance for all segments, unknown. */
        POOLED,
        /** Each segment's least-squares estimate, taken as known. */
        OWN
    }

    /** How the hyper-parameters are found. */
    public enum Pooling {
        /** Their posterior is sampled. */
        BAYES,
        /** Moments of the estimates stand for them, as if known (empirical Bayes). */
        PLUG_IN
    }

    /**
     * Priors of the hyper-parameters; what is null is scaled by the data.
     *
     * @param effectMean mean of the normal prior of the mean effect
     * @param effectSd its standard deviation
     * @param effectSpread of the standard deviation of effects between segments
     * @param baselineSpread of the standard deviation of levels between segments
     * @param groupEffectSpread of the deviation of effects between the groups that segments lie within; by default as
     *     between segments
     * @param groupBaselineSpread of the deviation of levels between these groups; likewise
     * @param residual of the residual standard deviation
     * @param correlationShape the shape of the LKJ prior of the correlations; 0: levels and effects do not correlate
     */
    public record Priors(
            double effectMean,
            @Nullable Double effectSd,
            @Nullable SpreadPrior effectSpread,
            @Nullable SpreadPrior baselineSpread,
            @Nullable SpreadPrior groupEffectSpread,
            @Nullable SpreadPrior groupBaselineSpread,
            @Nullable SpreadPrior residual,
            double correlationShape)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Everything scaled by the data, and an LKJ shape of 2. */
        public static final Priors SCALED = new Priors(0, null, null, null, null, null, null, 2);
    }

    /** Copies its lists. */
    public SegmentSpec {
        arms = List.copyOf(arms);
        covariates = List.copyOf(covariates);
        if (arms.isEmpty()) {
            throw new IllegalArgumentException("segments need a treatment");
        }
        if (outcome.quadrature()
                && (form == Form.ESTIMATES
                        || baseline != Baseline.POOLED
                        || residual == Residual.OWN
                        || pooling == Pooling.PLUG_IN
                        || arms.size() > MOST_ARMS)) {
            throw new IllegalArgumentException("a "
                    + outcome.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')
                    + " outcome goes with rows, at most " + MOST_ARMS
                    + " treated arms and pooled baselines: without own residual variances or plug-in pooling");
        }
        if (groupMeans && baseline != Baseline.POOLED) {
            throw new IllegalArgumentException("group means explain pooled baselines, and no others");
        }
        if (baseline == Baseline.LATENT
                && (arms.size() > 1
                        || effect == Effect.VARYING
                        || residual == Residual.OWN
                        || form == Form.ESTIMATES)) {
            throw new IllegalArgumentException("a latent baseline goes with rows, one treatment, effect = common and a"
                    + " pooled residual variance");
        }
        if (pooling == Pooling.PLUG_IN
                && (arms.size() > 1
                        || effect == Effect.COMMON
                        || (form == Form.ROWS && (baseline != Baseline.SEPARATE || residual == Residual.POOLED)))) {
            throw new IllegalArgumentException(
                    "plug-in pooling is of estimates with known standard errors: one treatment"
                            + " with varying effects, separate baselines and own residual variances");
        }
    }

    /** Whether the segments' levels are part of the model. */
    public boolean hasBaseline() {
        return form == Form.ROWS && baseline != Baseline.SEPARATE && baseline != Baseline.FIXED;
    }

    /** Whether its segments are known by cells that moments do not tell. */
    public boolean cells() {
        return outcome.quadrature() && !(outcome.counted() && covariates.isEmpty() && !control.isEmpty());
    }

    /** Another model of the same rows. */
    public SegmentSpec with(Baseline newBaseline, Effect newEffect, boolean newGroupMeans) {
        return new SegmentSpec(
                analysis,
                metric,
                outcome,
                form,
                control,
                arms,
                covariates,
                newBaseline,
                newEffect,
                newGroupMeans,
                residual,
                pooling,
                priors,
                direction,
                decision);
    }

    /** The number of variables of a row: treatments, covariates, outcome. */
    public int variables() {
        return form == Form.ESTIMATES ? 2 : arms.size() + covariates.size() + 1;
    }
}
