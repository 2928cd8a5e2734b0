package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The budget of a media mix: money by channel before and after, and what other attitudes to risk would do. */
final class BudgetFigures {
    private BudgetFigures() {}

    static Html of(MixReport mix) {
        List<ResultRow> chosen =
                mix.budget().stream().filter(b -> b.flag("chosen")).toList();
        return chosen.isEmpty() ? Html.nothing() : el("div", "", plan(mix, chosen), frontier(mix));
    }

    private static Html plan(MixReport mix, List<ResultRow> chosen) {
        ResultRow any = chosen.get(0);
        double most = 0;
        List<double[]> sums = new ArrayList<>();
        for (String channel : mix.channels()) {
            double[] sum = new double[2];
            for (ResultRow row : chosen) {
                if (row.text("channel").equals(channel)) {
                    sum[0] += row.number("current_spend");
                    sum[1] += row.number("planned_spend");
                }
            }
            sums.add(sum);
            most = Math.max(most, Math.max(sum[0], sum[1]));
        }
        Axis axis = Axis.over(0, most, 5);
        List<Html> marks = new ArrayList<>();
        List<List<Html>> rows = new ArrayList<>();
        for (int c = 0; c < sums.size(); c++) {
            double[] sum = sums.get(c);
            int y = 14 + 34 * c;
            marks.add(Figure.box("band", axis.at(0), axis.between(0, sum[0]), y, 12));
            marks.add(Figure.box("stack " + Figure.colour(c), axis.at(0), axis.between(0, sum[1]), y + 14, 12));
            rows.add(List.of(
                    name(mix.channels().get(c)),
                    text(Show.number(sum[0])),
                    text(Show.number(sum[1])),
                    text(sum[0] > 0 ? Show.signedPercent(sum[1] / sum[0] - 1) : "")));
        }
        int bottom = 14 + 34 * sums.size();
        marks.addAll(Figure.ticks(axis, bottom, Show::tick));
        Html svg = el("svg", "plot", marks)
                .with("role", "img")
                .with("aria-label", "Spend by channel, before and after; the table below has every number")
                .with("width", "100%")
                .with("height", Integer.toString(bottom + 24));
        List<Figure.LegendEntry> legend = new ArrayList<>();
        legend.add(new Figure.LegendEntry("band", "as it was spent"));
        for (int c = 0; c < mix.channels().size(); c++) {
            legend.add(new Figure.LegendEntry(Figure.colour(c), mix.channels().get(c) + ", planned"));
        }
        return Figure.of(
                "Budget",
                "Goal: " + Show.words(any.text("goal")) + "; the search ended " + Show.words(any.text("solver_status"))
                        + ". By the draws that did not choose the plan it brings "
                        + Show.number(any.number("expected_response")) + " where the present plan brings "
                        + Show.number(any.number("current_response")) + ", and more than it with probability "
                        + Show.probability(any.number("prob_better")) + ".",
                el("div", "", svg, Figure.legend(legend)),
                Figure.folded(
                        "Every channel", Figure.table(List.of("Channel", "#As it was", "#Planned", "#Change"), rows)));
    }

    /** For each aversion to risk what its plan brings and how sure that is. */
    private static Html frontier(MixReport mix) {
        TreeMap<Double, ResultRow> byRisk = new TreeMap<>();
        mix.budget().stream().filter(b -> !b.flag("chosen")).forEach(b -> byRisk.putIfAbsent(b.number("risk"), b));
        if (byRisk.isEmpty()) {
            return Html.nothing();
        }
        List<ResultRow> plans = byRisk.values().stream()
                .sorted(Comparator.comparingDouble(b -> b.number("response_sd")))
                .toList();
        double least =
                plans.stream().mapToDouble(b -> b.number("response_sd")).min().orElse(0);
        double most =
                plans.stream().mapToDouble(b -> b.number("response_sd")).max().orElse(1);
        double low = plans.stream()
                .mapToDouble(b -> b.number("expected_response"))
                .min()
                .orElse(0);
        double high = plans.stream()
                .mapToDouble(b -> b.number("expected_response"))
                .max()
                .orElse(1);
        Axis axis = Axis.over(least, most, 5);
        List<Html> marks = new ArrayList<>();
        for (ResultRow plan : plans) {
            double share = high > low ? (plan.number("expected_response") - low) / (high - low) : 0.5;
            marks.add(el("circle", "c0")
                    .with("cx", axis.at(plan.number("response_sd")))
                    .with("cy", Integer.toString(MixSection.height(0.1 + 0.8 * share)))
                    .with("r", "5"));
        }
        marks.addAll(Figure.ticks(axis, MixSection.height(0), Show::tick));
        return Figure.of(
                "Frontier of risk",
                "One point for each aversion to risk: to the right its plan's standard deviation, upwards what it brings on"
                        + " average.",
                MixSection.plot(marks, "Mean against standard deviation; the table below has every number", List.of()),
                Figure.folded(
                        "Every plan",
                        Figure.table(
                                List.of("#Aversion", "#Mean", "#SD", "#P(better)", "Search"),
                                byRisk.values().stream()
                                        .map(b -> List.of(
                                                text(Show.number(b.number("risk"))),
                                                text(Show.number(b.number("expected_response"))),
                                                text(Show.number(b.number("response_sd"))),
                                                text(Show.probability(b.number("prob_better"))),
                                                text(Show.words(b.text("solver_status")))))
                                        .toList())));
    }
}
