package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/** The section of one effect in all segments: raw against pooled, shrinkage against size, and a table to search. */
final class SegmentFigures {
    /** Segments drawn at each end of the ranking. */
    private static final int EACH_END = 15;

    private static final int ROW = 26;
    private static final int MIDDLE = ROW / 2;
    private static final int HEIGHT = 220;
    private static final int TOP = 26;

    private SegmentFigures() {}

    static Html of(SegmentReport segments, int index) {
        List<Html> inside = new ArrayList<>();
        inside.add(el(
                "h2",
                "",
                name(segments.analysis()),
                text(": "),
                name(segments.metric()),
                text(", effect of "),
                name(segments.arm())));
        inside.add(el("p", "muted", text(words(segments))));
        inside.add(actions(segments));
        inside.add(Figure.of(
                "Raw and partially pooled effects",
                "Rings are the segments' own estimates, dots with intervals the pooled ones: the less a segment tells, the"
                        + " nearer it is drawn to the others. That is also what answers for looking at many segments at"
                        + " once.",
                forest(segments),
                Html.nothing()));
        if (!segments.groups().isEmpty()) {
            inside.add(Figure.of(
                    "Mean effects of groups",
                    "What a segment of each group may be expected to gain, partially pooled between groups.",
                    groups(segments.groups()),
                    Html.nothing()));
        }
        inside.add(Figure.of(
                "Shrinkage against size",
                "How much of its own estimate a segment keeps, by its number of rows"
                        + (segments.sample().size() < segments.total()
                                ? ": " + Show.count(segments.sample().size()) + " segments, whatever their rank."
                                : "."),
                scatter(segments.sample()),
                Html.nothing()));
        inside.add(table(segments, index));
        return el("section", "analysis", inside).with("id", "segments-" + index);
    }

    private static String words(SegmentReport segments) {
        StringBuilder words = new StringBuilder(Show.count(segments.total()) + " segments.");
        segments.overall("mean_effect")
                .ifPresent(mean -> words.append(" Mean effect ").append(told(mean, Show::signed)));
        segments.overall("sd_between_segments")
                .ifPresent(sd -> words.append(" Effects of segments differ")
                        .append(segments.groups().isEmpty() ? "" : " within a group")
                        .append(" by a standard deviation of ")
                        .append(told(sd, Show::number)));
        segments.overall("sd_between_groups")
                .ifPresent(sd -> words.append(" Mean effects of groups differ by a standard deviation of ")
                        .append(told(sd, Show::number)));
        if (segments.rows().size() < segments.total()) {
            words.append(" This page holds the first and the last ")
                    .append(Show.count(segments.rows().size() / 2))
                    .append("; all are in published_segment_effects.");
        }
        return words.toString();
    }

    private static String told(ResultRow effect, DoubleFunction<String> number) {
        return number.apply(effect.number("mean")) + " (" + Show.interval(effect) + ' '
                + number.apply(effect.number("ci_lb")) + " to " + number.apply(effect.number("ci_ub"))
                + (effect.text("reason").isEmpty() ? ")." : "), " + effect.text("reason") + ".");
    }

    /** What is advised for how many of all segments. */
    private static Html actions(SegmentReport segments) {
        List<Html> tiles = segments.actions().entrySet().stream()
                .map(e -> Overview.tile(e.getValue(), Verdicts.css(e.getKey()), Show.words(e.getKey())))
                .toList();
        return tiles.isEmpty() ? Html.nothing() : el("ul", "tiles", tiles);
    }

    private static Html groups(List<ResultRow> groups) {
        Axis axis = ForestFigure.axis(groups);
        return ends(
                groups,
                groups.size(),
                4,
                row -> el(
                        "tr",
                        "first",
                        el("th", "", name(shortened(row.text("unit")))).with("scope", "row"),
                        el("td", "glyph", ForestFigure.glyph(row, axis, "c0")),
                        el("td", "num strong", text(Show.signed(row.number("mean")))),
                        el("td", "num", text(Show.probability(row.number("prob_positive"))))),
                List.of(
                        ForestFigure.heading("Group", ""),
                        ForestFigure.heading("Mean effect and interval", "glyph"),
                        ForestFigure.heading("Mean effect", "num strong"),
                        ForestFigure.heading("P(effect > 0)", "num")),
                ForestFigure.foot(axis, Show::tick, 1, 2));
    }

    private static Html forest(SegmentReport segments) {
        Axis axis = axis(segments.rows());
        return ends(
                segments.rows(),
                segments.total(),
                4,
                row -> row(row, axis),
                List.of(
                        ForestFigure.heading("Segment", ""),
                        ForestFigure.heading("Raw and pooled", "glyph"),
                        ForestFigure.heading("Raw", "num"),
                        ForestFigure.heading("Pooled", "num strong")),
                ForestFigure.foot(axis, Show::tick, 1, 2));
    }

    /** A forest of the first and the last of ranked rows, with how many more lie between. */
    private static Html ends(
            List<ResultRow> rows,
            long total,
            int columns,
            Function<ResultRow, Html> drawn,
            List<Html> headings,
            Html foot) {
        List<ResultRow> shown = rows.subList(0, Math.min(rows.size(), EACH_END));
        int rest = Math.max(shown.size(), rows.size() - EACH_END);
        long left = total - shown.size() - (rows.size() - rest);
        List<Html> body = new ArrayList<>();
        shown.forEach(row -> body.add(drawn.apply(row)));
        if (left > 0) {
            body.add(el(
                    "tr",
                    "first",
                    el("td", "muted", text(Show.count(left) + " more between these"))
                            .with("colspan", Integer.toString(columns))));
        }
        rows.subList(rest, rows.size()).forEach(row -> body.add(drawn.apply(row)));
        return ForestFigure.table(headings, body, foot);
    }

    private static Html row(ResultRow row, Axis axis) {
        return el(
                "tr",
                "first",
                el("th", "", name(shortened(row.text("segment")))).with("scope", "row"),
                el("td", "glyph", glyph(row, axis)),
                el("td", "num", text(Show.signed(row.number("raw_estimate")))),
                el("td", "num strong", text(Show.signed(row.number("pooled_estimate")))));
    }

    private static Html glyph(ResultRow row, Axis axis) {
        List<Html> marks = new ArrayList<>();
        if (axis.holds(0)) {
            marks.add(Figure.line("mark zero", axis.at(0), axis.at(0), 0, ROW));
        }
        marks.add(Figure.line("bar c0", axis.at(row.number("ci_lb")), axis.at(row.number("ci_ub")), MIDDLE, MIDDLE));
        marks.add(circle("c0", axis.at(row.number("pooled_estimate")), Integer.toString(MIDDLE), "4.5"));
        double raw = row.number("raw_estimate");
        if (Double.isFinite(raw)) {
            marks.add(circle("ring c1", axis.at(raw), Integer.toString(MIDDLE), "5"));
        }
        return el("svg", "row", marks)
                .with("width", "100%")
                .with("height", Integer.toString(ROW))
                .with("aria-hidden", "true");
    }

    private static Html.Element circle(String css, String x, String y, String radius) {
        return el("circle", css).with("cx", x).with("cy", y).with("r", radius);
    }

    /** Over all pooled intervals; raw estimates far outside lie at its ends. */
    private static Axis axis(List<ResultRow> rows) {
        double from = 0;
        double to = 0;
        for (ResultRow row : rows) {
            double width = row.number("ci_ub") - row.number("ci_lb");
            double raw = row.number("raw_estimate");
            from = least(from, row.number("ci_lb"));
            to = -least(-to, -row.number("ci_ub"));
            if (Math.abs(raw - row.number("pooled_estimate")) < 2 * width) {
                from = least(from, raw);
                to = -least(-to, -raw);
            }
        }
        return Axis.over(from, to, 6);
    }

    private static double least(double one, double other) {
        return Double.isFinite(other) ? Math.min(one, other) : one;
    }

    private static Html scatter(List<ResultRow> rows) {
        double most = rows.stream().mapToDouble(SegmentFigures::size).max().orElse(1);
        Axis axis = Axis.over(0, Math.log10(Math.max(10, most)), 5);
        List<Html> marks = new ArrayList<>();
        for (int percent = 0; percent <= 100; percent += 50) {
            int y = HEIGHT - percent * HEIGHT / 100 + TOP;
            marks.add(Figure.line("mark zero", "0%", "100%", y, y));
            marks.add(el("text", "", text(percent + " %")).with("x", "1%").with("y", Integer.toString(y - 3)));
        }
        for (ResultRow row : rows) {
            double weight = row.number("shrinkage_weight");
            if (Double.isFinite(weight)) {
                String y = String.format(Locale.ROOT, "%.1f", HEIGHT - weight * HEIGHT + TOP);
                marks.add(circle("c0", axis.at(Math.log10(Math.max(1, size(row)))), y, "3")
                        .with("fill-opacity", "0.5"));
            }
        }
        marks.addAll(Figure.ticks(axis, HEIGHT + TOP + 2, x -> Show.count(Math.round(Math.pow(10, x)))));
        marks.add(Figure.label("50%", HEIGHT + TOP + 38, "Rows of the segment (logarithmic)"));
        marks.add(el("text", "left", text("Weight on its own estimate"))
                .with("x", "0%")
                .with("y", "9"));
        return el("svg", "plot", marks).with("width", "100%").with("height", Integer.toString(HEIGHT + TOP + 46));
    }

    private static double size(ResultRow row) {
        return row.number("control_rows") + row.number("treated_rows");
    }

    private static Html table(SegmentReport segments, int index) {
        String id = "segments-" + index;
        List<Html> headings = new ArrayList<>();
        for (String heading : List.of(
                "Segment",
                "Action",
                "#Rows",
                "#Raw",
                "#Pooled",
                "#Weight on raw",
                "#P(effect > 0)",
                "#Rank",
                "#P(best)",
                "#Expected profit")) {
            headings.add(el("th", heading.startsWith("#") ? "num" : "", text(heading.replace("#", "")))
                    .with("scope", "col"));
        }
        List<Html> rows = segments.rows().stream().map(SegmentFigures::line).toList();
        Html sortable = el("table", "sortable", el("thead", "", el("tr", "", headings)), el("tbody", "", rows))
                .with("id", "table-" + id);
        return el("div", "", Figure.search(id, "segment, action ..."), el("div", "scroll tall", sortable));
    }

    private static Html line(ResultRow row) {
        String action = row.text("action");
        return el(
                "tr",
                "",
                el(
                        "td",
                        "",
                        name(shortened(row.text("segment"))),
                        row.text("parent").isEmpty() ? Html.nothing() : text(" in "),
                        row.text("parent").isEmpty() ? Html.nothing() : name(shortened(row.text("parent")))),
                el("td", "", action.isEmpty() ? text(Show.NONE) : Verdicts.badge(action)),
                number(Show.count(size(row)), size(row)),
                number(Show.signed(row.number("raw_estimate")), row.number("raw_estimate")),
                number(Show.signed(row.number("pooled_estimate")), row.number("pooled_estimate")),
                number(Show.percent(row.number("shrinkage_weight")), row.number("shrinkage_weight")),
                number(Show.probability(row.number("prob_positive")), row.number("prob_positive")),
                number(Show.number(row.number("rank_mean")), row.number("rank_mean")),
                number(Show.probability(row.number("prob_best_segment")), row.number("prob_best_segment")),
                number(Show.money(row.number("expected_profit")), row.number("expected_profit")));
    }

    private static Html number(String shown, double value) {
        return el("td", "num", text(shown)).with("data-value", Double.isFinite(value) ? Double.toString(value) : "");
    }

    /** Names of thousands of characters are for tables, not for a page. */
    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= 60
                ? name
                : name.substring(0, name.offsetByCodePoints(0, 57)) + "...";
    }
}
