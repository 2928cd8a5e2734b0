package tributary.family.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tributary.decide.Action;
import tributary.decide.Appraisal;
import tributary.decide.Decision;
import tributary.decide.GuardrailVerdict;
import tributary.decide.Health;
import tributary.decide.RopeVerdict;
import tributary.decide.Verdict;

/**
 * The decisions of one experiment: every analysis judged, then health, other priors, guardrails, harmed segments and
 * better arms heard, in this order of authority.
 */
public final class ExperimentDecisions {
    private final ExperimentSpec spec;
    private final List<AnalysisResult> results;
    private final Map<List<String>, AnalysisResult> byMetricAndSegment;
    private final BiFunction<String, String, Health> health;

    private ExperimentDecisions(
            ExperimentSpec spec, List<AnalysisResult> results, BiFunction<String, String, Health> health) {
        this.spec = spec;
        this.results = results;
        this.byMetricAndSegment = results.stream()
                .collect(Collectors.toMap(r -> List.of(r.metric(), r.segment()), r -> r, (first, second) -> first));
        this.health = health;
    }

    /**
     * One decision per metric, treated arm and segment.
     *
     * @param spec the experiment
     * @param results its analyses, of all metrics and segments; others are ignored
     * @param health what the quality checks said, by metric and segment
     */
    public static List<Decision> decide(
            ExperimentSpec spec, List<AnalysisResult> results, BiFunction<String, String, Health> health) {
        List<AnalysisResult> own =
                results.stream().filter(r -> r.experiment().equals(spec.name())).collect(Collectors.toList());
        ExperimentDecisions decisions = new ExperimentDecisions(spec, own, health);
        List<Decision> all = new ArrayList<>();
        for (AnalysisResult result : own) {
            for (String arm : spec.treatments()) {
                all.add(decisions.one(result, arm));
            }
        }
        return List.copyOf(all);
    }

    private Decision one(AnalysisResult result, String arm) {
        MetricSpec metric = spec.metric(result.metric());
        Optional<Judged> found = appraisal(result, arm).map(a -> judge(result, metric, a));
        if (found.isEmpty()) {
            String why = "No posterior: " + String.join("; ", result.problems()) + ".";
            return row(metric, new Judged(result, missing(arm), new Verdict(Action.NOT_DECISIVE, why), Flips.none()));
        }
        Judged judged = found.orElseThrow();
        Optional<Verdict> overruled = judged.verdict().action() == Action.LAUNCH
                ? veto(judged, metric).or(() -> better(judged, metric))
                : judged.overCap(metric) ? better(judged, metric) : Optional.empty();
        return row(metric, overruled.map(judged::with).orElse(judged));
    }

    /** What a metric says of an arm by itself: its rule, unless the data or the priors forbid to believe it. */
    private Judged judge(AnalysisResult result, MetricSpec metric, Appraisal a) {
        Verdict base = metric.judge(a);
        Flips flips = Flips.of(result, a.arm());
        Health own = health.apply(result.metric(), result.segment());
        if (!own.trusted()) {
            base = new Verdict(
                    Action.NOT_DECISIVE,
                    "The data cannot be believed (" + String.join("; ", own.findings())
                            + "): find the cause and run again. On these data it would be "
                            + base.action().word() + ".");
        } else if (flips.any()) {
            base = new Verdict(Action.NOT_DECISIVE, flips.reason(base, a, metric));
        }
        return new Judged(result, a, base, flips);
    }

    /** The same of a metric and segment by name, if there is an answer. */
    private Optional<Judged> judged(MetricSpec metric, String arm, String segment) {
        return Optional.ofNullable(byMetricAndSegment.get(List.of(metric.name(), segment)))
                .flatMap(r -> appraisal(r, arm).map(a -> judge(r, metric, a)));
    }

    /** What forbids a launch: a guardrail that is not kept, or a harmed segment. */
    private Optional<Verdict> veto(Judged launch, MetricSpec metric) {
        return guardrails()
                .flatMap(guard -> guardrail(guard, launch).stream())
                .findFirst()
                .or(() -> harmedSegments(launch, metric));
    }

    private Optional<Verdict> guardrail(MetricSpec guard, Judged launch) {
        Optional<Judged> found = judged(guard, launch.a().arm(), launch.result().segment());
        if (found.isEmpty()) {
            return Optional.of(new Verdict(
                    Action.KEEP_TESTING,
                    "Guardrail " + guard.name() + " has no answer. Otherwise: " + launch.reason()));
        }
        Verdict verdict = found.orElseThrow().verdict();
        if (verdict.action() == GuardrailVerdict.NON_INFERIOR.action()) {
            return Optional.empty();
        }
        Action action = verdict.action() == Action.ROLL_BACK ? Action.HOLD : verdict.action();
        return Optional.of(new Verdict(
                action, "Guardrail " + guard.name() + ": " + verdict.reason() + " Otherwise: " + launch.reason()));
    }

    private Optional<Verdict> harmedSegments(Judged launch, MetricSpec metric) {
        if (!metric.decision().safeguards().noHarmedSegment()
                || !launch.result().segment().equals(ExperimentSpec.ALL)) {
            return Optional.empty();
        }
        List<String> harmed = new ArrayList<>();
        for (AnalysisResult segment : results) {
            if (segment.metric().equals(metric.name())
                    && !segment.segment().equals(ExperimentSpec.ALL)
                    && health.apply(segment.metric(), segment.segment()).trusted()) {
                appraisal(segment, launch.a().arm())
                        .filter(s -> Math.min(s.controlUnits(), s.treatedUnits())
                                        >= metric.decision().safeguards().minUnitsPerArm()
                                && s.probImprovement()
                                        <= 1 - metric.decision().safeguards().harmProbability())
                        .ifPresent(s -> harmed.add(
                                segment.segment() + " (P(harm) " + Words.number(1 - s.probImprovement()) + ")"));
            }
        }
        return harmed.isEmpty()
                ? Optional.empty()
                : Optional.of(new Verdict(
                        Action.HOLD,
                        "Good on the whole, but these segments are probably harmed: " + String.join(", ", harmed)
                                + ". Otherwise: " + launch.reason()));
    }

    /** Another arm that may be launched, too, and improves more. */
    private Optional<Verdict> better(Judged launch, MetricSpec metric) {
        int sign = metric.direction().sign();
        return launch.result().appraisals().stream()
                .filter(other -> sign * other.liftMean() > sign * launch.a().liftMean())
                .map(other -> judge(launch.result(), metric, other))
                .filter(other -> other.verdict().action() == Action.LAUNCH
                        && veto(other, metric).isEmpty())
                .max(Comparator.comparingDouble(other -> sign * other.a().liftMean()))
                .map(best -> new Verdict(
                        Action.HOLD,
                        "Arm " + best.a().arm() + " is better and also fit to launch. By itself: " + launch.reason()));
    }

    /** One metric's word on one arm. */
    private record Judged(AnalysisResult result, Appraisal a, Verdict verdict, Flips flips) {
        /** Whether it might be launched but for what it is expected to lose, which a better arm may explain. */
        boolean overCap(MetricSpec metric) {
            return verdict.action() == Action.KEEP_TESTING
                    && a.expectedLossIfLaunch() > metric.decision().stakes().lossCap();
        }

        String reason() {
            return verdict.reason();
        }

        Judged with(Verdict other) {
            return new Judged(result, a, other, flips);
        }
    }

    private String guardrailWords(String arm, String segment) {
        return guardrails()
                .map(guard -> guard.name() + ": "
                        + judged(guard, arm, segment).map(Judged::reason).orElse("no answer"))
                .collect(Collectors.joining("; "));
    }

    private Stream<MetricSpec> guardrails() {
        return spec.metrics().stream().filter(metric -> metric.guardrail() != null);
    }

    private static Optional<Appraisal> appraisal(AnalysisResult result, String arm) {
        return result.appraisals().stream().filter(a -> a.arm().equals(arm)).findFirst();
    }

    private static Appraisal missing(String arm) {
        double nan = Double.NaN;
        return new Appraisal(
                arm,
                0,
                0,
                nan,
                nan,
                nan,
                nan,
                nan,
                nan,
                nan,
                nan,
                nan,
                RopeVerdict.UNDECIDED,
                nan,
                false,
                nan,
                nan,
                nan,
                nan,
                nan,
                nan,
                nan,
                nan,
                nan,
                nan);
    }

    private Decision row(MetricSpec metric, Judged judged) {
        Appraisal a = judged.a();
        AnalysisResult result = judged.result();
        Guardrail guardrail = metric.guardrail();
        boolean stands = judged.verdict().action() != Action.NOT_DECISIVE;
        boolean note =
                !result.problems().isEmpty() && appraisal(result, a.arm()).isPresent();
        return new Decision(
                spec.name(),
                result.metric(),
                a.arm(),
                result.segment(),
                guardrail == null
                        ? null
                        : stands
                                ? guardrail.verdict(
                                        a, metric.decision().safeguards().minUnitsPerArm())
                                : GuardrailVerdict.UNDECIDED,
                a.probNonInferior(),
                judged.verdict().action(),
                judged.reason() + (note ? " Note: " + String.join("; ", result.problems()) + "." : ""),
                a.probPositive(),
                a.probAboveThreshold(),
                a.probRelAboveThreshold(),
                a.probBest(),
                a.ropeVerdict(),
                a.expectedProfit(),
                a.medianProfit(),
                a.probProfit(),
                a.profitLower(),
                a.profitUpper(),
                a.expectedLossIfLaunch(),
                a.expectedLossIfHold(),
                a.valueOfInformation(),
                a.valueOfMoreData(),
                health.apply(result.metric(), result.segment()).words(),
                judged.flips().words(),
                judged.flips().any(),
                guardrailWords(a.arm(), result.segment()));
    }
}
