package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * A chart over two axes: areas and lines on a sheet that stretches with the page, marks and letters that do not.
 *
 * <p>Heights are told by faint lines with their numbers at the left.
 */
final class Chart {
    private static final int HEIGHT = 220;
    private static final int HEADROOM = 14;
    private static final int SHEET = 1000;

    private final Axis x;
    private final Axis y;
    private final List<Html> sheet = new ArrayList<>();
    private final List<Html> marks = new ArrayList<>();

    /**
     * An empty chart.
     *
     * @param x the horizontal axis
     * @param low the height of the bottom
     * @param high the largest height, above the bottom
     */
    Chart(Axis x, double low, double high) {
        this.x = x;
        Axis round = Axis.over(low, high > low ? high : low + Math.max(1, Math.abs(low)), 4);
        this.y = new Axis(low, high > low ? high : round.upper(), round.ticks());
    }

    /** A shaded range of the horizontal axis. */
    void band(double from, double to) {
        marks.add(Figure.box("band", x.at(from), x.between(from, to), HEADROOM, HEIGHT - HEADROOM));
    }

    /** A marked place of the horizontal axis. */
    void mark(String css, double at) {
        marks.add(Figure.line("mark " + css, x.at(at), x.at(at), HEADROOM, HEIGHT));
    }

    /** The area between two lines over the same places. */
    void area(String css, double[] places, double[] lower, double[] upper) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < places.length; i++) {
            point(path, i == 0 ? 'M' : 'L', places[i], upper[i]);
        }
        for (int i = places.length - 1; i >= 0; i--) {
            point(path, 'L', places[i], lower[i]);
        }
        sheet.add(el("path", css, text("")).with("d", path.append('Z').toString()));
    }

    /** A line through points; where it would leave the chart at the top it ends. */
    void line(String css, double[] places, double[] heights) {
        StringBuilder path = new StringBuilder();
        char command = 'M';
        for (int i = 0; i < places.length; i++) {
            boolean inside = heights[i] <= y.upper();
            if (inside) {
                point(path, command, places[i], heights[i]);
            }
            command = inside ? 'L' : 'M';
        }
        sheet.add(el("path", "curve " + css, text("")).with("d", path.toString()));
    }

    /** A point with a word above it. */
    void dot(String css, double place, double height, String word) {
        int at = pixel(height);
        marks.add(el("circle", css)
                .with("cx", x.at(place))
                .with("cy", Integer.toString(at))
                .with("r", "5"));
        marks.add(Figure.label(x.at(place), at - 9, word));
    }

    /** The drawing with its axes; {@code label} writes places of the horizontal one. */
    Html drawing(String description, DoubleFunction<String> label, List<Figure.LegendEntry> legend) {
        List<Html> all = new ArrayList<>();
        for (double tick : y.ticks()) {
            if (y.holds(tick)) {
                all.add(Figure.line("grid", "0%", "100%", pixel(tick), pixel(tick)));
            }
        }
        all.add(el("svg", "", sheet)
                .with("viewBox", "0 0 " + SHEET + " " + SHEET)
                .with("preserveAspectRatio", "none")
                .with("y", Integer.toString(HEADROOM))
                .with("width", "100%")
                .with("height", Integer.toString(HEIGHT - HEADROOM)));
        all.addAll(marks);
        for (double tick : y.ticks()) {
            if (y.holds(tick) && pixel(tick) < HEIGHT) {
                all.add(el("text", "left height", text(Show.tick(tick)))
                        .with("x", "0%")
                        .with("y", Integer.toString(pixel(tick) - 3)));
            }
        }
        all.addAll(Figure.ticks(x, HEIGHT, label));
        Html svg = el("svg", "plot", all)
                .with("role", "img")
                .with("aria-label", description)
                .with("width", "100%")
                .with("height", Integer.toString(HEIGHT + 24));
        return legend.isEmpty() ? svg : el("div", "", svg, Figure.legend(legend));
    }

    private int pixel(double height) {
        return (int) Math.round(HEIGHT - (HEIGHT - HEADROOM) * share(height));
    }

    private double share(double height) {
        return (Math.min(Math.max(height, y.lower()), y.upper()) - y.lower()) / (y.upper() - y.lower());
    }

    private void point(StringBuilder path, char command, double place, double height) {
        path.append(command)
                .append(String.format(Locale.ROOT, "%.1f %.1f", 10 * x.place(place), SHEET * (1 - share(height))));
    }
}
