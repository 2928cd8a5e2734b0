package tributary.family.experiment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tributary.decide.Appraisal;
import tributary.decide.Scale;
import tributary.decide.Verdict;
import tributary.estimand.EffectSummary;
import tributary.infer.DensityCurve;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.random.StreamKey;
import tributary.stats.CrossProducts;

/**
 * One analysis: the arms of one experiment on one metric in one segment.
 *
 * <p>Immutable and Serializable: ship it to an executor, bring back {@link #result()}; {@link #draws()} is a pure
 * function of (seed, experiment, metric, segment, arm, prior, statistics) and is computed again where the draws are
 * written. Bad numbers do not throw: what has no answer is missing, and {@link AnalysisResult#problems} says why.
 */
public final class ExperimentAnalysis implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The columns of {@link #draws()}. */
    public static final List<String> COLUMNS = List.of("control_mean", "treated_mean", "lift_abs", "lift_rel");

    private final ExperimentSpec spec;
    private final MetricSpec metric;
    private final String segment;
    private final Map<String, ArmStatistics> arms;
    private final List<String> unusable;

    private ExperimentAnalysis(
            ExperimentSpec spec,
            MetricSpec metric,
            String segment,
            Map<String, ArmStatistics> arms,
            List<String> unusable) {
        this.spec = spec;
        this.metric = metric;
        this.segment = segment;
        this.arms = arms;
        this.unusable = unusable;
    }

    /**
     * An analysis; arms without statistics count as arms without units, arms the spec does not name are ignored.
     *
     * @param spec the experiment
     * @param metric the name of one of its metrics
     * @param segment the segment, {@link ExperimentSpec#ALL} for everyone
     * @param statistics per arm
     */
    public static ExperimentAnalysis of(
            ExperimentSpec spec, String metric, String segment, Map<String, ArmStatistics> statistics) {
        MetricSpec found = spec.metric(metric);
        Map<String, ArmStatistics> arms = new LinkedHashMap<>();
        List<String> unusable = new ArrayList<>();
        List<String> names = new ArrayList<>(List.of(spec.control()));
        names.addAll(spec.treatments());
        for (String arm : names) {
            ArmStatistics s = statistics.get(arm);
            if (s == null) {
                s = ArmStatistics.of(CrossProducts.empty(found.columns()), 0);
            }
            if (s.all().dimension() < found.columns()) {
                throw new IllegalArgumentException("metric " + metric + " needs cross-products of " + found.columns()
                        + " columns, arm " + arm + " has " + s.all().dimension());
            }
            if (!calculable(s.all())) {
                unusable.add("the outcome or a covariate of arm " + arm + " is too large to square: its " + s.units()
                        + " units are left out");
                s = ArmStatistics.of(CrossProducts.empty(found.columns()), 0);
            }
            arms.put(arm, s);
        }
        return new ExperimentAnalysis(spec, found, segment, Collections.unmodifiableMap(arms), List.copyOf(unusable));
    }

    /** Whether means and cross-products can be multiplied without overflow. */
    private static boolean calculable(CrossProducts statistics) {
        for (int i = 0; i < statistics.dimension() && statistics.count() > 0; i++) {
            if (!(StrictMath.abs(statistics.mean(i)) < 1e140 && statistics.centred(i, i) < 1e280)) {
                return false;
            }
        }
        return true;
    }

    /** The experiment. */
    public String experiment() {
        return spec.name();
    }

    /** The segment. */
    public String segment() {
        return segment;
    }

    /** The metric. */
    public MetricSpec metric() {
        return metric;
    }

    /** The arms' statistics, control first. */
    public Map<String, ArmStatistics> arms() {
        return arms;
    }

    private StreamKey key() {
        return StreamKey.of(spec.sampling().seed())
                .with("experiment")
                .with(spec.name())
                .with(metric.name())
                .with(segment);
    }

    private ArmMeans means(PriorSpec prior, Adjustment adjustment) {
        return ArmModels.sample(
                metric, adjustment, prior, arms, key(), spec.sampling().total());
    }

    /** Per treated arm that has an answer, draws of {@link #COLUMNS}, dealt into rectangular chains. */
    public Map<String, Draws> draws() {
        ArmMeans means = means(metric.prior(), metric.adjustment());
        Map<String, Draws> result = new LinkedHashMap<>();
        for (String arm : spec.treatments()) {
            double[] control = means.draws().get(spec.control());
            double[] treated = means.draws().get(arm);
            if (control != null && treated != null) {
                result.put(
                        arm,
                        Draws.ofColumns(
                                COLUMNS,
                                spec.sampling().chains(),
                                control,
                                treated,
                                lift(control, treated),
                                relative(control, treated)));
            }
        }
        return result;
    }

    private static double[] of(ArmMeans means, String arm) {
        return Objects.requireNonNull(means.draws().get(arm));
    }

    private static double[] lift(double[] control, double[] treated) {
        double[] lift = new double[control.length];
        Arrays.setAll(lift, i -> treated[i] - control[i]);
        return lift;
    }

    private static double[] relative(double[] control, double[] treated) {
        double[] relative = new double[control.length];
        Arrays.setAll(relative, i -> (treated[i] - control[i]) / control[i]);
        return relative;
    }

    /** All summaries, appraisals, sensitivities and checks. */
    public AnalysisResult result() {
        List<EffectSummary> effects = new ArrayList<>();
        Map<String, List<SensitivityRow>> cells = new LinkedHashMap<>();
        ArmMeans published = means(metric.prior(), metric.adjustment());
        List<String> problems = new ArrayList<>(unusable);
        problems.addAll(published.problems().values());
        arms.forEach((arm, s) -> {
            if (s.units() == 0 && published.draws().containsKey(arm)) {
                problems.add("arm " + arm + " has no units: its posterior is its prior");
            }
        });
        Map<String, Appraisal> judged = ArmAppraisals.of(spec, metric, arms, published);
        judged.forEach((arm, appraisal) -> {
            double[] control = of(published, spec.control());
            double[] treated = of(published, arm);
            summarise(effects, published, arm, control, treated, "", metric.prior());
            Verdict verdict = metric.judge(appraisal);
            NamedPrior own = new NamedPrior("published", metric.prior(), true);
            cells.computeIfAbsent(arm, a -> new ArrayList<>())
                    .add(row(arm, own, lift(control, treated), appraisal, verdict, verdict));
        });
        for (NamedPrior other : metric.sensitivity()) {
            ArmMeans under = means(other.prior(), metric.adjustment());
            ArmAppraisals.of(spec, metric, arms, under).forEach((arm, appraisal) -> {
                Appraisal before = judged.get(arm);
                if (before != null) {
                    double[] lift = lift(of(under, spec.control()), of(under, arm));
                    cells.computeIfAbsent(arm, a -> new ArrayList<>())
                            .add(row(arm, other, lift, appraisal, metric.judge(before), metric.judge(appraisal)));
                }
            });
        }
        beside(effects);
        return new AnalysisResult(
                spec.name(),
                metric.name(),
                segment,
                effects,
                List.copyOf(judged.values()),
                cells.values().stream().flatMap(List::stream).toList(),
                new PredictiveChecks(spec, metric, segment, arms, published, key().with("predictive")).all(),
                problems);
    }

    private void summarise(
            List<EffectSummary> effects,
            ArmMeans means,
            String arm,
            double[] control,
            double[] treated,
            String suffix,
            PriorSpec prior) {
        EffectSummaries rows = new EffectSummaries(spec.name(), metric, segment);
        boolean controlMoments = Boolean.TRUE.equals(means.exists().get(spec.control()));
        boolean armMoments = Boolean.TRUE.equals(means.exists().get(arm));
        double[] relative = relative(control, treated);
        // A ratio has moments only if its denominator stays clear of zero.
        boolean clear = Describe.sd(control) < 0.5 * StrictMath.abs(Describe.mean(control))
                && (Arrays.stream(control).allMatch(c -> c > 0)
                        || Arrays.stream(control).allMatch(c -> c < 0));
        String words = prior.words();
        String note = means.note();
        effects.add(rows.ofDraws(
                "lift_abs" + suffix,
                arm,
                lift(control, treated),
                Scale.ABSOLUTE,
                true,
                controlMoments && armMoments,
                means.path(),
                words,
                note));
        effects.add(rows.ofDraws(
                "lift_rel" + suffix,
                arm,
                relative,
                Scale.RELATIVE,
                true,
                controlMoments && armMoments && clear,
                means.path(),
                words,
                note));
        effects.add(rows.ofDraws(
                "control_mean" + suffix,
                arm,
                control,
                Scale.ABSOLUTE,
                false,
                controlMoments,
                means.path(),
                words,
                note));
        effects.add(rows.ofDraws(
                "treated_mean" + suffix, arm, treated, Scale.ABSOLUTE, false, armMoments, means.path(), words, note));
    }

    /** The answers beside the published one: without a prior, unadjusted, and the normal approximation. */
    private void beside(List<EffectSummary> effects) {
        EffectSummaries rows = new EffectSummaries(spec.name(), metric, segment);
        for (String arm : spec.treatments()) {
            DifferenceInMeans rough = DifferenceInMeans.of(metric, arms, spec.control(), arm);
            if (rough.usable()) {
                effects.add(rows.ofDifference(arm, rough));
            }
        }
        if (metric.adjustment() != Adjustment.NONE) {
            PriorSpec plain = metric.adjustment() == Adjustment.CUPED
                    ? metric.prior()
                    : PriorSpec.defaultFor(metric.kind(), Adjustment.NONE);
            ArmMeans unadjusted = means(plain, Adjustment.NONE);
            for (String arm : spec.treatments()) {
                double[] control = unadjusted.draws().get(spec.control());
                double[] treated = unadjusted.draws().get(arm);
                if (control != null && treated != null) {
                    summarise(effects, unadjusted, arm, control, treated, "_unadjusted", plain);
                }
            }
            CrossProducts pooled = ArmModels.pooled(arms.values());
            if (pooled.count() > 1) {
                effects.add(rows.ofNumber(
                        "variance_reduction",
                        spec.control(),
                        new Cuped(pooled).varianceReduction(),
                        "share of the outcome's pooled variance that the pre-period covariates explain"));
            }
        }
        RelativeEffectPrior prior = metric.normalApproximation();
        ArmStatistics control = arms.get(spec.control());
        if (prior != null && control != null) {
            arms.forEach((arm, s) -> {
                if (!arm.equals(spec.control())) {
                    boolean binary = metric.kind() == MetricKind.BINARY;
                    effects.add(rows.ofApproximation(arm, NormalApproximation.of(control, s, binary, prior), prior));
                }
            });
        }
    }

    private SensitivityRow row(
            String arm, NamedPrior prior, double[] lift, Appraisal a, Verdict published, Verdict verdict) {
        return new SensitivityRow(
                spec.name(),
                metric.name(),
                arm,
                segment,
                prior.name(),
                prior.prior().words(),
                prior.plausible(),
                Describe.mean(lift),
                Describe.sd(lift),
                Describe.median(lift),
                a.intervalLower(),
                a.intervalUpper(),
                a.probPositive(),
                a.probAboveThreshold(),
                a.expectedProfit(),
                verdict.action(),
                verdict.action() != published.action(),
                segment.equals(ExperimentSpec.ALL) ? DensityCurve.of(lift) : DensityCurve.none());
    }
}
