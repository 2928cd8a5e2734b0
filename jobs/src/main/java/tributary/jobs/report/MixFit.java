package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a media mix thought its outcome would look like, before it saw the data and after, beside what it was. */
final class MixFit {
    /** The statistics of whole replicates, each in units of its own. */
    private static final Map<String, String> STATISTICS = Map.of(
            "mean", "Mean",
            "sd", "Standard deviation",
            "largest", "Largest",
            "autocorrelation", "Autocorrelation");

    private static final List<String> IN_ORDER = List.of("mean", "sd", "largest", "autocorrelation");

    private MixFit() {}

    static Html of(MixReport mix) {
        List<Html> charts = IN_ORDER.stream()
                .map(statistic -> mix.checks().stream()
                        .filter(c -> c.text("statistic").equals(statistic))
                        .filter(c -> Double.isFinite(c.number("q025")) && Double.isFinite(c.number("q975")))
                        .sorted(Comparator.comparing(
                                (ResultRow c) -> !c.text("phase").equals("prior")))
                        .toList())
                .filter(rows -> !rows.isEmpty())
                .map(MixFit::chart)
                .toList();
        if (charts.isEmpty()) {
            return Html.nothing();
        }
        return Figure.of(
                "Prior and posterior predictive",
                "Bar: 95 % and 50 % of outcomes that the model makes up, from its priors before it saw the data, and from its"
                        + " posterior after; point: the data. Outcomes are scaled as scale.kpi says, by their mean if it says"
                        + " nothing. A prior far from the data says that priors and scale do not go together."
                        + weeks(mix),
                el("div", "figures pairs", charts),
                Html.nothing());
    }

    private static Html chart(List<ResultRow> rows) {
        Axis axis = Axis.over(rows.stream().flatMapToDouble(PredictiveFigures::reach), 4);
        List<Html> body = new ArrayList<>();
        for (ResultRow c : rows) {
            body.add(el(
                    "tr",
                    "first",
                    el("th", "", text(c.text("phase"))).with("scope", "row"),
                    el("td", "glyph", PredictiveFigures.glyph(c, axis)),
                    el(
                            "td",
                            "num interval",
                            text(Show.number(c.number("q025")) + " to " + Show.number(c.number("q975")))),
                    el(
                            "td",
                            "num",
                            c.flag("passed") ? text("as expected") : el("span", "warning", text("surprising")))));
        }
        String statistic = rows.get(0).text("statistic");
        return ForestFigure.table(
                List.of(
                        ForestFigure.heading(STATISTICS.getOrDefault(statistic, statistic), ""),
                        ForestFigure.heading("Data: " + Show.number(rows.get(0).number("observed")), "glyph"),
                        ForestFigure.heading("95 %", "num"),
                        ForestFigure.heading("", "num")),
                body,
                ForestFigure.foot(axis, Show::tick, 1, 2));
    }

    /** How weeks lie within what was predicted of each. */
    private static String weeks(MixReport mix) {
        Optional<ResultRow> half = posterior(mix, "coverage_50");
        Optional<ResultRow> most = posterior(mix, "coverage_94");
        Optional<ResultRow> explained = posterior(mix, "r_squared");
        return half.map(c -> " Of the weeks " + Show.percent(c.number("observed")) + " lie in their 50 % intervals")
                        .orElse("")
                + most.map(c -> ", " + Show.percent(c.number("observed")) + " in their 94 % intervals")
                        .orElse("")
                + explained
                        .map(c -> "; predictions explain " + Show.percent(c.number("observed")) + " of the variance.")
                        .orElse("");
    }

    private static Optional<ResultRow> posterior(MixReport mix, String statistic) {
        return mix.checks().stream()
                .filter(c -> c.text("phase").equals("posterior"))
                .filter(c -> c.text("statistic").equals(statistic))
                .findFirst();
    }
}
