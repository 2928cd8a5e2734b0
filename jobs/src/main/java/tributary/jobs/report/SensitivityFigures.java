package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.List;

/** What other priors would have said: densities overlaid, the action under each, and what each prior itself claims. */
final class SensitivityFigures {
    private SensitivityFigures() {}

    static Html of(AnalysisReport analysis, String metric) {
        List<Html> all = new ArrayList<>();
        List<ResultRow> rows = analysis.sensitivity().stream()
                .filter(s -> s.text("metric").equals(metric) && s.text("unit").equals("all"))
                .toList();
        rows.stream()
                .map(s -> s.text("arm"))
                .distinct()
                .forEach(arm -> all.add(arm(
                        arm,
                        rows.stream().filter(s -> s.text("arm").equals(arm)).toList())));
        List<ResultRow> prior = analysis.predictiveChecks().stream()
                .filter(c -> c.text("phase").equals("prior") && c.text("metric").equals(metric))
                .filter(c -> c.text("unit").equals("all"))
                .toList();
        if (!prior.isEmpty()) {
            all.add(predictive(prior));
        }
        return all.isEmpty() ? Html.nothing() : el("div", "figures", all);
    }

    private static Html arm(String arm, List<ResultRow> cells) {
        List<DensityFigure.Trace> traces = DensityFigure.traces(cells, cell -> !cell.equals("published"));
        long flips = cells.stream().filter(c -> c.flag("changes_action")).count();
        String caption = flips == 0
                ? "The action is the same under every prior of the grid."
                : "Under " + Show.count(flips) + " of " + Show.count(cells.size())
                        + " assumptions the action would be another.";
        Html chart = traces.isEmpty()
                ? Html.nothing()
                : new DensityFigure(
                                traces,
                                List.of(),
                                List.of(new DensityFigure.Mark("no effect", 0, "zero")),
                                Double.NaN,
                                Show::tick)
                        .drawing(
                                "Posterior densities of the absolute lift under each prior; the table has the numbers");
        return Figure.of(
                "Prior sensitivity of " + arm,
                caption,
                chart,
                Figure.table(
                        List.of("Prior", "In words", "#Lift", "Interval", "#P(> 0)", "#Expected profit", "Action"),
                        cells.stream()
                                .map(c -> List.<Html>of(
                                        name(c.text("cell")),
                                        name(c.text("prior")),
                                        text(Show.signed(c.number("mean"))),
                                        text(Show.signed(c.number("ci_lb")) + " to " + Show.signed(c.number("ci_ub"))),
                                        text(Show.probability(c.number("prob_positive"))),
                                        text(Show.money(c.number("expected_profit"))),
                                        el(
                                                "span",
                                                "",
                                                Verdicts.badge(c.text("action")),
                                                text(c.flag("changes_action") ? " another action" : ""))))
                                .toList()));
    }

    private static Html predictive(List<ResultRow> rows) {
        return Figure.of(
                "What each prior claims before any data",
                "Prior predictive of the relative lift: a prior that expects lifts of hundreds of percent is not"
                        + " cautious, it is absurd.",
                Figure.table(
                        List.of(
                                "Arm",
                                "Prior",
                                "Statistic",
                                "#2.5 %",
                                "#25 %",
                                "#Median",
                                "#75 %",
                                "#97.5 %",
                                "#Beyond \u00b1100 %"),
                        rows.stream()
                                .map(c -> List.<Html>of(
                                        name(c.text("arm")),
                                        name(c.text("prior").isEmpty() ? c.text("reason") : c.text("prior")),
                                        name(Show.words(c.text("statistic"))),
                                        share(c, "q025"),
                                        share(c, "q25"),
                                        share(c, "q50"),
                                        share(c, "q75"),
                                        share(c, "q975"),
                                        text(Show.probability(c.number("tail_probability")))))
                                .toList()),
                Html.nothing());
    }

    private static Html share(ResultRow check, String quantile) {
        return text(Show.signedPercent(check.number(quantile)));
    }
}
