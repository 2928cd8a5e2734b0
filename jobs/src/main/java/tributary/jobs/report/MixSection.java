package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The section of one media mix: returns with their intervals, what came from where, response curves, the budget. */
final class MixSection {
    private MixSection() {}

    static Html of(MixReport mix, int index, List<ResultRow> quality) {
        List<Html> inside = new ArrayList<>();
        inside.add(el("h2", "", name(mix.name())));
        inside.add(returns(mix));
        if (!mix.contributions().isEmpty()) {
            inside.add(MixCurves.stack(mix));
        }
        inside.add(el(
                "div",
                "figures pairs",
                mix.channels().stream()
                        .flatMap(c -> Stream.of(MixCurves.response(mix, c), MixCurves.carryOver(mix, c)))
                        .toList()));
        if (!mix.budget().isEmpty()) {
            inside.add(BudgetFigures.of(mix));
        }
        inside.add(ScenarioFigures.of(mix));
        inside.add(MixFit.of(mix));
        inside.add(MixDoubts.of(mix));
        List<ResultRow> mine = quality.stream()
                .filter(q -> q.text("analysis").equals(mix.name()))
                .toList();
        long passed = mine.stream().filter(q -> q.flag("passed")).count();
        inside.add(Figure.folded(
                "Data quality: " + passed + " of " + mine.size() + " checks passed", QualityTable.of(mine, false)));
        return el("section", "analysis", inside).with("id", "mix-" + index);
    }

    private static Html returns(MixReport mix) {
        List<ResultRow> rows = mix.returns().stream()
                .filter(r -> r.text("estimand").equals("roas"))
                .filter(r -> Double.isFinite(r.number("ci_lb")) && Double.isFinite(r.number("ci_ub")))
                .toList();
        if (rows.isEmpty()) {
            return el("p", "muted", text("No channel has a finite return."));
        }
        Axis axis = ForestFigure.axis(rows);
        List<Html> body = new ArrayList<>();
        for (ResultRow row : rows) {
            String colour = mix.colour(row.text("arm"));
            body.add(el(
                    "tr",
                    "first",
                    el("th", "", name(row.text("arm"))).with("scope", "row"),
                    el("td", "arm", el("i", colour)),
                    el("td", "glyph", ForestFigure.glyph(row, axis, colour, 1)),
                    el("td", "num strong", text(Show.number(row.number("mean")))),
                    el(
                            "td",
                            "num interval",
                            text(Show.number(row.number("ci_lb")) + " to " + Show.number(row.number("ci_ub")))),
                    el("td", "num", text(Show.number(mix.spend(row.text("arm")))))));
        }
        Html table = ForestFigure.table(
                List.of(
                        ForestFigure.heading("Channel", ""),
                        ForestFigure.heading("", ""),
                        ForestFigure.heading("Interval", ""),
                        ForestFigure.heading("ROAS", "num"),
                        ForestFigure.heading("Interval", "num"),
                        ForestFigure.heading(mix.money("Spend"), "num")),
                body,
                ForestFigure.foot(axis, Show::tick, 2, 3));
        return Figure.of(
                "Returns",
                (mix.currency().isEmpty() ? "Money" : mix.currency())
                        + " returned for one spent over the weeks of the data; dashed: one for one; point: posterior mean, bar: "
                        + Show.interval(rows.get(0)) + ". "
                        + rows.get(0).text("identified_by") + ".",
                table,
                Figure.folded("Every figure, with priors", figures(mix)));
    }

    private static Html figures(MixReport mix) {
        return Figure.table(
                List.of("Channel", "Quantity", "#Mean", "#SD", "#Lower", "#Upper", "Prior", "#R-hat", "#ESS"),
                mix.returns().stream()
                        .map(r -> List.<Html>of(
                                name(r.text("arm")),
                                text(Show.words(r.text("estimand"))),
                                text(Show.number(r.number("mean"))),
                                text(Show.number(r.number("sd"))),
                                text(Show.number(r.number("ci_lb"))),
                                text(Show.number(r.number("ci_ub"))),
                                name(r.text("prior")),
                                text(Show.number(r.number("r_hat"))),
                                text(Show.count(r.number("ess_bulk")))))
                        .toList());
    }
}
