package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** What the posterior says of one metric: forest of arms and segments, densities, and the distribution of profit. */
final class EffectFigures {
    private static final double SAME_DRAWS = 0.02;
    private static final int FEW_SEGMENTS = 3;

    private EffectFigures() {}

    static Html of(AnalysisReport analysis, String metric) {
        List<Html> figures = new ArrayList<>();
        boolean relative = !analysis.effects(metric, "lift_rel").isEmpty();
        List<ResultRow> lifts = analysis.effects(metric, relative ? "lift_rel" : "lift_abs");
        if (!lifts.isEmpty()) {
            String more = analysis.unitsLeftOut() > 0
                    ? " The most precise segments; " + Show.count(analysis.unitsLeftOut())
                            + " more are in published_effects."
                    : "";
            List<ResultRow> everyone =
                    lifts.stream().filter(e -> e.text("unit").equals("all")).toList();
            long segments = lifts.stream()
                    .map(e -> e.text("unit"))
                    .filter(unit -> !unit.equals("all"))
                    .distinct()
                    .count();
            // Many segments stay folded, so that the page opens light and the answer for everyone stands out.
            boolean fold = !everyone.isEmpty() && segments > FEW_SEGMENTS;
            figures.add(Figure.of(
                    relative ? "Relative lift over control" : "Lift over control",
                    "Point: posterior mean; bar: interval; shaded: region of practical equivalence." + more,
                    ForestFigure.of(fold ? everyone : lifts, relative),
                    fold
                            ? Figure.folded("Everyone and " + segments + " segments", ForestFigure.of(lifts, relative))
                            : Html.nothing()));
        }
        figures.add(densities(analysis, metric, relative));
        analysis.mainDecisions().stream()
                .filter(d -> d.text("metric").equals(metric))
                .forEach(d -> figures.add(profit(analysis, d)));
        List<ResultRow> others = analysis.effects().stream()
                .filter(e -> e.text("metric").equals(metric) && e.text("unit").equals("all"))
                .toList();
        if (!others.isEmpty()) {
            figures.add(Figure.folded("Every summary for everyone, with diagnostics", summaries(others)));
        }
        return el("div", "figures", figures);
    }

    private static Html densities(AnalysisReport analysis, String metric, boolean relative) {
        String estimand = relative ? "lift_rel" : "lift_abs";
        DoubleFunction<String> tick = relative ? Show::percentTick : Show::tick;
        List<ResultRow> rows = analysis.effects(metric, estimand).stream()
                .filter(e -> e.text("unit").equals("all"))
                .filter(e -> analysis.densities().containsKey(lift(e)))
                .toList();
        if (rows.isEmpty()) {
            return Html.nothing();
        }
        List<DensityFigure.Trace> traces = new ArrayList<>();
        for (ResultRow row : rows) {
            Curve curve = analysis.densities().get(lift(row));
            if (curve != null) {
                traces.add(new DensityFigure.Trace(row.text("arm"), curve, Figure.colour(traces.size())));
            }
        }
        List<DensityFigure.Band> bands = new ArrayList<>();
        ResultRow first = rows.get(0);
        if (first.number("rope_lb") < first.number("rope_ub")) {
            bands.add(new DensityFigure.Band(
                    "practically equal (" + tick.apply(first.number("rope_lb")) + " to "
                            + tick.apply(first.number("rope_ub")) + ")",
                    first.number("rope_lb"),
                    first.number("rope_ub")));
        }
        List<DensityFigure.Mark> marks = new ArrayList<>();
        marks.add(new DensityFigure.Mark("no effect", 0, "zero"));
        MetricRules.of(analysis.run(), metric)
                .threshold(relative)
                .ifPresent(t -> marks.add(new DensityFigure.Mark("threshold " + tick.apply(t), t, "threshold")));
        return Figure.of(
                "Posterior of the lift",
                "Where the effect lies, given the data and the prior: " + first.text("prior") + ".",
                new DensityFigure(traces, bands, marks, Double.NaN, tick)
                        .drawing("Posterior densities of the lift of " + metric + "; the table below has the numbers"),
                Figure.folded("As a table", summaries(rows)));
    }

    /** Profit is the lift on another scale, and so is its density; shown where that agrees with what is published. */
    private static Html profit(AnalysisReport analysis, ResultRow d) {
        List<ResultRow> effect = analysis.effect(d.text("metric"), d.text("arm"), "lift_abs");
        Curve lift = analysis.densities().get(new AnalysisReport.Lift(d.text("metric"), d.text("arm"), "lift_abs"));
        MetricRules rules = MetricRules.of(analysis.run(), d.text("metric"));
        if (effect.isEmpty() || lift == null || !(Math.abs(rules.moneyPerLift()) > 0)) {
            return Html.nothing();
        }
        double expected = d.number("expected_profit");
        double width = d.number("profit_ub") - d.number("profit_lb");
        double scaled = rules.moneyPerLift() * effect.get(0).number("mean") - rules.cost();
        if (!(Math.abs(scaled - expected) < SAME_DRAWS * width)) {
            return Html.nothing();
        }
        return Figure.of(
                "Profit of launching " + d.text("arm"),
                "Expected " + Show.money(expected, rules.currency()) + "; profitable with probability "
                        + Show.probability(d.number("prob_profit")) + ".",
                new DensityFigure(
                                List.of(new DensityFigure.Trace(
                                        "profit", lift.scaled(rules.moneyPerLift(), -rules.cost()), "outline")),
                                List.of(),
                                List.of(new DensityFigure.Mark("expected profit", expected, "threshold")),
                                0,
                                Show::tick)
                        .drawing("Posterior density of the profit of launching; the table below has the numbers"),
                Figure.folded("As a table", profitTable(d)));
    }

    private static Html profitTable(ResultRow d) {
        return Figure.table(
                List.of(
                        "#Expected",
                        "#Median",
                        "#2.5 %",
                        "#97.5 %",
                        "#P(profit > 0)",
                        "#Loss if launched",
                        "#Loss if held"),
                List.of(List.of(
                        text(Show.money(d.number("expected_profit"))),
                        text(Show.money(d.number("median_profit"))),
                        text(Show.money(d.number("profit_lb"))),
                        text(Show.money(d.number("profit_ub"))),
                        text(Show.probability(d.number("prob_profit"))),
                        text(Show.money(d.number("expected_loss_if_launch"))),
                        text(Show.money(d.number("expected_loss_if_hold"))))));
    }

    private static Html summaries(List<ResultRow> rows) {
        return Figure.table(
                List.of(
                        "Estimand",
                        "Arm",
                        "#Mean",
                        "#SD",
                        "#Median",
                        "Interval",
                        "#P(> 0)",
                        "#P(in ROPE)",
                        "#P(above ROPE)",
                        "#ESS",
                        "#R-hat",
                        "#MCSE",
                        "How",
                        "Status",
                        "Prior",
                        "Identified by"),
                rows.stream()
                        .map(e -> List.<Html>of(
                                text(Show.words(e.text("estimand"))),
                                name(e.text("arm")),
                                text(Show.number(e.number("mean"))),
                                text(Show.number(e.number("sd"))),
                                text(Show.number(e.number("median"))),
                                text(Show.level(e.number("ci_prob")) + " " + e.text("ci_kind") + " "
                                        + Show.number(e.number("ci_lb")) + " to " + Show.number(e.number("ci_ub"))),
                                text(Show.probability(e.number("prob_positive"))),
                                text(Show.probability(e.number("prob_rope"))),
                                text(Show.probability(e.number("prob_above_rope"))),
                                text(Show.count(e.number("ess_bulk"))),
                                text(Show.number(e.number("r_hat"))),
                                text(Show.number(e.number("mcse_mean"))),
                                text(e.text("path")),
                                text(e.text("status")),
                                name(e.text("prior")),
                                name(e.text("identified_by"))))
                        .toList());
    }

    private static AnalysisReport.Lift lift(ResultRow effect) {
        return new AnalysisReport.Lift(effect.text("metric"), effect.text("arm"), effect.text("estimand"));
    }
}
