package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The section of one media mix: returns with their intervals, what came from where, response curves, the budget. */
final class MixSection {
    private static final int HEIGHT = 200;
    private static final int FEW_WEEKS = 400;

    private MixSection() {}

    static Html of(MixReport mix, int index, List<ResultRow> quality) {
        List<Html> inside = new ArrayList<>();
        inside.add(el("h2", "", name(mix.name())));
        inside.add(returns(mix));
        if (!mix.contributions().isEmpty()) {
            inside.add(stack(mix));
        }
        for (String channel : mix.channels()) {
            inside.add(curve(mix, channel));
        }
        if (!mix.budget().isEmpty()) {
            inside.add(BudgetFigures.of(mix));
        }
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
            int colour = mix.channels().indexOf(row.text("arm"));
            body.add(el(
                    "tr",
                    "first",
                    el("th", "", name(row.text("arm"))).with("scope", "row"),
                    el("td", "arm", el("i", Figure.colour(colour))),
                    el("td", "glyph", ForestFigure.glyph(row, axis, Figure.colour(colour))),
                    el("td", "num strong", text(Show.number(row.number("mean")))),
                    el(
                            "td",
                            "num interval",
                            text(Show.number(row.number("ci_lb")) + " to " + Show.number(row.number("ci_ub")))),
                    el("td", "num", text(Show.number(mix.spend(row.text("arm")))))));
        }
        List<Html> head = new ArrayList<>();
        for (String heading : List.of("Channel", "", "Interval", "#ROAS", "#Interval", "#Spend")) {
            head.add(el("th", heading.startsWith("#") ? "num" : "", text(heading.replace("#", "")))
                    .with("scope", "col"));
        }
        Html table = el("table", "forest", el("thead", "", el("tr", "", head)), el("tbody", "", body));
        return Figure.of(
                "Returns",
                "Money returned for one spent over the weeks of the data; point: posterior mean, bar: "
                        + Show.level(rows.get(0).number("ci_prob")) + " interval. "
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

    /** Columns of weeks, the baseline below and channels upon it; what is below nothing is drawn as nothing. */
    private static Html stack(MixReport mix) {
        List<String> dates =
                mix.contributions().stream().map(c -> c.text("date")).distinct().toList();
        List<String> shown = dates.subList(Math.max(0, dates.size() - FEW_WEEKS), dates.size());
        List<String> sources =
                Stream.concat(Stream.of("baseline"), mix.channels().stream()).toList();
        double[][] means = new double[sources.size()][shown.size()];
        double most = 0;
        for (ResultRow row : mix.contributions()) {
            int source = sources.indexOf(row.text("source"));
            int week = shown.indexOf(row.text("date"));
            if (week >= 0 && source >= 0) {
                means[source][week] += Math.max(0, row.number("mean"));
            }
            most = week >= 0 ? Math.max(most, Math.max(row.number("observed"), row.number("mean"))) : most;
        }
        Axis axis = Axis.over(0, shown.size(), 5);
        List<Html> marks = new ArrayList<>();
        for (int week = 0; week < shown.size(); week++) {
            double below = 0;
            for (int source = 0; source < sources.size(); source++) {
                int bottom = height(below / most);
                below += means[source][week];
                int top = height(below / most);
                if (bottom > top) {
                    String css = source == 0 ? "band" : "stack " + Figure.colour(source - 1);
                    marks.add(Figure.box(css, axis.at(week), axis.between(week, week + 0.9), top, bottom - top));
                }
            }
        }
        List<Figure.LegendEntry> legend = new ArrayList<>();
        legend.add(new Figure.LegendEntry("band", "baseline"));
        for (int c = 0; c < mix.channels().size(); c++) {
            legend.add(new Figure.LegendEntry(Figure.colour(c), mix.channels().get(c)));
        }
        return Figure.of(
                "What came from where",
                "Posterior means by week, from " + shown.get(0) + " to " + shown.get(shown.size() - 1)
                        + "; carry-over is counted in the week in which it works.",
                plot(marks, "Outcome by source and week", legend),
                el("p", "muted", text("Every week with its intervals is in published_channel_contributions.")));
    }

    private static Html curve(MixReport mix, String channel) {
        List<ResultRow> points = mix.curves().stream()
                .filter(p ->
                        p.text("channel").equals(channel) && p.text("curve").equals("response"))
                .sorted(Comparator.comparingDouble(p -> p.number("spend")))
                .toList();
        if (points.size() < 2) {
            return Html.nothing();
        }
        String colour = Figure.colour(mix.channels().indexOf(channel));
        ResultRow last = points.get(points.size() - 1);
        Axis axis = Axis.over(0, last.number("spend"), 5);
        double most = points.stream().mapToDouble(p -> p.number("ci_ub")).max().orElse(1);
        List<Html> marks = new ArrayList<>();
        double seen = points.stream()
                .filter(p -> p.flag("within_data"))
                .mapToDouble(p -> p.number("spend"))
                .max()
                .orElse(0);
        marks.add(Figure.box("band", axis.at(0), axis.between(0, seen), 16, HEIGHT - 16));
        marks.add(Figure.line("mark threshold", axis.at(seen), axis.at(seen), 16, HEIGHT));
        for (int k = 1; k < points.size(); k++) {
            ResultRow from = points.get(k - 1);
            ResultRow to = points.get(k);
            for (String line : List.of("ci_lb", "mean", "ci_ub")) {
                marks.add(Figure.line(
                        line.equals("mean") ? "bar thin " + colour : "grid",
                        axis.at(from.number("spend")),
                        axis.at(to.number("spend")),
                        height(from.number(line) / most),
                        height(to.number(line) / most)));
            }
        }
        marks.addAll(Figure.ticks(axis, HEIGHT, Show::tick));
        return Figure.of(
                "Response to " + channel,
                "Outcome over all weeks for so much spend over all weeks; thin lines bound the interval. Shaded: up to what"
                        + " was spent; to the right of it the shape of the curve speaks, not the data.",
                plot(marks, "Response curve; the table below has every number", List.of()),
                Figure.folded(
                        "Every point",
                        Figure.table(
                                List.of("#Spend", "#Mean", "#Lower", "#Upper", "#Prior mean"),
                                points.stream()
                                        .map(p -> List.of(
                                                text(Show.number(p.number("spend"))),
                                                text(Show.number(p.number("mean"))),
                                                text(Show.number(p.number("ci_lb"))),
                                                text(Show.number(p.number("ci_ub"))),
                                                text(Show.number(p.number("prior_mean")))))
                                        .toList())));
    }

    static Html plot(List<Html> marks, String label, List<Figure.LegendEntry> legend) {
        Html svg = el("svg", "plot", marks)
                .with("role", "img")
                .with("aria-label", label)
                .with("width", "100%")
                .with("height", Integer.toString(HEIGHT + 24));
        return legend.isEmpty() ? svg : el("div", "", svg, Figure.legend(legend));
    }

    static int height(double share) {
        return (int) Math.round(HEIGHT - (HEIGHT - 16) * Math.max(0, Math.min(1, share)));
    }
}
