package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;

/**
 * Posterior densities over one axis, with a shaded band and marked places.
 *
 * @param traces the densities, drawn in this order
 * @param bands shaded ranges, such as the region of practical equivalence
 * @param marks marked places, such as no effect or a threshold
 * @param splitAt where the area changes from loss to gain; NaN for one colour per density
 * @param label how numbers on the axis are written
 */
record DensityFigure(
        List<Trace> traces, List<Band> bands, List<Mark> marks, double splitAt, DoubleFunction<String> label) {
    private static final int HEIGHT = 190;
    private static final String SHEET = "1000";

    /** One density: its name, curve, and colour; dashed where it is only a what-if. */
    record Trace(String words, Curve curve, String css) {}

    /** A shaded range. */
    record Band(String words, double from, double to) {}

    /** A marked place; the css tells which. */
    record Mark(String words, double at, String css) {}

    /** The densities of the cells that have one, each named by its cell; dashed where the cell is a what-if. */
    static List<Trace> traces(List<ResultRow> cells, Predicate<String> whatIf) {
        List<Trace> traces = new ArrayList<>();
        for (ResultRow cell : cells) {
            double[] x = cell.numbers("density_x");
            double[] y = cell.numbers("density_y");
            if (x.length > 1 && x.length == y.length) {
                String name = cell.text("cell");
                String css = Figure.colour(traces.size()) + (whatIf.test(name) ? " whatif" : "");
                traces.add(new Trace(name, Curve.through(x, y), css));
            }
        }
        return traces;
    }

    Html drawing(String description) {
        Axis axis = axis();
        double top = traces.stream().mapToDouble(t -> t.curve.peak()).max().orElse(1);
        List<Html> sheet = new ArrayList<>();
        for (Band band : bands) {
            if (band.from < axis.upper() && band.to > axis.lower()) {
                sheet.add(el("rect", "band")
                        .with("x", sheetPlace(axis, band.from))
                        .with("width", Double.toString(10 * (axis.place(band.to) - axis.place(band.from))))
                        .with("y", "0")
                        .with("height", SHEET));
            }
        }
        for (Trace trace : traces) {
            if (Double.isNaN(splitAt)) {
                sheet.add(path("area " + trace.css, trace.curve.area(axis, top, axis.lower(), axis.upper())));
            } else {
                sheet.add(path("area loss", trace.curve.area(axis, top, axis.lower(), splitAt)));
                sheet.add(path("area gain", trace.curve.area(axis, top, splitAt, axis.upper())));
            }
        }
        traces.forEach(t -> sheet.add(path("curve " + t.css, t.curve.line(axis, top))));
        List<Html> all = new ArrayList<>();
        all.add(el("svg", "", sheet)
                .with("viewBox", "0 0 " + SHEET + " " + SHEET)
                .with("preserveAspectRatio", "none")
                .with("width", "100%")
                .with("height", Integer.toString(HEIGHT)));
        for (Mark mark : marks) {
            if (axis.holds(mark.at)) {
                all.add(Figure.line("mark " + mark.css, axis.at(mark.at), axis.at(mark.at), 0, HEIGHT));
            }
        }
        all.addAll(Figure.ticks(axis, HEIGHT, label));
        List<Figure.LegendEntry> legend = new ArrayList<>();
        if (Double.isNaN(splitAt)) {
            traces.forEach(t -> legend.add(new Figure.LegendEntry(t.css, t.words)));
        } else {
            legend.add(new Figure.LegendEntry("loss", "loss"));
            legend.add(new Figure.LegendEntry("gain", "profit"));
        }
        bands.forEach(b -> legend.add(new Figure.LegendEntry("band", b.words)));
        marks.forEach(m -> legend.add(
                new Figure.LegendEntry("mark " + m.css, m.words + (axis.holds(m.at) ? "" : " (off the axis)"))));
        return el(
                "div",
                "",
                el("svg", "plot", all)
                        .with("role", "img")
                        .with("aria-label", description)
                        .with("width", "100%")
                        .with("height", Integer.toString(HEIGHT + 24)),
                Figure.legend(legend));
    }

    private Axis axis() {
        double from = traces.stream().mapToDouble(t -> t.curve.lower()).min().orElse(0);
        double to = traces.stream().mapToDouble(t -> t.curve.upper()).max().orElse(1);
        double reach = 0.6 * (to - from);
        for (Mark mark : marks) {
            if (mark.at > from - reach && mark.at < to + reach) {
                from = Math.min(from, mark.at);
                to = Math.max(to, mark.at);
            }
        }
        return Axis.over(from, to, 5);
    }

    private static String sheetPlace(Axis axis, double x) {
        return Double.toString(10 * axis.place(x));
    }

    private static Html path(String css, String data) {
        return data.isEmpty() ? Html.nothing() : el("path", css, text("")).with("d", data);
    }
}
