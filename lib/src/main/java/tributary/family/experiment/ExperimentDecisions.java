package tributary.family.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tributary.decide.Action;
import tributary.decide.Appraisal;
import tributary.decide.Decision;
import tributary.decide.DecisionRule;
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
    private final Health health;

    private ExperimentDecisions(ExperimentSpec spec, List<AnalysisResult> results, Health health) {
        this.spec = spec;
        this.results = results;
        this.health = health;
    }

    /**
     * One decision per metric, treated arm and segment.
     *
     * @param spec the experiment
     * @param results its analyses, of all metrics and segments; others are ignored
     * @param health what the quality checks said of the experiment
     */
    public static List<Decision> decide(ExperimentSpec spec, List<AnalysisResult> results, Health health) {
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
        Optional<Appraisal> found = appraisal(result, arm);
        List<SensitivityRow> grid = result.sensitivity().stream()
                .filter(row -> row.arm().equals(arm))
                .collect(Collectors.toList());
        List<SensitivityRow> flips =
                grid.stream().filter(row -> row.plausible() && row.flips()).collect(Collectors.toList());
        String guardrails = guardrailWords(arm, result.segment());
        if (found.isEmpty()) {
            String why = "No posterior: " + String.join("; ", result.problems()) + ".";
            return row(
                    result,
                    arm,
                    missing(arm),
                    new Verdict(Action.NOT_DECISIVE, why),
                    "not computed",
                    false,
                    guardrails);
        }
        Appraisal a = found.orElseThrow();
        Verdict base = metric.guardrail() == null
                ? DecisionRule.judge(a, metric.decision(), metric.direction())
                : guard(a, metric);
        boolean flipped = metric.guardrail() == null && !flips.isEmpty();
        Verdict verdict = base;
        if (!health.trusted()) {
            verdict = new Verdict(
                    Action.NOT_DECISIVE,
                    "The data cannot be believed (" + String.join("; ", health.findings())
                            + "): find the cause and run again. On these data it would be "
                            + base.action().word() + ".");
        } else if (flipped) {
            verdict = new Verdict(Action.NOT_DECISIVE, flipReason(base, flips, a, metric));
        } else if (base.action() == Action.LAUNCH && metric.guardrail() == null) {
            verdict = afterVetoes(base, result, a, metric);
        }
        String problems = result.problems().isEmpty() ? "" : " Note: " + String.join("; ", result.problems()) + ".";
        return row(
                result,
                arm,
                a,
                new Verdict(verdict.action(), verdict.reason() + problems),
                sensitivityWords(grid, flips),
                flipped,
                guardrails);
    }

    /** A launch must also survive guardrails, harmed segments and better arms. */
    private Verdict afterVetoes(Verdict launch, AnalysisResult result, Appraisal a, MetricSpec metric) {
        for (MetricSpec other : spec.metrics()) {
            Optional<Appraisal> guarded = other.guardrail() == null
                    ? Optional.empty()
                    : result(other.name(), result.segment()).flatMap(r -> appraisal(r, a.arm()));
            if (guarded.isPresent()) {
                Verdict guard = guard(guarded.orElseThrow(), other);
                if (guard.action() != Action.LAUNCH) {
                    Action action = guard.action() == Action.ROLL_BACK ? Action.HOLD : guard.action();
                    return new Verdict(
                            action,
                            "Guardrail " + other.name() + ": " + guard.reason() + " Otherwise: " + launch.reason());
                }
            } else if (other.guardrail() != null) {
                return new Verdict(
                        Action.KEEP_TESTING,
                        "Guardrail " + other.name() + " has no answer. Otherwise: " + launch.reason());
            }
        }
        if (metric.decision().noHarmedSegment() && result.segment().equals(ExperimentSpec.ALL)) {
            List<String> harmed = new ArrayList<>();
            for (AnalysisResult segment : results) {
                if (segment.metric().equals(metric.name()) && !segment.segment().equals(ExperimentSpec.ALL)) {
                    appraisal(segment, a.arm())
                            .filter(s -> Math.min(s.controlUnits(), s.treatedUnits())
                                            >= metric.decision().minUnitsPerArm()
                                    && s.probImprovement()
                                            <= 1 - metric.decision().harmProbability())
                            .ifPresent(s -> harmed.add(
                                    segment.segment() + " (P(harm) " + Words.number(1 - s.probImprovement()) + ")"));
                }
            }
            if (!harmed.isEmpty()) {
                return new Verdict(
                        Action.HOLD,
                        "Good on the whole, but these segments are probably harmed: " + String.join(", ", harmed)
                                + ". Otherwise: " + launch.reason());
            }
        }
        return better(result, a, metric)
                .map(best -> new Verdict(
                        Action.HOLD,
                        "Arm " + best + " is better and also fit to launch. By itself: " + launch.reason()))
                .orElse(launch);
    }

    /** Another arm that the rule would launch and that improves more. */
    private Optional<String> better(AnalysisResult result, Appraisal a, MetricSpec metric) {
        int sign = metric.direction().sign();
        return result.appraisals().stream()
                .filter(other -> DecisionRule.judge(other, metric.decision(), metric.direction())
                                .action()
                        == Action.LAUNCH)
                .max(Comparator.comparingDouble(other -> sign * other.liftMean()))
                .map(Appraisal::arm)
                .filter(best -> !best.equals(a.arm()));
    }

    private static Verdict guard(Appraisal a, MetricSpec metric) {
        Guardrail guardrail = metric.guardrail();
        if (guardrail == null) {
            throw new IllegalStateException(metric.name() + " is no guardrail");
        }
        String numbers = "P(not worse by more than " + Words.number(guardrail.margin()) + " "
                + guardrail.scale().name().toLowerCase(java.util.Locale.ROOT) + ") is "
                + Words.number(a.probNonInferior()) + ", " + Words.number(guardrail.probability()) + " is required.";
        if (Math.min(a.controlUnits(), a.treatedUnits()) < metric.decision().minUnitsPerArm()) {
            return new Verdict(Action.KEEP_TESTING, "Too few units for a non-inferiority verdict. " + numbers);
        }
        if (a.probNonInferior() >= guardrail.probability()) {
            return new Verdict(Action.LAUNCH, "Kept (non-inferior): nothing here forbids a launch. " + numbers);
        }
        if (a.probNonInferior() <= 1 - guardrail.probability()) {
            return new Verdict(Action.ROLL_BACK, "Broken (inferior). " + numbers);
        }
        return new Verdict(Action.KEEP_TESTING, "Undecided. " + numbers);
    }

    private String guardrailWords(String arm, String segment) {
        return spec.metrics().stream()
                .filter(metric -> metric.guardrail() != null)
                .map(metric -> metric.name() + ": "
                        + result(metric.name(), segment)
                                .flatMap(r -> appraisal(r, arm))
                                .map(a -> guard(a, metric).reason())
                                .orElse("no answer"))
                .collect(Collectors.joining("; "));
    }

    private static String flipReason(Verdict base, List<SensitivityRow> flips, Appraisal a, MetricSpec metric) {
        String others = flips.stream()
                .map(row -> row.priorName() + " (" + row.action().word() + ")")
                .collect(Collectors.joining(", "));
        List<String> next = new ArrayList<>();
        next.add(
                a.money() && a.valueOfMoreData() > 0
                        ? "collect more data (as many units again are worth about "
                                + Words.money(a.valueOfMoreData(), "") + ")"
                        : "collect more data");
        next.add("agree on a prior from stronger history");
        if (a.ropeVerdict() == RopeVerdict.UNDECIDED) {
            next.add("narrow the threshold that matters");
        }
        next.add(metric.decision().reversible() ? "take the reversible step in part" : "find a reversible step");
        next.add(a.money() ? "price the remaining uncertainty" : "put a price on the uncertainty");
        return "The action depends on the prior: " + base.action().word() + " under the published one, but " + others
                + ". What next: " + String.join("; ", next) + ". Under the published prior: " + base.reason();
    }

    private static String sensitivityWords(List<SensitivityRow> grid, List<SensitivityRow> flips) {
        if (grid.size() <= 1) {
            return "no other priors were asked for";
        }
        if (flips.isEmpty()) {
            return "same action under " + (grid.size() - 1) + " other priors, implausible ones aside";
        }
        return flips.stream()
                .map(row -> row.priorName() + " -> " + row.action().word())
                .collect(Collectors.joining(", ", "changes: ", ""));
    }

    private Optional<AnalysisResult> result(String metric, String segment) {
        return results.stream()
                .filter(r -> r.metric().equals(metric) && r.segment().equals(segment))
                .findFirst();
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

    private Decision row(
            AnalysisResult result,
            String arm,
            Appraisal a,
            Verdict verdict,
            String sensitivity,
            boolean flipped,
            String guardrails) {
        return new Decision(
                spec.name(),
                result.metric(),
                arm,
                result.segment(),
                verdict.action(),
                verdict.reason(),
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
                health.words(),
                sensitivity,
                flipped,
                guardrails);
    }
}
