package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The charts of a media mix over spend and over time: response curves, and the outcome by source and week. */
final class MixCurves {
    private static final int FEW_WEEKS = 400;
    private static final int DATES = 6;

    private MixCurves() {}

    /** Weeks from left to right, the baseline below and channels upon it; what is below nothing is drawn as nothing. */
    static Html stack(MixReport mix) {
        List<String> dates = mix.contributions().stream()
                .map(c -> c.text("date"))
                .distinct()
                .sorted()
                .toList();
        List<String> shown = dates.subList(Math.max(0, dates.size() - FEW_WEEKS), dates.size());
        List<String> sources = new ArrayList<>(List.of("baseline"));
        sources.addAll(mix.coloured());
        int others = mix.channels().size() - mix.coloured().size();
        if (others > 0) {
            sources.add(others + " others");
        }
        int weeks = shown.size();
        double[][] top = new double[sources.size() + 1][weeks];
        double[] observed = new double[weeks];
        double[] expected = new double[weeks];
        for (ResultRow row : mix.contributions()) {
            int week = shown.indexOf(row.text("date"));
            boolean other = others > 0
                    && mix.channels().contains(row.text("source"))
                    && !mix.coloured().contains(row.text("source"));
            int source = other ? sources.size() - 1 : sources.indexOf(row.text("source"));
            if (week >= 0 && source >= 0) {
                top[source + 1][week] += Math.max(0, row.number("mean"));
            } else if (week >= 0) {
                observed[week] = row.number("observed");
                expected[week] = row.number("mean");
            }
        }
        double most = 0;
        for (int week = 0; week < weeks; week++) {
            for (int source = 1; source < top.length; source++) {
                top[source][week] += top[source - 1][week];
            }
            most = Math.max(most, Math.max(top[sources.size()][week], Math.max(observed[week], expected[week])));
        }
        double nothing = -1e-6 * most;
        boolean below = mix.contributions().stream()
                .anyMatch(row -> row.number("mean") < nothing && shown.contains(row.text("date")));
        double[] places = IntStream.range(0, weeks).asDoubleStream().toArray();
        List<Double> ticks = new ArrayList<>();
        int apart = Math.max(1, (weeks + DATES - 1) / DATES);
        for (int week = 0; week < weeks; week += apart) {
            ticks.add((double) week);
        }
        Chart chart = new Chart(new Axis(0, Math.max(1, weeks - 1), ticks), 0, most);
        List<Figure.LegendEntry> legend = new ArrayList<>();
        for (int source = 0; source < sources.size(); source++) {
            String css = source == 0 ? "band" : "stack " + Figure.colour(source - 1);
            chart.area(css, places, top[source], top[source + 1]);
            legend.add(new Figure.LegendEntry(source == 0 ? "band" : Figure.colour(source - 1), sources.get(source)));
        }
        chart.line("ink", places, observed);
        legend.add(new Figure.LegendEntry("line ink", "observed"));
        return Figure.of(
                "What came from where",
                "Posterior means of " + mix.outcome() + " by week, from " + shown.get(0) + " to " + shown.get(weeks - 1)
                        + "; carry-over is counted in the week in which it works."
                        + (below ? " What is below nothing is drawn as nothing, so layers may pass the outcome." : ""),
                chart.drawing("Outcome by source and week", week -> shown.get((int) Math.round(week)), legend),
                el("p", "muted", text("Every week with its intervals is in published_channel_contributions.")));
    }

    /** What so much spend would have brought, with the range that was seen. */
    static Html response(MixReport mix, String channel) {
        List<ResultRow> points = points(mix, channel, "response", "spend");
        if (points.size() < 2) {
            return Html.nothing();
        }
        double most = points.stream().mapToDouble(p -> p.number("ci_ub")).max().orElse(1);
        double least = points.stream().mapToDouble(p -> p.number("ci_lb")).min().orElse(0);
        double seen = points.stream()
                .filter(p -> p.flag("within_data"))
                .mapToDouble(p -> p.number("spend"))
                .max()
                .orElse(0);
        double last = points.get(points.size() - 1).number("spend");
        Chart chart = new Chart(
                new Axis(
                        0,
                        last,
                        Axis.over(0, last, 5).ticks().stream()
                                .filter(t -> t >= 0 && t <= last)
                                .toList()),
                Math.min(0, least),
                most);
        chart.band(0, seen);
        List<Figure.LegendEntry> legend = draw(chart, mix.colour(channel), column(points, "spend"), points);
        chart.mark("threshold", seen);
        legend.add(new Figure.LegendEntry("band", "up to what was spent"));
        return Figure.of(
                "Response to " + channel,
                mix.money("Across: spend over all weeks") + "; up: " + mix.outcome()
                        + " that it brings in all of them. Right of the dashed line nobody has"
                        + " been: the shape of the curve speaks there, not the data.",
                chart.drawing("Response curve; the table below has every number", Show::tick, legend),
                Figure.folded(
                        "Every point",
                        Figure.table(
                                List.of(mix.money("#Spend"), "#Mean", "#Lower", "#Upper", "#Prior mean"),
                                points.stream()
                                        .map(p -> List.of(
                                                text(Show.number(p.number("spend"))),
                                                text(Show.number(p.number("mean"))),
                                                text(Show.number(p.number("ci_lb"))),
                                                text(Show.number(p.number("ci_ub"))),
                                                text(Show.number(p.number("prior_mean")))))
                                        .toList())));
    }

    /** How the work of one week's media is spread over the weeks after; nothing where it is done in that week. */
    static Html carryOver(MixReport mix, String channel) {
        List<ResultRow> points = points(mix, channel, "carry_over", "x");
        if (points.size() < 2) {
            return Html.nothing();
        }
        double[] lags = column(points, "x");
        double most = points.stream()
                .mapToDouble(p -> Math.max(p.number("ci_ub"), p.number("prior_mean")))
                .max()
                .orElse(1);
        Chart chart = new Chart(
                new Axis(
                        0,
                        lags[lags.length - 1],
                        IntStream.rangeClosed(0, lags.length - 1)
                                .filter(lag -> lag % Math.max(1, (lags.length + 7) / 8) == 0)
                                .mapToObj(lag -> (double) lag)
                                .toList()),
                0,
                most);
        List<Figure.LegendEntry> legend = draw(chart, mix.colour(channel), lags, points);
        return Figure.of(
                "Carry-over of " + channel,
                "Across: weeks since the media ran; up: the share of their work that is done in that week.",
                chart.drawing("Carry-over curve; published_response_curves has every number", Show::tick, legend),
                Html.nothing());
    }

    /** The points of a channel's curve from left to right, those whose interval is known. */
    private static List<ResultRow> points(MixReport mix, String channel, String curve, String across) {
        return mix.curves().stream()
                .filter(p ->
                        p.text("channel").equals(channel) && p.text("curve").equals(curve))
                .filter(p -> Double.isFinite(p.number("ci_lb")) && Double.isFinite(p.number("ci_ub")))
                .sorted(Comparator.comparingDouble(p -> p.number(across)))
                .toList();
    }

    /** The interval, the prior's mean and the posterior's over places; what they are is the legend. */
    private static List<Figure.LegendEntry> draw(Chart chart, String colour, double[] places, List<ResultRow> points) {
        chart.area("area " + colour, places, column(points, "ci_lb"), column(points, "ci_ub"));
        chart.line("whatif " + colour, places, column(points, "prior_mean"));
        chart.line(colour, places, column(points, "mean"));
        return new ArrayList<>(List.of(
                new Figure.LegendEntry(colour, "posterior mean and interval"),
                new Figure.LegendEntry("whatif " + colour, "prior mean")));
    }

    private static double[] column(List<ResultRow> rows, String name) {
        return rows.stream().mapToDouble(r -> r.number(name)).toArray();
    }
}
