package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.List;

/** The section of one model: what the posterior says of its questions and parameters, and why that may be believed. */
final class ModelSection {
    private static final int FEW = 40;

    private ModelSection() {}

    static Html of(ModelReport model, int index, List<ResultRow> quality) {
        List<Html> inside = new ArrayList<>();
        inside.add(el("h2", "", name(model.name())));
        inside.add(el("p", "", el("strong", "", text("How it was answered. ")), text(claim(model))));
        if (!model.estimands().isEmpty()) {
            inside.add(figure("Questions", "Each on its own scale", model.estimands(), false));
        }
        if (!model.parameters().isEmpty()) {
            inside.add(figure(
                    "Parameters",
                    "All on one scale",
                    model.parameters(),
                    model.parameters().size() > FEW));
        }
        if (model.leftOut() > 0) {
            inside.add(
                    el("p", "muted", text(Show.count(model.leftOut()) + " more summaries are in published_effects.")));
        }
        inside.add(PredictiveFigures.of(model.predictiveChecks()));
        inside.add(ModelDoubts.of(model, index));
        inside.add(ShardFigures.of(model));
        inside.add(evidence(model, quality));
        return el("section", "analysis", inside).with("id", "model-" + index);
    }

    /** What may be claimed of the draws, and what the certificate corrected. */
    private static String claim(ModelReport model) {
        StringBuilder words = new StringBuilder(String.join("; ", model.statuses())).append('.');
        model.worstKHat()
                .ifPresent(
                        k -> words.append(" Every draw was weighed against every row of the table: the worst k-hat is ")
                                .append(Show.number(k))
                                .append('.'));
        model.worstShift()
                .ifPresent(shift -> words.append(" Consensus of the shards alone would have been off by up to ")
                        .append(Show.number(shift))
                        .append(" posterior sd; the published draws are the corrected ones."));
        model.leastEffective()
                .ifPresent(ess -> words.append(" At least ")
                        .append(Show.count(ess))
                        .append(" effective draws for every parameter."));
        return words.toString();
    }

    private static Html figure(String title, String scale, List<ResultRow> rows, boolean fold) {
        Html table = forest(rows, title.equals("Questions"));
        return Figure.of(
                title,
                "Point: posterior mean; bar: " + Show.interval(rows.get(0)) + ". " + scale + ".",
                fold ? Figure.folded(rows.size() + " rows", table) : table,
                Figure.folded("Every figure, with diagnostics", summaries(rows)));
    }

    private static Html forest(List<ResultRow> all, boolean ownScale) {
        List<ResultRow> rows = all.stream()
                .filter(e -> Double.isFinite(e.number("ci_lb")) && Double.isFinite(e.number("ci_ub")))
                .toList();
        if (rows.isEmpty()) {
            return el("p", "muted", text("None has a finite interval."));
        }
        Axis common = ForestFigure.axis(rows);
        List<Html> body = new ArrayList<>();
        for (ResultRow row : rows) {
            Axis axis = ownScale ? ForestFigure.axis(List.of(row)) : common;
            body.add(el(
                    "tr",
                    "first",
                    el("th", "", name(quantity(row))).with("scope", "row"),
                    el("td", "arm", text("")),
                    el("td", "glyph", ForestFigure.glyph(row, axis, "c0")),
                    el("td", "num strong", text(Show.number(row.number("mean")))),
                    el(
                            "td",
                            "num interval",
                            text(Show.number(row.number("ci_lb")) + " to " + Show.number(row.number("ci_ub")))),
                    el("td", "num", text(Show.probability(row.number("prob_positive"))))));
        }
        return ForestFigure.table(
                List.of(
                        ForestFigure.heading("Quantity", ""),
                        ForestFigure.heading("", ""),
                        ForestFigure.heading("Interval", ""),
                        ForestFigure.heading("Mean", "num"),
                        ForestFigure.heading("Interval", "num"),
                        ForestFigure.heading("P(> 0)", "num")),
                body,
                ownScale ? Html.nothing() : ForestFigure.foot(common, Show::tick, 2, 3));
    }

    /** The parameter or question, and the group it is of. */
    private static String quantity(ResultRow row) {
        String what = row.text("estimand").equals("parameter") ? row.text("metric") : row.text("estimand");
        return row.text("unit").equals("all") ? what : what + "[" + row.text("unit") + "]";
    }

    private static Html summaries(List<ResultRow> rows) {
        return Figure.table(
                List.of(
                        "Quantity",
                        "#Mean",
                        "#SD",
                        "#Median",
                        "#MCSE of the mean",
                        "#ESS",
                        "#R-hat",
                        "#k-hat",
                        "How",
                        "Status",
                        "Prior",
                        "Identified by"),
                rows.stream()
                        .map(e -> List.<Html>of(
                                name(quantity(e)),
                                text(Show.number(e.number("mean"))),
                                text(Show.number(e.number("sd"))),
                                text(Show.number(e.number("median"))),
                                text(Show.number(e.number("mcse_mean"))),
                                text(Show.count(e.number("ess_bulk"))),
                                text(Show.number(e.number("r_hat"))),
                                text(Show.number(e.number("k_hat"))),
                                text(e.text("path")),
                                text(e.text("status")),
                                name(e.text("prior")),
                                name(e.text("identified_by"))))
                        .toList());
    }

    private static Html evidence(ModelReport model, List<ResultRow> quality) {
        List<Html> all = new ArrayList<>();
        List<ResultRow> mine = quality.stream()
                .filter(q -> q.text("analysis").equals(model.name()))
                .toList();
        if (!mine.isEmpty()) {
            long passed = mine.stream().filter(q -> q.flag("passed")).count();
            all.add(Figure.folded(
                    "Data quality: " + passed + " of " + mine.size() + " checks passed", QualityTable.of(mine, false)));
        }
        if (!model.diagnostics().isEmpty()) {
            all.add(Figure.folded("Diagnostics of the sampling", Evidence.diagnostics(model.diagnostics())));
        }
        return el("div", "evidence", all);
    }
}
