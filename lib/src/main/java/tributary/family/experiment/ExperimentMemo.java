package tributary.family.experiment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tributary.decide.Decision;
import tributary.decide.Economics;
import tributary.decide.Health;
import tributary.decide.WorkflowArtifact;
import tributary.decide.WorkflowArtifact.Step;
import tributary.estimand.EffectSummary;

/** The words around the numbers: the decision memo and the eight workflow artifacts of a metric. */
public final class ExperimentMemo {
    private ExperimentMemo() {}

    /** The memo of one decision, in Markdown: decision, design, estimand, result, value, sensitivity, recommendation. */
    public static String memo(ExperimentSpec spec, AnalysisResult result, Decision decision) {
        MetricSpec metric = spec.metric(decision.metric());
        StringBuilder memo = new StringBuilder();
        section(
                memo,
                "Decision",
                "Whether to launch arm " + decision.arm() + " of experiment " + spec.name() + ", judged on "
                        + metric.name() + " in segment " + decision.unit() + ".");
        section(memo, "Design", design(spec));
        section(memo, "Estimand", estimand(spec, metric));
        String posterior = effect(result, "lift_abs", decision.arm())
                .map(e -> sentence("Absolute lift", e))
                .orElse("No posterior of the lift exists: " + decision.reason());
        String relative = effect(result, "lift_rel", decision.arm())
                .map(e -> " " + sentence("Relative lift", e))
                .orElse("");
        section(
                memo,
                "Posterior result",
                posterior + relative + " P(lift > 0) " + Words.number(decision.probPositive())
                        + ", P(improvement > " + Words.number(metric.decision().threshold()) + ") "
                        + Words.number(decision.probAboveThreshold()) + ", P(best arm) "
                        + Words.number(decision.probBest()) + ".");
        section(memo, "Business value", value(metric, decision));
        String guardrails = decision.guardrails().isEmpty() ? "" : " Guardrails: " + decision.guardrails() + ".";
        section(
                memo,
                "Sensitivity",
                "Priors: " + decision.priorSensitivity() + "." + guardrails + " Health: " + decision.health() + ".");
        section(memo, "Recommendation", "**" + decision.action().word().replace('_', ' ') + "**. " + decision.reason());
        return memo.toString();
    }

    /** The eight artifacts of one metric, over all units. */
    public static List<WorkflowArtifact> workflow(
            ExperimentSpec spec, AnalysisResult result, List<Decision> decisions, Health health) {
        MetricSpec metric = spec.metric(result.metric());
        String likelihood = likelihood(metric);
        boolean answered = !result.effects().isEmpty();
        long failed = result.checks().stream().filter(check -> !check.passed()).count();
        boolean checked =
                result.checks().stream().anyMatch(check -> check.kind().equals("posterior"));
        List<String> actions = decisions.stream()
                .filter(d -> d.metric().equals(metric.name()) && d.unit().equals(result.segment()))
                .map(d -> d.arm() + ": " + d.action().word())
                .toList();
        return List.of(
                artifact(spec, metric, Step.ESTIMAND, true, estimand(spec, metric)),
                artifact(spec, metric, Step.IDENTIFICATION, true, design(spec) + " Health: " + health.words() + "."),
                artifact(spec, metric, Step.LIKELIHOOD, true, likelihood),
                artifact(
                        spec,
                        metric,
                        Step.PRIORS,
                        true,
                        metric.prior().words() + "; " + metric.sensitivity().size()
                                + " further priors in the sensitivity grid."),
                artifact(
                        spec,
                        metric,
                        Step.POSTERIOR,
                        answered,
                        answered
                                ? spec.sampling().chains() + " x "
                                        + spec.sampling().draws()
                                        + " independent draws (R-hat does not apply)"
                                        + (result.problems().isEmpty()
                                                ? "."
                                                : "; " + String.join("; ", result.problems()) + ".")
                                : "absent: " + String.join("; ", result.problems())),
                artifact(
                        spec,
                        metric,
                        Step.PREDICTIVE_CHECKS,
                        checked,
                        checked
                                ? result.checks().size() + " checks, " + failed + " outside their central 99 %."
                                : "absent: this likelihood has no replicated statistic to compare, or too few units"),
                artifact(
                        spec,
                        metric,
                        Step.SENSITIVITY,
                        !metric.sensitivity().isEmpty(),
                        metric.sensitivity().isEmpty()
                                ? "absent: no other priors were asked for; confounding is excluded by randomisation"
                                : "prior grid of " + (metric.sensitivity().size() + 1)
                                        + "; confounding is excluded by randomisation"),
                artifact(
                        spec,
                        metric,
                        Step.DECISION,
                        !actions.isEmpty(),
                        actions.isEmpty() ? "absent: nothing was decided" : String.join("; ", actions)));
    }

    private static WorkflowArtifact artifact(
            ExperimentSpec spec, MetricSpec metric, Step step, boolean present, String content) {
        return new WorkflowArtifact(spec.name(), metric.name(), step, present, content);
    }

    private static String design(ExperimentSpec spec) {
        return "Randomised experiment: units were assigned to " + spec.control() + " (control) or "
                + String.join(", ", spec.treatments())
                + " by chance, so assignment is independent of the potential outcomes; no interference between units is"
                + " assumed.";
    }

    private static String estimand(ExperimentSpec spec, MetricSpec metric) {
        return "The average effect of each treated arm against " + spec.control() + " on the mean of " + metric.name()
                + ", absolute and relative, among units like those exposed ("
                + metric.direction().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ").";
    }

    private static String likelihood(MetricSpec metric) {
        String base = switch (metric.kind()) {
            case BINARY -> "Bernoulli rate per arm";
            case CONTINUOUS -> "normal, mean and variance unknown";
            case REVENUE -> "hurdle: Bernoulli times a positive amount" + amount(metric.prior());
            case COUNT -> "Poisson rate per arm";
            case RATIO -> "bivariate normal means of numerator and denominator per arm; their ratio";
        };
        return switch (metric.adjustment()) {
            case NONE -> base + ".";
            case CUPED -> base + ", after CUPED on " + metric.covariates() + ".";
            case REGRESSION -> base + ", linear regression on arms and " + metric.covariates() + ".";
        };
    }

    private static String amount(PriorSpec prior) {
        return prior instanceof PriorSpec.Hurdle hurdle
                ? switch (hurdle.likelihood()) {
                    case NORMAL -> ", whose mean is normal by the central limit theorem";
                    case LOGNORMAL -> ", lognormal";
                    case GAMMA -> ", gamma";
                }
                : "";
    }

    private static Optional<EffectSummary> effect(AnalysisResult result, String estimand, String arm) {
        return result.effects().stream()
                .filter(e -> e.estimand().equals(estimand) && e.arm().equals(arm))
                .findFirst();
    }

    private static String sentence(String name, EffectSummary e) {
        String centre =
                Double.isNaN(e.mean()) ? "median " + Words.number(e.median()) : "mean " + Words.number(e.mean());
        return name + ": " + centre + ", " + Words.percent(e.interval().probability()) + " "
                + e.interval().kind() + " [" + Words.number(e.lower()) + ", " + Words.number(e.upper()) + "].";
    }

    private static String value(MetricSpec metric, Decision d) {
        Economics economics = metric.decision().stakes().economics();
        if (economics == null) {
            return "No economics were given; expected loss in units of the metric "
                    + Words.number(d.expectedLossIfLaunch()) + " if launched, " + Words.number(d.expectedLossIfHold())
                    + " if held.";
        }
        String unit = economics.currency();
        return "Profit = " + Words.number(economics.users()) + " users x improvement x "
                + Words.number(economics.value())
                + " - " + Words.money(economics.cost(), unit) + ": expected " + Words.money(d.expectedProfit(), unit)
                + ", interval [" + Words.money(d.profitLower(), unit) + ", " + Words.money(d.profitUpper(), unit)
                + "], P(profit > 0) " + Words.number(d.probProfit()) + ". Expected loss "
                + Words.money(d.expectedLossIfLaunch(), unit) + " if launched, "
                + Words.money(d.expectedLossIfHold(), unit)
                + " if held. Perfect information would be worth " + Words.money(d.valueOfInformation(), unit) + ".";
    }

    private static void section(StringBuilder memo, String title, String text) {
        memo.append(memo.length() == 0 ? "" : "\n")
                .append("**")
                .append(title)
                .append(".** ")
                .append(text)
                .append('\n');
    }

    /** The memos of several decisions, one after another. */
    public static String memos(ExperimentSpec spec, List<AnalysisResult> results, List<Decision> decisions) {
        return decisions.stream()
                .map(d -> results.stream()
                        .filter(r ->
                                r.metric().equals(d.metric()) && r.segment().equals(d.unit()))
                        .findFirst()
                        .map(r -> memo(spec, r, d))
                        .orElse(""))
                .collect(Collectors.joining("\n---\n\n"));
    }
}
