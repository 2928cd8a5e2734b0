package tributary.jobs.report;

import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The propensities of the arms of each treatment over one another: where only one arm lies, nothing is compared. */
final class OverlapFigures {
    private static final int MOST = 6;

    private OverlapFigures() {}

    /** A figure for each treatment and set of covariates. */
    static List<Html> of(List<ResultRow> propensities) {
        Map<String, List<ResultRow>> effects = new LinkedHashMap<>();
        propensities.forEach(row -> effects.computeIfAbsent(
                        row.text("estimand") + "\u0000" + row.text("treatment") + "\u0000" + row.text("covariates"),
                        key -> new ArrayList<>())
                .add(row));
        return effects.values().stream().limit(MOST).map(OverlapFigures::figure).toList();
    }

    private static Html figure(List<ResultRow> rows) {
        ResultRow first = rows.get(0);
        String treatment = first.text("treatment");
        List<DensityFigure.Trace> traces = new ArrayList<>();
        double least = 1;
        for (ResultRow row : rows) {
            double[] x = row.numbers("density_x");
            if (row.text("unit").equals("all")) {
                least = Math.min(least, row.number("effective_share"));
                if (x.length > 1) {
                    traces.add(new DensityFigure.Trace(
                            arm(row, treatment) + ": " + Show.count(row.number("rows")) + " rows",
                            Curve.through(x, row.numbers("density_y")),
                            Figure.colour(traces.size())));
                }
            }
        }
        Html chart = traces.isEmpty()
                ? Html.nothing()
                : new DensityFigure(traces, List.of(), List.of(), Double.NaN, Show::tick)
                        .drawing("Propensities of both arms; the table below has the numbers");
        return Figure.of(
                "Could either arm have been the other: " + treatment,
                "The probability of the treatment given " + first.text("covariates") + ", among the rows with it and "
                        + "without it. Where only one curve lies the answer extrapolates; weighted to stand for everybody, "
                        + "an arm is worth " + Show.percent(least) + " of its rows.",
                chart,
                Figure.folded("As a table", table(rows, treatment)));
    }

    private static String arm(ResultRow row, String treatment) {
        return (row.flag("treated") ? "with " : "without ") + treatment;
    }

    private static Html table(List<ResultRow> rows, String treatment) {
        return Figure.table(
                List.of("Group", "Arm", "#Rows", "#Worth of its rows", "#Below .02 or above .98"),
                rows.stream()
                        .map(row -> List.<Html>of(
                                name(row.text("unit")),
                                name(arm(row, treatment)),
                                text(Show.count(row.number("rows"))),
                                text(Show.percent(row.number("effective_share"))),
                                text(Show.percent(row.number("extreme_share")))))
                        .toList());
    }
}
