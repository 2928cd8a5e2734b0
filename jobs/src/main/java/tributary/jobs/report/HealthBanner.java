package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.List;

/** Whether the data and the inference may be believed: one line of colour, then what failed and what to do. */
final class HealthBanner {
    private HealthBanner() {}

    /** The banner of the whole page. */
    static Html of(ReportData data) {
        List<ResultRow> held = data.heldBack();
        List<ResultRow> failed = data.failedChecks();
        long gates =
                failed.stream().filter(q -> q.text("severity").equals("gate")).count();
        long warnings = failed.size() - gates;
        String css = gates > 0 || !held.isEmpty() ? "bad" : warnings > 0 ? "warn" : "good";
        String checks = Show.count(data.quality().size()) + (data.quality().size() == 1 ? " check" : " checks");
        String verdict = switch (css) {
            case "bad" ->
                "Held back: " + counted(held.size(), "analysis", "analyses") + " in quarantine; "
                        + counted(gates, "gate", "gates") + " and " + counted(warnings, "warning", "warnings")
                        + " of " + checks + " failed.";
            case "warn" ->
                "Every gate passed; " + counted(warnings, "warning", "warnings") + " of " + checks
                        + " to read before you believe it.";
            default ->
                data.quality().isEmpty()
                        ? "No data-quality checks are recorded."
                        : "Every one of " + checks + " passed, no analysis is held back.";
        };
        List<Html> inside = new ArrayList<>();
        inside.add(el("p", "verdict", el("strong", "", text("Health. ")), text(verdict)));
        if (!held.isEmpty()) {
            inside.add(el(
                    "ul",
                    "",
                    held.stream()
                            .map(v -> (Html) el(
                                    "li",
                                    "",
                                    name(ReportData.part(v)),
                                    text(" is held back by the " + v.text("gate") + " gate: "),
                                    name(v.text("reason"))))
                            .toList()));
        }
        if (!failed.isEmpty()) {
            inside.add(Figure.folded(
                    "What failed, and what to do",
                    QualityTable.of(failed, data.verdicts().size() > 1)));
        }
        return el("section", "health " + css, inside).with("id", "health").with("aria-label", "Health");
    }

    private static String counted(long n, String one, String more) {
        return n == 0 ? "no " + more : Show.count(n) + " " + (n == 1 ? one : more);
    }
}
