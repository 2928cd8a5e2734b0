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

    /** How far each question and parameter moves with the powers of prior and likelihood, questions first. */
    static Html powers(List<ResultRow> sensitivity) {
        Map<String, Map<String, ResultRow>> quantities = new LinkedHashMap<>();
        for (boolean parameters : new boolean[] {false, true}) {
            sensitivity.stream()
                    .filter(s -> s.text("grid").equals("power"))
                    .filter(s -> s.text("estimand").equals("parameter") == parameters)
                    .forEach(s -> quantities
                            .computeIfAbsent(quantity(s, parameters), q -> new LinkedHashMap<>())
                            .put(s.text("cell"), s));
        }
        List<List<Html>> told = new ArrayList<>();
        List<List<Html>> silent = new ArrayList<>();
        quantities.forEach((quantity, cells) -> {
            ResultRow prior = cells.get("prior ^ 0.8");
            ResultRow twice = cells.get("prior ^ 1.25");
            ResultRow rows = cells.get("likelihood ^ 0.8");
            if (prior != null && twice != null && rows != null) {
                String diagnosis = prior.text("diagnosis");
                (diagnosis.isEmpty() ? silent : told)
                        .add(List.of(
                                name(quantity),
                                text(Show.number(prior.number("gradient"))),
                                text(Show.number(rows.number("gradient"))),
                                text(Show.number(prior.number("mean")) + " to " + Show.number(twice.number("mean"))),
                                name(diagnosis.isEmpty() ? "the priors hardly move it" : diagnosis)));
            }
        });
        if (told.isEmpty() && silent.isEmpty()) {
            return Html.nothing();
        }
        List<String> heads = List.of(
                "Quantity", "#Prior's pull", "#Rows' pull", "Mean under the prior ^ 0.8 to ^ 1.25", "What it says");
        return Figure.of(
                "How much the priors decide",
                "Prior and likelihood are raised to powers about 1; the pull is the distance that the answer moves a doubling"
                        + " of the power, as a share of the greatest possible. From 0.05 on it matters: pulled by both, prior"
                        + " and rows disagree; by the prior alone, the answer is the prior's own.",
                told.isEmpty() ? el("p", "", text("No prior moves any answer by as much.")) : Figure.table(heads, told),
                silent.isEmpty()
                        ? Html.nothing()
                        : Figure.folded(
                                silent.size() + " quantities that the priors hardly move",
                                Figure.table(heads, silent)));
    }

    private static String quantity(ResultRow row, boolean parameter) {
        String what = parameter ? row.text("metric") : row.text("estimand");
        return row.text("unit").equals("all") ? what : what + "[" + row.text("unit") + "]";
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
