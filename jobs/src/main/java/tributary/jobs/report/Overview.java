package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All decisions at a glance: how many of each action and of each verdict on guardrails, and a table to search and sort. */
final class Overview {
    private static final List<String> ACTIONS =
            List.of("launch", "roll_back", "hold", "keep_testing", "not_decisive", "reallocate");

    private Overview() {}

    static Html of(ReportData data) {
        if (data.decisions().isEmpty()) {
            return Html.nothing();
        }
        Map<String, String> sections = new HashMap<>();
        data.sections().forEach(s -> sections.putIfAbsent(s.analysis(), s.id()));
        Map<List<String>, MetricRules> rules = new HashMap<>();
        List<Html> rows = data.decisions().stream()
                .map(d -> row(
                        d,
                        sections.getOrDefault(d.text("analysis"), ""),
                        rules.computeIfAbsent(List.of(d.text("attempt_id"), d.text("metric")), key -> data.rules(d))
                                .probBetter(d)))
                .toList();
        List<Html> inside = new ArrayList<>();
        inside.add(el("h2", "", text("Decisions")));
        inside.add(tiles(data.decisions()));
        if (rows.size() > 8) {
            inside.add(Figure.search("decisions", "experiment, metric, arm, action ..."));
        }
        inside.add(el("div", "scroll tall", table(rows)));
        if (data.decisionsLeftOut() > 0) {
            inside.add(el(
                    "p",
                    "muted",
                    text(Show.count(data.decisionsLeftOut())
                            + " more decisions are in the table published_decisions, not on this page.")));
        }
        return el("section", "", inside).with("id", "decisions");
    }

    private static Html tiles(List<ResultRow> decisions) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        ACTIONS.forEach(a -> counts.put(a, 0));
        Map<String, Integer> guardrails = new TreeMap<>();
        decisions.forEach(d -> {
            boolean goal = !d.text("role").equals("guardrail");
            (goal ? counts : guardrails).merge(goal ? d.text("action") : Verdicts.guardrail(d), 1, Integer::sum);
        });
        List<Html> tiles = new ArrayList<>();
        counts.forEach((action, n) -> tiles.add(tile(n, Verdicts.css(action), Show.words(action))));
        guardrails.forEach((verdict, n) ->
                tiles.add(tile(n, "guardrail-" + verdict, (n == 1 ? "guardrail " : "guardrails ") + verdict)));
        return el("ul", "tiles", tiles);
    }

    /** So many of something; nothing where there is none. */
    static Html tile(long count, String css, String words) {
        return count == 0 ? Html.nothing() : el("li", css, el("b", "", text(Show.count(count))), text(" " + words));
    }

    private static Html table(List<Html> rows) {
        List<Html> headings = new ArrayList<>();
        for (String heading : List.of(
                "Action",
                "Analysis",
                "Metric",
                "Arm",
                "For",
                "#P(better)",
                "#P(best)",
                "#Expected profit",
                "#Loss if launched",
                "#Loss if held")) {
            headings.add(el("th", heading.startsWith("#") ? "num" : "", text(heading.replace("#", "")))
                    .with("scope", "col"));
        }
        return el("table", "sortable", el("thead", "", el("tr", "", headings)), el("tbody", "", rows))
                .with("id", "table-decisions");
    }

    private static Html row(ResultRow d, String section, double better) {
        Html analysis = name(d.text("analysis"));
        return el(
                "tr",
                "",
                el(
                        "td",
                        "",
                        d.text("role").equals("guardrail")
                                ? Verdicts.guardrailBadge(d)
                                : Verdicts.badge(d.text("action"))),
                el(
                        "td",
                        "",
                        section.isEmpty() ? analysis : el("a", "", analysis).with("href", "#" + section)),
                el("td", "", name(d.text("metric"))),
                el("td", "", name(d.text("arm"))),
                el("td", "", name(Show.unit(d.text("unit_kind"), d.text("unit")))),
                number(Show.probability(better), better),
                number(Show.probability(d.number("prob_best")), d.number("prob_best")),
                number(Show.money(d.number("expected_profit")), d.number("expected_profit")),
                number(Show.number(d.number("expected_loss_if_launch")), d.number("expected_loss_if_launch")),
                number(Show.number(d.number("expected_loss_if_hold")), d.number("expected_loss_if_hold")));
    }

    private static Html number(String shown, double value) {
        return el("td", "num", text(shown)).with("data-value", Double.isFinite(value) ? Double.toString(value) : "");
    }
}
