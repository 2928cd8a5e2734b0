package tributary.jobs.report;

import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model beside its rivals: what each predicts of a row left out, what it answers, what the data say of its graph. */
final class RivalFigures {
    private RivalFigures() {}

    static Html of(List<ResultRow> comparison) {
        Map<String, List<ResultRow>> outcomes = new LinkedHashMap<>();
        comparison.forEach(c -> outcomes.computeIfAbsent(c.text("metric"), m -> new ArrayList<>())
                .add(c));
        List<List<Html>> rows = new ArrayList<>();
        outcomes.forEach((outcome, places) -> places.forEach(c -> rows.add(List.of(
                name(outcome),
                name(c.text("model")),
                text(Show.number(c.number("elpd_loo"))),
                text(
                        c.number("place") == 1
                                ? "the best"
                                : Show.number(-c.number("difference")) + " (" + Show.number(c.number("se_difference"))
                                        + ")"),
                text(Show.number(c.number("worst_k_hat"))),
                text(
                        Double.isFinite(c.number("effect"))
                                ? Show.number(c.number("effect")) + " (" + Show.number(c.number("effect_sd")) + ")"
                                : Show.NONE),
                name(c.text("reason"))))));
        return rows.isEmpty()
                ? Html.nothing()
                : Figure.of(
                        "Rival models",
                        "By what each says of a row left out (PSIS-LOO, higher is better; in brackets standard errors and"
                                + " deviations). What predicts better need not be causal: a common effect of treatment and"
                                + " outcome predicts both. The graphs decide, and what the data say of them.",
                        Figure.table(
                                List.of(
                                        "Outcome",
                                        "Model",
                                        "#Log density",
                                        "#Worse by",
                                        "#Worst k-hat",
                                        "#Effect",
                                        "Its graph"),
                                rows),
                        Html.nothing());
    }
}
