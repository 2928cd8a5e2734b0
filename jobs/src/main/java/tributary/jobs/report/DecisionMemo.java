package tributary.jobs.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The memo {@code decision.md}: for each decision what is to be decided, on what design, with which result, what it
 * is worth, what it hangs on, and what is recommended; every number from the tables. Models, segments and media mixes follow with their answers.
 */
public final class DecisionMemo {
    private DecisionMemo() {}

    /** The memo of all decisions for everyone in these results, in CommonMark; guardrails stand within those they guard. */
    public static String render(ReportData data) {
        List<String> parts = new ArrayList<>();
        parts.add("# Decision memo: " + Markdown.plain(data.title()));
        data.heldBack()
                .forEach(v -> parts.add("> **Held back.** " + Markdown.plain(ReportData.part(v)) + ": "
                        + Markdown.plain(v.text("reason"))));
        for (AnalysisReport analysis : data.analyses()) {
            analysis.mainDecisions().stream()
                    .filter(d -> !d.text("role").equals("guardrail"))
                    .forEach(d -> parts.add(memo(analysis, d)));
        }
        parts.addAll(AnswerMemo.of(data));
        if (parts.size() == 1) {
            parts.add("No decision is published here.");
        }
        return String.join("\n\n", parts) + "\n";
    }

    private static String memo(AnalysisReport analysis, ResultRow d) {
        List<String> parts = new ArrayList<>();
        parts.add("## " + Markdown.plain(analysis.name()) + ": " + Markdown.plain(d.text("arm")) + " on "
                + Markdown.plain(d.text("metric")));
        parts.add("**Decision.** Whether to launch " + Markdown.plain(d.text("arm")) + ", judged by "
                + Markdown.plain(d.text("metric")) + ".");
        parts.add("**Design.** " + artifact(analysis, d, "identification"));
        parts.add("**Estimand.** " + artifact(analysis, d, "estimand"));
        parts.add("**Posterior result.**\n\n" + posterior(analysis, d));
        parts.add("**Business value.**\n\n" + value(d, MetricRules.of(analysis.run(), d.text("metric"))));
        parts.add("**Sensitivity.**\n\n" + sensitivity(analysis, d));
        parts.add("**Recommendation.** " + Show.sentence(d.text("action")) + ". " + Markdown.plain(d.text("reason")));
        parts.add("Run " + Markdown.plain(analysis.run().text("run_id")) + ", seed "
                + analysis.run().text("seed") + ", code "
                + Markdown.plain(analysis.run().text("code_version")) + "; health: "
                + Markdown.plain(d.text("health").isEmpty() ? "not recorded" : d.text("health")) + ".");
        return String.join("\n\n", parts);
    }

    private static String posterior(AnalysisReport analysis, ResultRow d) {
        List<String> lines = new ArrayList<>();
        for (ResultRow e : analysis.effect(d.text("metric"), d.text("arm"), "lift_abs")) {
            lines.add("Posterior mean lift: " + Show.signed(e.number("mean")));
            lines.add(
                    Show.interval(e) + ": " + Show.signed(e.number("ci_lb")) + " to " + Show.signed(e.number("ci_ub")));
            lines.add("Prior: " + Markdown.plain(e.text("prior")));
        }
        for (ResultRow e : analysis.effect(d.text("metric"), d.text("arm"), "lift_rel")) {
            lines.add("Relative to control: " + Show.signedPercent(e.number("mean")) + ", "
                    + Show.signedPercent(e.number("ci_lb")) + " to " + Show.signedPercent(e.number("ci_ub")));
        }
        lines.add("Probability that the arm is better: "
                + Show.probability(
                        MetricRules.of(analysis.run(), d.text("metric")).probBetter(d)));
        lines.add("Probability that it beats the threshold: " + Show.probability(d.number("prob_above_threshold")));
        lines.add("Probability that it is the best arm: " + Show.probability(d.number("prob_best")));
        if (!d.text("guardrails").isEmpty()) {
            lines.add("Guardrails: " + Markdown.plain(d.text("guardrails")));
        }
        return Markdown.bullets(lines);
    }

    private static String value(ResultRow d, MetricRules rules) {
        if (!Double.isFinite(d.number("expected_profit"))) {
            return Markdown.bullets(List.of(
                    "No value was put on this metric; losses are in its own unit",
                    "Expected loss if launched: " + Show.number(d.number("expected_loss_if_launch")),
                    "Expected loss if held: " + Show.number(d.number("expected_loss_if_hold"))));
        }
        String currency = rules.currency();
        return Markdown.bullets(List.of(
                "Expected profit: " + Show.money(d.number("expected_profit"), currency) + " (median "
                        + Show.money(d.number("median_profit"), currency) + ")",
                "Probability that profit is positive: " + Show.probability(d.number("prob_profit")),
                "Interval of profit: " + Show.money(d.number("profit_lb"), currency) + " to "
                        + Show.money(d.number("profit_ub"), currency),
                "Expected loss if launched: " + Show.money(d.number("expected_loss_if_launch"), currency)
                        + "; if held: " + Show.money(d.number("expected_loss_if_hold"), currency),
                "Most that certainty could be worth: " + Show.money(d.number("value_of_information"), currency)));
    }

    private static String sensitivity(AnalysisReport analysis, ResultRow d) {
        List<String> lines = new ArrayList<>();
        if (!d.text("prior_sensitivity").isEmpty()) {
            lines.add(Markdown.plain(d.text("prior_sensitivity")));
        }
        analysis.sensitivity().stream()
                .filter(s -> s.text("metric").equals(d.text("metric"))
                        && s.text("arm").equals(d.text("arm")))
                .forEach(s -> lines.add(Markdown.plain(s.text("cell")) + " (" + Markdown.plain(s.text("prior"))
                        + "): lift "
                        + Show.signed(s.number("mean")) + ", P(> 0) " + Show.probability(s.number("prob_positive"))
                        + ", " + Show.words(s.text("action"))
                        + (s.flag("changes_action") ? " - another action" : "")));
        return Markdown.bullets(lines.isEmpty() ? List.of("Other priors were not tried") : lines);
    }

    private static String artifact(AnalysisReport analysis, ResultRow d, String artifact) {
        return analysis.artifacts().stream()
                .filter(a ->
                        a.text("artifact").equals(artifact) && a.text("metric").equals(d.text("metric")))
                .findFirst()
                .map(a -> (a.flag("present") ? "" : "Not stated: ") + Markdown.plain(a.text("description")))
                .orElse("Not recorded.");
    }
}
