package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A forest plot that is a table: one row for each segment and arm, its interval drawn and written.
 *
 * <p>The axis covers most intervals; the few that are far wider end in an arrow at its edge.
 */
final class ForestFigure {
    private static final int ROW = 26;
    private static final int MIDDLE = ROW / 2;
    private static final double TOO_WIDE = 6;

    private ForestFigure() {}

    /** The plot of rows of {@code effects} on one scale; empty rows give nothing. */
    static Html of(List<ResultRow> effects, boolean relative) {
        List<ResultRow> rows = effects.stream()
                .filter(e -> Double.isFinite(e.number("ci_lb")) && Double.isFinite(e.number("ci_ub")))
                .sorted(Comparator.comparing((ResultRow e) -> !e.text("unit").equals("all"))
                        .thenComparing(e -> e.text("unit_kind"))
                        .thenComparing(e -> e.text("unit")))
                .toList();
        if (rows.isEmpty()) {
            return el("p", "muted", text("No effect has a finite interval."));
        }
        DoubleFunction<String> tick = relative ? Show::percentTick : Show::tick;
        DoubleFunction<String> number = relative ? Show::signedPercent : Show::signed;
        Axis axis = axis(rows);
        List<String> arms = effects.stream().map(e -> e.text("arm")).distinct().toList();
        List<Html> body = new ArrayList<>();
        String before = "";
        for (ResultRow row : rows) {
            String unit = Show.unit(row.text("unit_kind"), row.text("unit"));
            boolean first = !unit.equals(before);
            before = unit;
            String interval = number.apply(row.number("ci_lb")) + " to " + number.apply(row.number("ci_ub"));
            body.add(el(
                    "tr",
                    (first ? "first" : "") + (row.text("unit").equals("all") ? " everyone" : ""),
                    el("th", first ? "" : "repeat", name(unit)).with("scope", "row"),
                    el("td", "arm", el("i", Figure.colour(arms.indexOf(row.text("arm")))), name(row.text("arm"))),
                    el("td", "glyph", glyph(row, axis, Figure.colour(arms.indexOf(row.text("arm"))))),
                    el("td", "num strong", text(number.apply(row.number("mean")))),
                    el("td", "num interval", text(interval)),
                    el("td", "num", text(Show.probability(row.number("prob_positive"))))));
        }
        return table(
                List.of(
                        heading("Segment", ""),
                        heading("Arm", "arm"),
                        heading("Lift and interval", "glyph"),
                        heading("Lift", "num"),
                        heading(Show.interval(rows.get(0)), "num interval"),
                        heading("P(lift > 0)", "num")),
                body,
                foot(axis, tick, 2, 3));
    }

    /** A forest of rows already drawn, under its headings; the foot has the axis, or is nothing. */
    static Html table(List<Html> headings, List<Html> body, Html foot) {
        return el("table", "forest", el("thead", "", el("tr", "", headings)), el("tbody", "", body), foot);
    }

    /** One interval with its point, the region of practical equivalence behind it. */
    static Html glyph(ResultRow effect, Axis axis, String colour) {
        return glyph(effect, axis, colour, Double.NaN);
    }

    /** The same with a marked place that matters, such as a return of one for one. */
    static Html glyph(ResultRow effect, Axis axis, String colour, double threshold) {
        double lower = effect.number("ci_lb");
        double upper = effect.number("ci_ub");
        List<Html> marks = new ArrayList<>();
        if (effect.number("rope_lb") < effect.number("rope_ub")) {
            double from = effect.number("rope_lb");
            marks.add(Figure.box("band", axis.at(from), axis.between(from, effect.number("rope_ub")), 0, ROW));
        }
        if (axis.holds(0)) {
            marks.add(Figure.line("mark zero", axis.at(0), axis.at(0), 0, ROW));
        }
        if (axis.holds(threshold)) {
            marks.add(Figure.line("mark threshold", axis.at(threshold), axis.at(threshold), 0, ROW));
        }
        marks.add(Figure.line("bar " + colour, axis.at(lower), axis.at(upper), MIDDLE, MIDDLE));
        if (lower < axis.lower()) {
            marks.add(arrow("0%", "\u25c2", colour));
        }
        if (upper > axis.upper()) {
            marks.add(arrow("100%", "\u25b8", colour));
        }
        if (axis.holds(effect.number("mean"))) {
            marks.add(el("circle", colour)
                    .with("cx", axis.at(effect.number("mean")))
                    .with("cy", Integer.toString(MIDDLE))
                    .with("r", "4.5"));
        }
        return el("svg", "row", marks)
                .with("width", "100%")
                .with("height", Integer.toString(ROW))
                .with("aria-hidden", "true");
    }

    private static Html arrow(String x, String sign, String colour) {
        return el("text", "beyond " + colour, text(sign)).with("x", x).with("y", Integer.toString(MIDDLE + 5));
    }

    /** The row under a forest that holds the axis, with so many empty cells before and behind it. */
    static Html foot(Axis axis, DoubleFunction<String> tick, int before, int behind) {
        return el(
                "tfoot",
                "",
                el("tr", "", empty(before), el("td", "glyph", scale(axis, tick)), empty(behind))
                        .with("aria-hidden", "true"));
    }

    private static Html empty(int cells) {
        return cells == 1 ? el("td", "") : el("td", "").with("colspan", Integer.toString(cells));
    }

    static Html scale(Axis axis, DoubleFunction<String> tick) {
        return el("svg", "plot", Figure.ticks(axis, 1, tick))
                .with("width", "100%")
                .with("height", "24");
    }

    /** An axis over all intervals that are not many times wider than the usual one, and over no effect. */
    static Axis axis(List<ResultRow> rows) {
        return axis(rows, 5);
    }

    /** The same with about so many ticks. */
    static Axis axis(List<ResultRow> rows, int ticks) {
        double[] widths = rows.stream()
                .mapToDouble(r -> r.number("ci_ub") - r.number("ci_lb"))
                .sorted()
                .toArray();
        double widest = TOO_WIDE * widths[widths.length / 2];
        double from = 0;
        double to = 0;
        for (ResultRow row : rows) {
            if (row.number("ci_ub") - row.number("ci_lb") <= widest) {
                from = Math.min(from, least(row.number("ci_lb"), row.number("rope_lb")));
                to = Math.max(to, -least(-row.number("ci_ub"), -row.number("rope_ub")));
            }
        }
        return Axis.over(from, to, ticks);
    }

    private static double least(double one, double other) {
        return Double.isFinite(other) ? Math.min(one, other) : one;
    }

    /** A heading of a forest's column. */
    static Html heading(String words, String css) {
        return el("th", css, text(words)).with("scope", "col");
    }
}
