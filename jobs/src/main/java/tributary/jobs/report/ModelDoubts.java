package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What makes a model's answers causal, and what speaks against them: graph, ways, hidden bias, refutations. */
final class ModelDoubts {
    private ModelDoubts() {}

    static Html of(ModelReport model, int index) {
        List<Html> all = new ArrayList<>();
        if (!model.identifications().isEmpty()) {
            all.add(identification(model.identifications(), index));
        }
        all.addAll(OverlapFigures.of(model.propensities()));
        Map<String, List<ResultRow>> shifts = new LinkedHashMap<>();
        model.sensitivity().stream()
                .filter(s -> s.text("grid").equals("bias") && s.text("unit").equals("all"))
                .forEach(s -> shifts.computeIfAbsent(s.text("estimand"), e -> new ArrayList<>())
                        .add(s));
        shifts.forEach((estimand, cells) -> all.add(bias(estimand, cells)));
        List<ResultRow> others = model.sensitivity().stream()
                .filter(s -> !Set.of("bias", "prior", "power").contains(s.text("grid")))
                .toList();
        if (!others.isEmpty()) {
            all.add(assumptions(others));
        }
        all.add(RivalFigures.of(model.comparison()));
        all.add(PriorFigures.of(model.sensitivity()));
        all.add(PriorFigures.powers(model.sensitivity()));
        if (!model.refutations().isEmpty()) {
            all.add(refutations(model.refutations()));
        }
        return all.isEmpty() ? Html.nothing() : el("div", "figures", all);
    }

    private static Html identification(List<ResultRow> ways, int index) {
        List<List<Html>> rows = ways.stream()
                .filter(way -> way.number("rank") == 0)
                .map(way -> List.<Html>of(
                        name(way.text("estimand")),
                        text(way.text("strategy").isEmpty() ? "model only" : way.text("strategy")),
                        name(way.text("formula")),
                        name(way.text("reason"))))
                .toList();
        List<List<Html>> every = ways.stream()
                .map(way -> List.<Html>of(
                        name(way.text("estimand")),
                        text(way.text("strategy")),
                        name(list(way.text("minimal_sets"))),
                        name(list(way.text("assumptions")))))
                .toList();
        return Figure.of(
                "What makes it causal",
                "The graph as far as it is seen; dashed: an unmeasured common cause. Each question with the formula that "
                        + "the graph allows.",
                DagPicture.of(ways.get(0).text("graph"), index),
                el(
                        "div",
                        "",
                        Figure.table(List.of("Question", "Identified by", "Formula", "What a reader must know"), rows),
                        Figure.folded(
                                "Every way, with its assumptions",
                                Figure.table(
                                        List.of("Question", "Way", "Minimal adjustment sets", "Assumes"), every))));
    }

    /** A list's text without its brackets. */
    private static String list(String text) {
        return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    }

    private static Html bias(String estimand, List<ResultRow> cells) {
        List<ResultRow> drawn = cells.stream()
                .filter(c -> Double.isFinite(c.number("ci_lb")) && Double.isFinite(c.number("ci_ub")))
                .map(ModelDoubts::interval)
                .toList();
        Html chart = Html.nothing();
        if (!drawn.isEmpty()) {
            Axis axis = ForestFigure.axis(drawn);
            List<Html> body = new ArrayList<>();
            for (ResultRow cell : drawn) {
                body.add(el(
                        "tr",
                        "first",
                        el("th", "", name(cell.text("cell"))).with("scope", "row"),
                        el("td", "glyph", ForestFigure.glyph(cell, axis, "c0")),
                        el("td", "num strong", text(Show.number(cell.number("mean")))),
                        el("td", "num", text(Show.probability(cell.number("prob_positive"))))));
            }
            chart = ForestFigure.table(
                    List.of(
                            ForestFigure.heading("Bias assumed", ""),
                            ForestFigure.heading("Effect left", "glyph"),
                            ForestFigure.heading("Mean", "num"),
                            ForestFigure.heading("P(> 0)", "num")),
                    body,
                    ForestFigure.foot(axis, Show::tick, 1, 2));
        }
        return Figure.of(
                "Hidden bias of " + estimand,
                tipping(cells),
                el("div", "", chart, PriorFigures.overlaid("Densities under each belief about the bias", cells)),
                Html.nothing());
    }

    /**
     * From which bias on the sign is no longer sure; or, where it never was, the bias that would make it so: then the
     * tipping point lies on the other side of zero than the estimate, and no bias without direction has any say.
     */
    private static String tipping(List<ResultRow> cells) {
        Optional<ResultRow> spread = tipping(cells, true);
        Optional<ResultRow> shift = tipping(cells, false);
        boolean never = spread.filter(s -> s.number("tipping_point") == 0).isPresent()
                || (spread.isPresent() && shift.isPresent() && beyond(shift.get(), spread.get()));
        List<String> words = new ArrayList<>();
        shift.ifPresent(s -> words.add("a bias of " + Show.number(s.number("tipping_point"))));
        if (never) {
            return "The sign was never 95 % sure, not even without any hidden bias"
                    + (words.isEmpty() ? "" : "; " + words.get(0) + " would make it so") + ".";
        }
        spread.ifPresent(s -> words.add(
                "of a bias without direction, a standard deviation of " + Show.number(s.number("tipping_point"))));
        return words.isEmpty()
                ? "What is left of the effect under each assumption about what is not measured."
                : "The sign is no longer 95 % sure from here: " + String.join("; ", words) + ".";
    }

    /** A cell of one of the two grids of biases; a bias without direction leaves the mean as it is. */
    private static Optional<ResultRow> tipping(List<ResultRow> cells, boolean spread) {
        return cells.stream()
                .filter(c ->
                        c.text("cell").startsWith("bias of ") && c.text("cell").startsWith("bias of sd ") == spread)
                .filter(c -> Double.isFinite(c.number("tipping_point")))
                .findFirst();
    }

    private static boolean beyond(ResultRow shift, ResultRow spread) {
        return shift.number("tipping_point") * spread.number("mean") < 0;
    }

    private static ResultRow interval(ResultRow cell) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("cell", cell.text("cell"));
        for (String column : List.of("mean", "ci_lb", "ci_ub", "prob_positive")) {
            values.put(column, cell.number(column));
        }
        values.put("rope_lb", Double.NaN);
        values.put("rope_ub", Double.NaN);
        return ResultRow.of(values);
    }

    private static Html assumptions(List<ResultRow> cells) {
        return Figure.of(
                "How wrong may the assumptions be",
                "Each assumption that no data of this table can test, and the point at which the answer falls.",
                Figure.table(
                        List.of("Question", "Assumption", "In words", "#Falls at", "#Mean under it", "Interval"),
                        cells.stream()
                                .map(c -> List.<Html>of(
                                        name(c.text("estimand")),
                                        name(c.text("cell")),
                                        name(c.text("prior")),
                                        text(Show.number(c.number("tipping_point"))),
                                        text(Show.number(c.number("mean"))),
                                        text(
                                                Double.isFinite(c.number("ci_lb"))
                                                        ? Show.number(c.number("ci_lb")) + " to "
                                                                + Show.number(c.number("ci_ub"))
                                                        : Show.number(Double.NaN))))
                                .toList()),
                Html.nothing());
    }

    private static Html refutations(List<ResultRow> attempts) {
        return Figure.of(
                "Attempts to refute it",
                "The whole analysis asked again where the answer is known. What survives is not refuted; nothing here can "
                        + "show that it is right.",
                Figure.table(
                        List.of("Question", "Attempt", "#Times", "#Expected", "#Observed", "#p", "What it says"),
                        attempts.stream()
                                .map(r -> List.<Html>of(
                                        name(r.text("estimand")),
                                        text(Show.words(r.text("refutation"))),
                                        text(Show.count(r.number("repetitions"))),
                                        text(Show.number(r.number("expected"))),
                                        text(Show.number(r.number("observed"))),
                                        text(Show.number(r.number("p_value"))),
                                        name(r.text("reason"))))
                                .toList()),
                Html.nothing());
    }
}
