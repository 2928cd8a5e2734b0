package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a media mix is judged by: weeks held out, other models of the same data, and the model without its lift tests. */
final class MixDoubts {
    private static final Map<String, String> SCORES = new TreeMap<>(Map.of(
            "bias", "Observed less foretold",
            "coverage_50", "Weeks in their 50 % interval",
            "coverage_94", "Weeks in their 94 % interval",
            "crps", "CRPS, in outcome",
            "crps_skill", "CRPS better than without a model by",
            "mape", "Mean absolute error, in percent"));

    private MixDoubts() {}

    static Html of(MixReport mix) {
        return el("div", "", foretold(mix), compared(mix), beside(mix));
    }

    private static Html foretold(MixReport mix) {
        Map<String, List<ResultRow>> byHoldout = new LinkedHashMap<>();
        mix.checks().stream()
                .filter(c -> c.text("phase").equals("holdout"))
                .forEach(c -> byHoldout
                        .computeIfAbsent(c.text("unit"), u -> new ArrayList<>())
                        .add(c));
        List<Html> figures = new ArrayList<>();
        byHoldout.forEach((holdout, rows) -> figures.add(Figure.of(
                "Foretold: " + holdout,
                rows.get(0).text("reason") + ". Media and controls of these weeks were known to it, as in a plan.",
                Figure.table(
                        List.of("Score", "#Value", ""),
                        rows.stream()
                                .map(r -> List.<Html>of(
                                        text(SCORES.getOrDefault(r.text("statistic"), r.text("statistic"))),
                                        text(
                                                r.text("statistic").equals("crps")
                                                        ? Show.number(r.number("observed"))
                                                        : Show.percent(r.number("observed"))),
                                        r.flag("passed")
                                                ? text("")
                                                : el("span", "warning", text("not as it should be"))))
                                .toList()),
                Html.nothing())));
        return figures.isEmpty() ? Html.nothing() : el("div", "", figures);
    }

    private static Html compared(MixReport mix) {
        if (mix.comparison().size() < 2) {
            return Html.nothing();
        }
        return Figure.of(
                "Models compared",
                "By what each says of a week left out (PSIS-LOO, higher is better); a difference of a few standard errors counts.",
                Figure.table(
                        List.of("Model", "#Log density", "#Less than the best by", "#Standard error", "#Worst k-hat"),
                        mix.comparison().stream()
                                .sorted(Comparator.comparingDouble(r -> r.number("place")))
                                .map(r -> List.<Html>of(
                                        name(r.text("model")),
                                        text(Show.number(r.number("elpd_loo"))),
                                        text(Show.number(-r.number("difference"))),
                                        text(Show.number(r.number("se_difference"))),
                                        text(Show.number(r.number("worst_k_hat")))))
                                .toList()),
                Html.nothing());
    }

    /** A row for each channel, a column for each model. */
    private static Html beside(MixReport mix) {
        List<ResultRow> roas = mix.beside().stream()
                .filter(r -> r.text("estimand").equals("roas"))
                .toList();
        List<String> cells = roas.stream().map(r -> r.text("cell")).distinct().toList();
        if (cells.size() < 2) {
            return Html.nothing();
        }
        List<String> headings = new ArrayList<>(List.of("Channel"));
        cells.forEach(c -> headings.add("#" + Show.sentence(c)));
        List<List<Html>> rows = new ArrayList<>();
        for (String channel : mix.channels()) {
            List<Html> row = new ArrayList<>(List.of(name(channel)));
            for (String cell : cells) {
                row.add(text(roas.stream()
                        .filter(r ->
                                r.text("arm").equals(channel) && r.text("cell").equals(cell))
                        .map(r -> Show.number(r.number("mean")) + " (" + Show.number(r.number("ci_lb")) + " to "
                                + Show.number(r.number("ci_ub")) + ")")
                        .findFirst()
                        .orElse(Show.NONE)));
            }
            rows.add(row);
        }
        return Figure.of(
                "Returns under other models",
                "ROAS, mean and "
                        + mix.returns().stream().findFirst().map(Show::interval).orElse("interval")
                        + ": what depends on priors and shapes moves from column to column.",
                Figure.table(headings, rows),
                Html.nothing());
    }
}
