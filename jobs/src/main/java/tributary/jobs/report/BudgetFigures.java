package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The budget of a media mix: money by channel before and after, and what other attitudes to risk would do. */
final class BudgetFigures {
    private static final int CELLS = 500;

    private BudgetFigures() {}

    static Html of(MixReport mix) {
        List<ResultRow> chosen =
                mix.budget().stream().filter(b -> b.flag("chosen")).toList();
        if (chosen.isEmpty()) {
            return Html.nothing();
        }
        String status = chosen.get(0).text("solver_status");
        return el(
                "div",
                "",
                plans(chosen.get(0))
                        ? plan(mix, chosen)
                        : el(
                                "p",
                                "muted",
                                text("Budget: there is no plan, the search ended " + Show.words(status) + ".")),
                frontier(mix));
    }

    private static boolean plans(ResultRow row) {
        return !Set.of("infeasible", "not_finite").contains(row.text("solver_status"));
    }

    /** The plans of the frontier. */
    private static Stream<ResultRow> others(MixReport mix) {
        return mix.budget().stream().filter(b -> !b.flag("chosen") && plans(b));
    }

    private static Html plan(MixReport mix, List<ResultRow> chosen) {
        ResultRow any = chosen.get(0);
        String[] quantities = {"current_spend", "planned_spend", "spend_lb", "spend_ub"};
        List<String> channels = mix.channels();
        double[][] sums = new double[channels.size()][quantities.length];
        double most = 0;
        for (ResultRow row : chosen) {
            int c = channels.indexOf(row.text("channel"));
            for (int q = 0; c >= 0 && q < quantities.length; q++) {
                sums[c][q] += row.number(quantities[q]);
                most = Math.max(most, sums[c][q]);
            }
        }
        Axis axis = new Axis(
                0, most > 0 ? most : 1, Axis.over(0, most > 0 ? most : 1, 5).ticks());
        List<Html> marks = new ArrayList<>();
        for (int c = 0; c < sums.length; c++) {
            double[] sum = sums[c];
            int y = 8 + 52 * c;
            marks.add(el("text", "left", text(channels.get(c))).with("x", "0%").with("y", Integer.toString(y + 10)));
            marks.add(Figure.box("band strong", axis.at(0), axis.between(0, sum[0]), y + 15, 11));
            marks.add(Figure.box(
                    "stack " + mix.colour(channels.get(c)), axis.at(0), axis.between(0, sum[1]), y + 27, 11));
            marks.add(Figure.line("mark", axis.at(sum[2]), axis.at(sum[3]), y + 42, y + 42));
            marks.add(Figure.line("mark", axis.at(sum[2]), axis.at(sum[2]), y + 39, y + 45));
            marks.add(Figure.line("mark", axis.at(sum[3]), axis.at(sum[3]), y + 39, y + 45));
        }
        int bottom = 12 + 52 * sums.length;
        marks.addAll(Figure.ticks(axis, bottom, Show::tick));
        Html svg = el("svg", "plot", marks)
                .with("role", "img")
                .with("aria-label", "Spend by channel, before and after; the table below has every number")
                .with("width", "100%")
                .with("height", Integer.toString(bottom + 24));
        List<Figure.LegendEntry> legend = List.of(
                new Figure.LegendEntry("band", mix.money("as it was spent")),
                new Figure.LegendEntry(Figure.colour(0), "planned, in the channel's colour"),
                new Figure.LegendEntry("line ink", "from least to most allowed"));
        return Figure.of(
                "Budget",
                "Goal: " + Show.words(any.text("goal")) + "; the search ended " + Show.words(any.text("solver_status"))
                        + ". By the draws that did not choose the plan this spend brings "
                        + Show.money(any.number("expected_response"), mix.currency())
                        + " where the present plan brings "
                        + Show.money(any.number("current_response"), mix.currency())
                        + ", and more than it with probability "
                        + Show.probability(any.number("prob_better"))
                        + carryOver(any),
                el("div", "", svg, Figure.legend(legend)),
                Figure.folded("Every cell and its limits", limits(mix, chosen)));
    }

    /** Until when what media do counts. */
    private static String carryOver(ResultRow any) {
        double after = any.number("weeks_after");
        return after > 0
                ? "; what media of these weeks still do in the " + Show.count(after)
                        + " weeks after the last one is counted."
                : "; what media do after the last week is not counted.";
    }

    private static Html limits(MixReport mix, List<ResultRow> chosen) {
        return Figure.table(
                List.of(
                        "Channel",
                        "Geo",
                        "#Period",
                        mix.money("#As it was"),
                        "#Planned",
                        "#Change",
                        "#Least",
                        "#Most",
                        "Limit"),
                chosen.stream()
                        .sorted(Comparator.comparing((ResultRow r) -> r.text("channel"))
                                .thenComparing(r -> r.text("geo"))
                                .thenComparingDouble(r -> r.number("period")))
                        .limit(CELLS)
                        .map(r -> List.<Html>of(
                                name(r.text("channel")),
                                name(r.text("geo")),
                                text(Show.count(r.number("period") + 1)),
                                text(Show.number(r.number("current_spend"))),
                                text(Show.number(r.number("planned_spend"))),
                                text(
                                        r.number("current_spend") > 0
                                                ? Show.signedPercent(
                                                        r.number("planned_spend") / r.number("current_spend") - 1)
                                                : Show.NONE),
                                text(Show.number(r.number("spend_lb"))),
                                text(Show.number(r.number("spend_ub"))),
                                text(limit(r))))
                        .toList());
    }

    /** What stops the plan in a cell, in words. */
    private static String limit(ResultRow cell) {
        double lower = cell.number("spend_lb");
        double upper = cell.number("spend_ub");
        double slack = 1e-3 * Math.max(upper, cell.number("current_spend"));
        if (upper == 0) {
            return "nothing was spent: closed";
        }
        if (upper - lower <= slack) {
            return "held";
        }
        if (cell.number("planned_spend") >= upper - slack) {
            return "at its most";
        }
        return cell.number("planned_spend") <= lower + slack ? "at its least" : "";
    }

    /** Whether all plans of the frontier spend alike in every cell, to a thousandth of the total. */
    private static boolean coincide(MixReport mix) {
        Map<List<String>, double[]> ends = new HashMap<>();
        double total = 0;
        for (ResultRow row : others(mix).toList()) {
            double spend = row.number("planned_spend");
            total = Math.max(total, row.number("total"));
            double[] end = ends.computeIfAbsent(
                    List.of(row.text("channel"), row.text("geo"), Show.number(row.number("period"))),
                    cell -> new double[] {spend, spend});
            end[0] = Math.min(end[0], spend);
            end[1] = Math.max(end[1], spend);
        }
        double slack = 1e-3 * total;
        return ends.values().stream().allMatch(end -> end[1] - end[0] <= slack);
    }

    /** For each aversion to risk what its plan brings and how sure that is. */
    private static Html frontier(MixReport mix) {
        TreeMap<Double, ResultRow> byRisk = new TreeMap<>();
        others(mix).forEach(b -> byRisk.putIfAbsent(b.number("risk"), b));
        if (byRisk.isEmpty()) {
            return Html.nothing();
        }
        if (coincide(mix)) {
            return el(
                    "p",
                    "muted",
                    text("Every aversion to risk that was asked for ("
                            + byRisk.keySet().stream().map(Show::number).collect(Collectors.joining(", "))
                            + ") chooses the same plan, to a thousandth of the money:"
                            + " there is nothing to trade between what is expected and what is risked."));
        }
        List<ResultRow> plans = byRisk.values().stream()
                .sorted(Comparator.comparingDouble(b -> b.number("response_sd")))
                .toList();
        double[] sd = plans.stream().mapToDouble(b -> b.number("response_sd")).toArray();
        double[] mean =
                plans.stream().mapToDouble(b -> b.number("expected_response")).toArray();
        double low = Arrays.stream(mean).min().orElse(0);
        double high = Arrays.stream(mean).max().orElse(1);
        double room = Math.max(0.15 * (high - low), 1e-6 * Math.abs(high));
        Chart chart = new Chart(Axis.over(sd[0], sd[sd.length - 1], 5), low - room, high + 2 * room);
        chart.line("outline", sd, mean);
        for (int k = 0; k < sd.length; k++) {
            chart.dot("c0", sd[k], mean[k], Show.number(plans.get(k).number("risk")));
        }
        return Figure.of(
                "Frontier of risk",
                "One point for each aversion to risk, the multiple of the standard deviation that is taken off the mean, by its"
                        + " number: to the right its plan's standard deviation, upwards what it brings on average"
                        + (mix.currency().isEmpty() ? "." : ", both in " + mix.currency() + "."),
                chart.drawing(
                        "Mean against standard deviation; the table below has every number", Show::tick, List.of()),
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
