package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import tributary.check.ModelReplicates;

/** What a model predicts of its own outcomes, beside what was observed; pictures of the rows of predictive_checks. */
final class PredictiveFigures {
    private static final int ROW = 22;
    /** A statistic of a true model's data surprises at most so often: beyond 0.5 % on either side. */
    private static final double SURPRISED_BY_CHANCE = 2 * ModelReplicates.SURPRISING;
    /** Statistics in the units of the outcome, which share an axis, in the order of a distribution function. */
    private static final List<String> ON_THE_AXIS =
            List.of("min", "q01", "q05", "q10", "q25", "q50", "q75", "q90", "q95", "q99", "max", "mean");

    private PredictiveFigures() {}

    static Html of(List<ResultRow> checks) {
        Map<String, List<ResultRow>> outcomes = new LinkedHashMap<>();
        checks.forEach(c -> outcomes.computeIfAbsent(c.text("metric"), m -> new ArrayList<>())
                .add(c));
        List<Html> all = new ArrayList<>();
        outcomes.forEach((outcome, rows) -> all.add(outcome(outcome, rows)));
        return all.isEmpty() ? Html.nothing() : el("div", "figures", all);
    }

    private static Html outcome(String outcome, List<ResultRow> rows) {
        List<ResultRow> posterior =
                rows.stream().filter(c -> c.text("phase").equals("posterior")).toList();
        List<ResultRow> judged = posterior.stream()
                .filter(c -> !c.text("statistic").equals("row"))
                .toList();
        long odd = judged.stream().filter(c -> !c.flag("passed")).count();
        String caption = (odd == 0
                        ? "Every statistic of the data lies where the model expects it."
                        : Show.count(odd) + " of " + Show.count(judged.size())
                                + " statistics of the data are not what the model makes, where about "
                                + Show.number(SURPRISED_BY_CHANCE * judged.size())
                                + " would be by chance were the model true (they hang together: rather none, or several).")
                + " Bar: 95 % and 50 % of data drawn from the posterior given the causes; point: the data.";
        List<Html> charts = new ArrayList<>();
        judged.stream()
                .map(c -> c.text("arm"))
                .distinct()
                .forEach(arm -> charts.add(chart(
                        arm,
                        judged.stream().filter(c -> c.text("arm").equals(arm)).toList())));
        posterior.stream()
                .filter(c -> c.text("statistic").equals("row"))
                .findFirst()
                .ifPresent(row -> charts.add(split(row)));
        return Figure.of(
                "Predictive checks of " + outcome,
                caption,
                el("div", "", charts),
                Figure.folded(rows.size() + " statistics, those of the prior among them", table(rows)));
    }

    /** The quantiles, extremes and mean of one arm on one axis: the data's distribution among its replicates'. */
    private static Html chart(String arm, List<ResultRow> checks) {
        List<ResultRow> drawn = new ArrayList<>();
        for (String statistic : ON_THE_AXIS) {
            checks.stream()
                    .filter(c -> c.text("statistic").equals(statistic))
                    .filter(c -> Double.isFinite(c.number("q025"))
                            && Double.isFinite(c.number("q975"))
                            && Double.isFinite(c.number("observed")))
                    .forEach(drawn::add);
        }
        if (drawn.isEmpty()) {
            return Html.nothing();
        }
        // Extremes of heavy-tailed replicates would crush everything else: their bars leave the picture.
        Axis axis = Axis.over(
                drawn.stream()
                        .flatMapToDouble(c -> List.of("min", "max").contains(c.text("statistic"))
                                ? DoubleStream.of(c.number("observed"))
                                : reach(c)),
                5);
        List<Html> body = new ArrayList<>();
        for (ResultRow c : drawn) {
            body.add(el(
                    "tr",
                    "first",
                    el("th", "", text(words(c.text("statistic")))).with("scope", "row"),
                    el("td", "glyph", glyph(c, axis)),
                    el("td", "num strong", text(Show.number(c.number("observed")))),
                    el("td", "num", text(Show.probability(c.number("tail_probability"))))));
        }
        List<Html> head = new ArrayList<>();
        for (String heading : List.of(
                arm.equals("all") ? "All rows" : arm, "Replicates and data", "#Data", "#P(replicate \u2265 data)")) {
            head.add(el("th", heading.startsWith("#") ? "num" : "", name(heading.replace("#", "")))
                    .with("scope", "col"));
        }
        return el(
                "table",
                "forest",
                el("thead", "", el("tr", "", head)),
                el("tbody", "", body),
                ForestFigure.foot(axis, Show::tick, 1, 2));
    }

    /** How far a check's glyph goes: the ends of its bar, and its point. */
    static DoubleStream reach(ResultRow check) {
        return DoubleStream.of(check.number("q025"), check.number("observed"), check.number("q975"));
    }

    /** 95 % and 50 % of replicates, and the data among them. */
    static Html glyph(ResultRow check, Axis axis) {
        String colour = check.flag("passed") ? "c0" : "c1";
        int middle = ROW / 2;
        List<Html> marks = new ArrayList<>();
        marks.add(Figure.line(
                "bar thin outline", axis.at(check.number("q025")), axis.at(check.number("q975")), middle, middle));
        marks.add(
                Figure.line("bar outline", axis.at(check.number("q25")), axis.at(check.number("q75")), middle, middle));
        marks.add(el("circle", colour)
                .with("cx", axis.at(check.number("observed")))
                .with("cy", Integer.toString(middle))
                .with("r", "4.5"));
        return el("svg", "row", marks)
                .with("width", "100%")
                .with("height", Integer.toString(ROW))
                .with("aria-hidden", "true");
    }

    /** The parts of the predictive variance of one row. */
    private static Html split(ResultRow row) {
        double noise = row.number("noise_variance");
        double parameters = row.number("parameter_variance");
        if (!(noise + parameters > 0)) {
            return Html.nothing();
        }
        double share = 100 * noise / (noise + parameters);
        String words = "Of the variance of one row's prediction noise makes " + Show.percent(share / 100)
                + ", uncertainty of the parameters " + Show.percent(1 - share / 100) + ".";
        String end = String.format(java.util.Locale.ROOT, "%.2f%%", share);
        return el(
                "div",
                "",
                el(
                                "svg",
                                "plot",
                                Figure.box("stack c0", "0%", end, 0, ROW),
                                Figure.box("stack c1", end, Axis.over(0, 100, 5).between(share, 100), 0, ROW))
                        .with("role", "img")
                        .with("aria-label", words)
                        .with("width", "100%")
                        .with("height", Integer.toString(ROW)),
                el("p", "muted", text(words)));
    }

    private static String words(String statistic) {
        return statistic.startsWith("q")
                ? Integer.parseInt(statistic.substring(1)) + " % quantile"
                : Show.words(statistic);
    }

    private static Html table(List<ResultRow> rows) {
        return Figure.table(
                List.of(
                        "Arm",
                        "From",
                        "Statistic",
                        "Result",
                        "#Data",
                        "#Replicates",
                        "95 % of them",
                        "#P(replicate \u2265 data)",
                        "#Noise variance",
                        "#Parameter variance",
                        "Note"),
                rows.stream()
                        .map(c -> Stream.of(
                                        Stream.of(
                                                name(c.text("arm")),
                                                text(c.text("phase")),
                                                text(words(c.text("statistic")))),
                                        judged(c),
                                        Stream.of(
                                                text(Show.number(c.number("noise_variance"))),
                                                text(Show.number(c.number("parameter_variance"))),
                                                name(c.text("reason"))))
                                .flatMap(cells -> cells)
                                .toList())
                        .toList());
    }

    /** The cells of a check that say what was found: the verdict, the data, the replicates, the tail. */
    static Stream<Html> judged(ResultRow check) {
        boolean passed = check.flag("passed");
        return Stream.of(
                el("span", "state " + (passed ? "passed" : "warning"), text(passed ? "as expected" : "surprising")),
                text(Show.number(check.number("observed"))),
                text(Show.number(check.number("predicted_mean"))),
                text(Show.number(check.number("q025")) + " to " + Show.number(check.number("q975"))),
                text(Show.probability(check.number("tail_probability"))));
    }
}
