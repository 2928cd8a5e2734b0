package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Densities laid over each other: what the priors said beside what the rows made of it, and beliefs about a bias. */
final class PriorFigures {
    private static final int SHOWN = 12;

    private PriorFigures() {}

    /** Prior beside posterior of the first quantities; the rest stands in the table. */
    static Html of(List<ResultRow> sensitivity) {
        Map<String, List<ResultRow>> quantities = new LinkedHashMap<>();
        sensitivity.stream()
                .filter(s -> s.text("grid").equals("prior"))
                .forEach(s -> quantities
                        .computeIfAbsent(s.text("metric"), m -> new ArrayList<>())
                        .add(s));
        if (quantities.isEmpty()) {
            return Html.nothing();
        }
        List<Html> charts = new ArrayList<>();
        List<List<Html>> rows = new ArrayList<>();
        quantities.forEach((quantity, cells) -> {
            if (charts.size() < SHOWN) {
                charts.add(el("div", "", el("p", "", name(quantity)), overlaid("Prior and posterior density", cells)));
            }
            cells.forEach(c -> rows.add(List.of(
                    name(quantity),
                    text(c.text("cell")),
                    text(Show.number(c.number("median"))),
                    text(Show.number(c.number("sd"))),
                    text(Show.number(c.number("ci_lb")) + " to " + Show.number(c.number("ci_ub"))))));
        });
        return Figure.of(
                "Prior beside posterior",
                "Where the two are alike, the rows said nothing; where the posterior lies in the prior's tail, the prior pulls.",
                el("div", "", charts),
                Figure.folded(
                        rows.size() + " rows",
                        Figure.table(List.of("Quantity", "", "#Median", "#SD", "Interval"), rows)));
    }

    /** The densities of cells that have one, each on the same axis; nothing without any. */
    static Html overlaid(String description, List<ResultRow> cells) {
        List<DensityFigure.Trace> traces = DensityFigure.traces(cells, "prior"::equals);
        return traces.isEmpty()
                ? Html.nothing()
                : new DensityFigure(
                                traces,
                                List.of(),
                                List.of(new DensityFigure.Mark("none", 0, "zero")),
                                Double.NaN,
                                Show::tick)
                        .drawing(description + "; the table has the numbers");
    }
}
