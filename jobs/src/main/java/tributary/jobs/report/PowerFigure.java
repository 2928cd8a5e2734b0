package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Power over sample size, one line for each hypothetical effect by its name (two may have one mean and different spreads),
 * from rows of {@code power} with one prior.
 */
final class PowerFigure {
    private static final int HEIGHT = 200;

    private PowerFigure() {}

    static Html of(List<ResultRow> cells) {
        List<ResultRow> effects = effects(cells);
        double largest =
                cells.stream().mapToDouble(c -> c.number("sample_size")).max().orElse(1);
        Axis axis = Axis.over(0, largest, 5);
        List<Html> all = new ArrayList<>();
        for (double share : new double[] {0, 0.5, 0.8, 1}) {
            int y = height(share);
            all.add(Figure.line(share == 0.8 ? "mark threshold" : "grid", "0%", "100%", y, y));
            all.add(el("text", "left", text(Show.percentTick(share)))
                    .with("x", "0%")
                    .with("y", Integer.toString(y - 3)));
        }
        List<Figure.LegendEntry> legend = new ArrayList<>();
        for (int i = 0; i < effects.size(); i++) {
            ResultRow effect = effects.get(i);
            legend.add(new Figure.LegendEntry(Figure.colour(i), words(effect)));
            List<ResultRow> line = cells.stream()
                    .filter(c ->
                            c.text("effect_name").equals(effect.text("effect_name")) && Double.isFinite(excludes(c)))
                    .sorted(Comparator.comparingDouble(c -> c.number("sample_size")))
                    .toList();
            for (int k = 0; k < line.size(); k++) {
                ResultRow cell = line.get(k);
                String x = axis.at(cell.number("sample_size"));
                if (k > 0) {
                    all.add(Figure.line(
                            "bar thin " + Figure.colour(i),
                            axis.at(line.get(k - 1).number("sample_size")),
                            x,
                            height(excludes(line.get(k - 1))),
                            height(excludes(cell))));
                }
                all.add(el("circle", Figure.colour(i))
                        .with("cx", x)
                        .with("cy", Integer.toString(height(excludes(cell))))
                        .with("r", cell.flag("sufficient") ? "6" : "3.5"));
            }
        }
        all.addAll(Figure.ticks(axis, HEIGHT, Show::tick));
        Html chart = el(
                "div",
                "",
                el("svg", "plot", all)
                        .with("role", "img")
                        .with("aria-label", "Power over units per arm; the table below has every number")
                        .with("width", "100%")
                        .with("height", Integer.toString(HEIGHT + 24)),
                Figure.legend(legend));
        return Figure.of(
                "Power by units per arm",
                "Share of simulated experiments whose interval excludes the region of practical equivalence; a large"
                        + " dot is the smallest sufficient size, the dashed line 80 %.",
                chart,
                Figure.folded("Every cell", table(cells)));
    }

    /** A cell of each effect, by size. */
    private static List<ResultRow> effects(List<ResultRow> cells) {
        Map<String, ResultRow> byName = new LinkedHashMap<>();
        cells.forEach(cell -> byName.putIfAbsent(cell.text("effect_name"), cell));
        return byName.values().stream()
                .sorted(Comparator.comparingDouble((ResultRow c) -> c.number("effect"))
                        .thenComparingDouble(c -> c.number("effect_sd")))
                .toList();
    }

    private static String words(ResultRow effect) {
        double sd = effect.number("effect_sd");
        return effect.text("effect_name") + ": " + Show.tick(effect.number("effect"))
                + (sd > 0 ? " \u00b1 " + Show.tick(sd) : "");
    }

    /** Power where there is an effect, else the false-positive rate: the same share by another name. */
    private static double excludes(ResultRow cell) {
        double power = cell.number("power");
        return Double.isFinite(power) ? power : cell.number("false_positive_rate");
    }

    private static int height(double share) {
        return (int) Math.round(HEIGHT - (HEIGHT - 16) * share);
    }

    private static Html table(List<ResultRow> cells) {
        return Figure.table(
                List.of("#Units per arm", "Effect", "Prior", "#Power", "#\u00b1 MCSE", "#False positives", "#Width"),
                cells.stream()
                        .map(c -> List.of(
                                text(Show.count(c.number("sample_size"))),
                                name(words(c)),
                                name(c.text("prior")),
                                text(Show.percent(c.number("power"))),
                                text(Show.percent(c.number("power_mcse"))),
                                text(Show.percent(c.number("false_positive_rate"))),
                                text(Show.number(c.number("expected_width")).toLowerCase(Locale.ROOT))))
                        .toList());
    }
}
