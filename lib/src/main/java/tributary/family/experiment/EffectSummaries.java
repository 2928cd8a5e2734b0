package tributary.family.experiment;

import org.jspecify.annotations.Nullable;
import tributary.decide.Rope;
import tributary.decide.Scale;
import tributary.estimand.EffectSummary;
import tributary.estimand.IntervalSpec;
import tributary.infer.Describe;
import tributary.infer.Interval;
import tributary.infer.PosteriorSummary;
import tributary.infer.SortedDraws;
import tributary.posterior.InferencePath;
import tributary.posterior.InferenceStatus;

/** Makes the rows of the effects table for one analysis. */
final class EffectSummaries {
    /** Median absolute deviation of a normal of standard deviation 1. */
    private static final double NORMAL_MAD = 0.6744897501960817;

    private final String experiment;
    private final MetricSpec metric;
    private final String segment;

    EffectSummaries(String experiment, MetricSpec metric, String segment) {
        this.experiment = experiment;
        this.metric = metric;
        this.segment = segment;
    }

    /**
     * From independent draws.
     *
     * @param estimand its name
     * @param arm the arm
     * @param draws the draws
     * @param scale the scale of the estimand, to know whether the region applies
     * @param momentsExist whether mean and sd exist; they are NaN otherwise
     * @param path how it was computed
     * @param prior in words
     * @param note remarks
     */
    EffectSummary ofDraws(
            String estimand,
            String arm,
            double[] draws,
            Scale scale,
            boolean lift,
            boolean momentsExist,
            InferencePath path,
            String prior,
            String note) {
        IntervalSpec spec = metric.decision().interval();
        SortedDraws sorted = SortedDraws.of(draws);
        PosteriorSummary s = PosteriorSummary.ofIndependent(draws, sorted, draws.length, spec.probability());
        Interval interval = spec.of(sorted);
        Rope rope = metric.decision().rope();
        boolean judged = lift && rope.scale() == scale;
        return new EffectSummary(
                "experiment",
                experiment,
                estimand,
                metric.name(),
                arm,
                "segment",
                segment,
                momentsExist ? s.mean() : Double.NaN,
                momentsExist ? s.sd() : Double.NaN,
                s.median(),
                s.mad(),
                metric.decision().interval(),
                interval.lower(),
                interval.upper(),
                sorted.probabilityAbove(0),
                judged ? rope.lower() : Double.NaN,
                judged ? rope.upper() : Double.NaN,
                judged ? Describe.probabilityInside(draws, new Interval(rope.lower(), rope.upper())) : Double.NaN,
                judged ? sorted.probabilityAbove(rope.upper()) : Double.NaN,
                s.essBulk(),
                s.essTail(),
                Double.NaN,
                momentsExist ? s.mcseMean() : Double.NaN,
                momentsExist ? s.mcseSd() : Double.NaN,
                path,
                InferenceStatus.EXACT,
                Double.NaN,
                prior,
                "randomised",
                momentsExist
                        ? note
                        : join(
                                note,
                                "mean and sd are left out: they do not exist or cannot be trusted; read the median"));
    }

    /** The normal approximation of the relative lift. */
    EffectSummary ofApproximation(String arm, NormalApproximation a, RelativeEffectPrior prior) {
        Interval interval = a.interval(metric.decision().interval().probability());
        Rope rope = metric.decision().rope();
        boolean judged = rope.scale() == Scale.RELATIVE;
        String words = Double.isInfinite(prior.variance())
                ? "flat on the relative lift"
                : "relative lift Normal(" + Words.number(prior.mean()) + ", variance " + Words.number(prior.variance())
                        + ")";
        return known(
                "lift_rel_normal_approximation",
                arm,
                a.mean(),
                a.sd(),
                interval,
                a.chanceToWin(),
                judged ? rope : null,
                judged ? a.probabilityAbove(rope.lower()) - a.probabilityAbove(rope.upper()) : Double.NaN,
                judged ? a.probabilityAbove(rope.upper()) : Double.NaN,
                InferenceStatus.UNCERTIFIED,
                words,
                "randomised",
                "delta method, beside the exact answer; expected relative loss " + Words.number(a.riskOfTreatment())
                        + " if launched, " + Words.number(a.riskOfControl()) + " if held");
    }

    /** What the rows say without a prior: the normal likelihood of the lift, as its posterior under a flat prior. */
    EffectSummary ofDifference(String arm, DifferenceInMeans d) {
        return known(
                "difference_in_means",
                arm,
                d.difference(),
                d.error(),
                d.interval(metric.decision().interval().probability()),
                d.probabilityPositive(),
                null,
                Double.NaN,
                Double.NaN,
                InferenceStatus.UNCERTIFIED,
                "none: what the rows alone say",
                "randomised",
                "normal by the central limit theorem; sd is the standard error");
    }

    /** A known number, such as a share of variance. */
    EffectSummary ofNumber(String estimand, String arm, double value, String note) {
        return known(
                estimand,
                arm,
                value,
                0,
                new Interval(value, value),
                value > 0 ? 1 : 0,
                null,
                Double.NaN,
                Double.NaN,
                InferenceStatus.EXACT,
                "none",
                "descriptive",
                note);
    }

    /**
     * A normal that is known, without draws.
     *
     * @param rope the region that applies; null for none
     */
    private EffectSummary known(
            String estimand,
            String arm,
            double mean,
            double sd,
            Interval interval,
            double positive,
            @Nullable Rope rope,
            double inside,
            double above,
            InferenceStatus status,
            String prior,
            String identifiedBy,
            String note) {
        return new EffectSummary(
                "experiment",
                experiment,
                estimand,
                metric.name(),
                arm,
                "segment",
                segment,
                mean,
                sd,
                mean,
                NORMAL_MAD * sd,
                metric.decision().interval(),
                interval.lower(),
                interval.upper(),
                positive,
                rope == null ? Double.NaN : rope.lower(),
                rope == null ? Double.NaN : rope.upper(),
                inside,
                above,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                0,
                0,
                InferencePath.EXACT,
                status,
                Double.NaN,
                prior,
                identifiedBy,
                note);
    }

    static String join(String first, String second) {
        return first.isEmpty() ? second : second.isEmpty() ? first : first + "; " + second;
    }
}
