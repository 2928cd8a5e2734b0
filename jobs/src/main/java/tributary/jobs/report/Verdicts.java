package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.List;

/** The verdict cards of one analysis: for each arm and metric what to do, why, and what it is worth. */
final class Verdicts {
    private static final List<String> KNOWN =
            List.of("launch", "hold", "roll_back", "keep_testing", "not_decisive", "reallocate");

    private Verdicts() {}

    static Html of(AnalysisReport analysis) {
        List<Html> cards = new ArrayList<>();
        List<List<Html>> guardrails = new ArrayList<>();
        for (ResultRow d : analysis.mainDecisions()) {
            MetricRules rules = MetricRules.of(analysis.run(), d.text("metric"));
            if (d.text("role").equals("guardrail")) {
                guardrails.add(guardrail(analysis, d, rules));
            } else {
                cards.add(card(analysis, d, rules));
            }
        }
        return el(
                "div",
                "",
                cards.isEmpty() ? Html.nothing() : el("div", "cards", cards),
                guardrails.isEmpty()
                        ? Html.nothing()
                        : el(
                                "div",
                                "guardrails",
                                el("h3", "", text("Guardrails")),
                                Figure.table(
                                        List.of(
                                                "Metric",
                                                "Arm",
                                                "Verdict",
                                                "#P(kept)",
                                                "#Relative lift",
                                                "#P(better)",
                                                "Why"),
                                        guardrails)));
    }

    private static List<Html> guardrail(AnalysisReport analysis, ResultRow d, MetricRules rules) {
        String lift = analysis.effect(d.text("metric"), d.text("arm"), "lift_rel").stream()
                .map(e -> Show.signedPercent(e.number("ci_lb")) + " to " + Show.signedPercent(e.number("ci_ub")))
                .findFirst()
                .orElse(Show.NONE);
        return List.of(
                name(d.text("metric")),
                name(d.text("arm")),
                guardrailBadge(d),
                text(Show.probability(d.number("prob_non_inferior"))),
                text(lift),
                text(Show.probability(rules.probBetter(d))),
                name(d.text("reason")));
    }

    /** A guardrail is kept, broken or undecided; it launches nothing. */
    static Html guardrailBadge(ResultRow d) {
        String verdict = guardrail(d);
        return el("span", "badge guardrail-" + verdict, text(verdict));
    }

    /** Whether a guardrail is kept. */
    static String guardrail(ResultRow d) {
        return switch (d.text("guardrail_verdict")) {
            case "non_inferior" -> "kept";
            case "inferior" -> "broken";
            default -> "undecided";
        };
    }

    /** The class of an action; words no table knows get none. */
    static String css(String action) {
        return KNOWN.contains(action) ? "action-" + action : "";
    }

    /** The action as a coloured word. */
    static Html badge(String action) {
        return el("span", ("badge " + css(action)).strip(), text(Show.words(action)));
    }

    private static Html card(AnalysisReport analysis, ResultRow d, MetricRules rules) {
        List<Html> inside = new ArrayList<>();
        inside.add(el(
                "header",
                "",
                badge(d.text("action")),
                el("h4", "", name(d.text("arm")), text(" \u00b7 "), name(d.text("metric")))));
        analysis.effect(d.text("metric"), d.text("arm"), "lift_rel").stream()
                .filter(e -> Double.isFinite(e.number("ci_lb")) && Double.isFinite(e.number("ci_ub")))
                .forEach(e -> inside.add(lift(e)));
        inside.add(el("p", "reason", name(d.text("reason"))));
        if (!d.text("guardrails").isEmpty()) {
            inside.add(el("p", "", el("strong", "", text("Guardrails. ")), name(d.text("guardrails"))));
        }
        inside.add(el("dl", "", numbers(d, rules)));
        inside.add(el(
                "p",
                d.flag("prior_flips") ? "next" : "muted",
                text(d.text("prior_sensitivity").isEmpty() ? "" : "Other priors: "),
                name(Show.words(d.text("prior_sensitivity"))),
                text(d.text("prior_sensitivity").isEmpty() ? "" : ". "),
                text(d.text("health").isEmpty() ? "" : "Health: " + d.text("health") + ".")));
        return el("article", ("card " + css(d.text("action"))).strip(), inside);
    }

    private static Html lift(ResultRow effect) {
        return el(
                "div",
                "lift",
                el("p", "", el("b", "", text(Show.signedPercent(effect.number("mean"))))),
                el(
                        "p",
                        "muted",
                        text(Show.signedPercent(effect.number("ci_lb")) + " to "
                                + Show.signedPercent(effect.number("ci_ub")) + ", "
                                + Show.interval(effect))),
                ForestFigure.glyph(effect, ForestFigure.axis(List.of(effect)), "c0"));
    }

    private static List<Html> numbers(ResultRow d, MetricRules rules) {
        List<Html> list = new ArrayList<>();
        entry(list, "P(better)", Show.probability(rules.probBetter(d)));
        entry(list, "P(above threshold)", Show.probability(d.number("prob_above_threshold")));
        entry(list, "P(best arm)", Show.probability(d.number("prob_best")));
        entry(
                list,
                "Against the ROPE",
                d.text("hdi_rope_verdict").isEmpty() ? Show.NONE : Show.words(d.text("hdi_rope_verdict")));
        boolean money = Double.isFinite(d.number("expected_profit"));
        if (money) {
            entry(list, "Expected profit", Show.money(d.number("expected_profit"), rules.currency()));
            entry(list, "Its interval", Show.money(d.number("profit_lb")) + " to " + Show.money(d.number("profit_ub")));
            entry(list, "P(profit > 0)", Show.probability(d.number("prob_profit")));
        }
        entry(list, "Loss if launched", loss(d.number("expected_loss_if_launch"), money));
        entry(list, "Loss if held", loss(d.number("expected_loss_if_hold"), money));
        entry(list, "Worth of certainty", loss(d.number("value_of_information"), money));
        entry(list, "Worth of more data", loss(d.number("value_of_more_data"), money));
        return list;
    }

    private static String loss(double amount, boolean money) {
        return money ? Show.money(amount) : Show.number(amount);
    }

    private static void entry(List<Html> list, String term, String value) {
        if (!value.equals(Show.NONE)) {
            list.add(el("div", "", el("dt", "", text(term)), el("dd", "", text(value))));
        }
    }
}
