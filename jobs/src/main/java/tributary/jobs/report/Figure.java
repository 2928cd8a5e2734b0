package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** What all charts share: their frame with title, caption, legend and table, and the axis below. */
final class Figure {
    static final int COLOURS = 7;

    private Figure() {}

    /** A chart with its title, what to see in it, and the same as a table for those who cannot see it. */
    static Html of(String title, String caption, Html chart, Html table) {
        return el(
                "figure",
                "",
                el("figcaption", "", el("strong", "", text(title)), el("span", "muted", text(" " + caption))),
                chart,
                table);
    }

    /** A table that stays folded beside a chart that shows the same. */
    static Html folded(String title, Html... inside) {
        List<Html> all = new ArrayList<>();
        all.add(el("summary", "", text(title)));
        all.addAll(List.of(inside));
        return el("details", "", all);
    }

    /** A table of text; columns whose heading begins with # are right-aligned numbers. */
    static Html table(List<String> headings, List<List<Html>> rows) {
        List<Html> head = headings.stream()
                .map(h -> (Html) el("th", h.startsWith("#") ? "num" : "", text(h.startsWith("#") ? h.substring(1) : h))
                        .with("scope", "col"))
                .toList();
        List<Html> body = new ArrayList<>();
        for (List<Html> row : rows) {
            List<Html> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(el("td", headings.get(i).startsWith("#") ? "num" : "", row.get(i)));
            }
            body.add(el("tr", "", cells));
        }
        return el("div", "scroll", el("table", "", el("thead", "", el("tr", "", head)), el("tbody", "", body)));
    }

    /** A box to search the rows of {@code table-ID} by, with what it holds for an example; the page counts what it finds. */
    static Html search(String id, String example) {
        Html box =
                el("input", "").with("type", "search").with("data-filter", id).with("placeholder", example);
        return el(
                "p",
                "search",
                el("label", "", text("Search "), box),
                el("output", "muted").with("data-count", id));
    }

    /** The line of an axis with its ticks, at a height of its drawing. */
    static List<Html> ticks(Axis axis, int y, DoubleFunction<String> label) {
        List<Html> marks = new ArrayList<>();
        marks.add(line("axis", "0%", "100%", y, y));
        for (double tick : axis.ticks()) {
            marks.add(line("axis", axis.at(tick), axis.at(tick), y, y + 5));
            marks.add(label(axis.at(tick), y + 18, label.apply(tick)));
        }
        return marks;
    }

    /** Letters centred at a place. */
    static Html label(String x, int y, String words) {
        return el("text", "", text(words)).with("x", x).with("y", Integer.toString(y));
    }

    /** A straight line. */
    static Html line(String css, String x1, String x2, int y1, int y2) {
        return el("line", css)
                .with("x1", x1)
                .with("x2", x2)
                .with("y1", Integer.toString(y1))
                .with("y2", Integer.toString(y2));
    }

    /** A box. */
    static Html box(String css, String x, String width, int y, int height) {
        return el("rect", css)
                .with("x", x)
                .with("width", width)
                .with("y", Integer.toString(y))
                .with("height", Integer.toString(height));
    }

    /** A legend: each entry a css class and its words. */
    static Html legend(List<LegendEntry> entries) {
        return el(
                "ul",
                "legend",
                entries.stream()
                        .map(e -> (Html) el("li", "", el("i", e.css), Html.name(e.words)))
                        .toList());
    }

    /** The class of the n-th colour. */
    static String colour(int n) {
        return "c" + n % COLOURS;
    }

    /** One entry of a legend. */
    record LegendEntry(String css, String words) {}
}
