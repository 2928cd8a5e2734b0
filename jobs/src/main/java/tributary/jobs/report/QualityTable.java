package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.List;

/** Data-quality checks as a table: what was observed, what is allowed, and the remedy. */
final class QualityTable {
    private QualityTable() {}

    /** The table; with a column for the analysis where there are several. */
    static Html of(List<ResultRow> checks, boolean analyses) {
        List<String> headings = new ArrayList<>(
                List.of("Result", "Check", "About", "#Observed", "#Threshold", "#Rows", "What it means"));
        if (analyses) {
            headings.add(1, "Analysis");
        }
        return Figure.table(
                headings, checks.stream().map(check -> row(check, analyses)).toList());
    }

    private static List<Html> row(ResultRow check, boolean analyses) {
        boolean passed = check.flag("passed");
        String result = passed ? "passed" : check.text("severity").equals("gate") ? "failed" : "warning";
        List<Html> cells = new ArrayList<>();
        cells.add(el("span", "state " + result, text(result)));
        if (analyses) {
            cells.add(name(check.text("analysis")));
        }
        cells.add(text(Show.words(check.text("check_name"))));
        cells.add(name((check.text("metric") + " " + check.text("unit")).strip()));
        cells.add(text(Show.number(check.number("observed"))));
        cells.add(text(Show.number(check.number("threshold"))));
        cells.add(text(Show.count(check.number("rows_affected"))));
        cells.add(
                passed
                        ? name(check.text("detail"))
                        : name((check.text("detail") + " " + check.text("remedy")).strip()));
        return cells;
    }
}
