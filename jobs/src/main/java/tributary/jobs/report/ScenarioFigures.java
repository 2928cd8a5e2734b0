package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What would have been, had spend or another cause been set otherwise: a row for each scenario of a media mix. */
final class ScenarioFigures {
    private ScenarioFigures() {}

    static Html of(MixReport mix) {
        Map<String, ResultRow> byName = mix.scenarios().stream()
                .collect(Collectors.toMap(r -> r.text("estimand"), Function.identity(), (a, b) -> a));
        List<ResultRow> changes = mix.questions().stream()
                .map(q -> q.text("estimand"))
                .filter(e -> e.endsWith(".change"))
                .map(byName::get)
                .filter(r -> r != null && Double.isFinite(r.number("ci_lb")) && Double.isFinite(r.number("ci_ub")))
                .toList();
        if (changes.isEmpty()) {
            return Html.nothing();
        }
        Map<String, String> questions = mix.questions().stream()
                .collect(Collectors.toMap(q -> q.text("estimand"), q -> q.text("question"), (a, b) -> a));
        Axis axis = ForestFigure.axis(changes, 3);
        List<Html> body = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            ResultRow change = changes.get(i);
            String scenario = change.text("arm");
            ResultRow share = byName.get(scenario + ".share");
            ResultRow gain = byName.get(scenario + ".gain");
            body.add(el(
                    "tr",
                    "first",
                    el(
                                    "th",
                                    "",
                                    name(scenario),
                                    el("div", "muted", name(questions.getOrDefault(change.text("estimand"), ""))))
                            .with("scope", "row"),
                    el("td", "glyph", ForestFigure.glyph(change, axis, Figure.colour(i))),
                    figures(change),
                    el("td", "num", text(share == null ? Show.NONE : Show.signedPercent(share.number("mean")))),
                    gain == null ? el("td", "num", text(Show.NONE)) : figures(gain),
                    el("td", "num", text(gain == null ? Show.NONE : Show.probability(gain.number("prob_positive"))))));
        }
        Html table = ForestFigure.table(
                List.of(
                        ForestFigure.heading("Scenario", ""),
                        ForestFigure.heading("Change of the outcome", "glyph"),
                        ForestFigure.heading("Change, interval", "num"),
                        ForestFigure.heading("Relative", "num"),
                        ForestFigure.heading(mix.money("Gain, interval"), "num"),
                        ForestFigure.heading("P(better)", "num")),
                body,
                ForestFigure.foot(axis, Show::tick, 1, 4));
        return Figure.of(
                "What if",
                "The outcome under each scenario less as it was expected; relative: of the outcome of the data's weeks; gain: the change in money, less what would have been spent more. Bar: "
                        + Show.interval(changes.get(0)) + ". "
                        + changes.get(0).text("identified_by")
                        + ". What media that are set do after the data's last week counts unless carry-over = false;"
                        + " published_estimands says for how many weeks.",
                el("div", "scenarios", table),
                Html.nothing());
    }

    /** A mean, and below it its interval, so that the question has room. */
    private static Html figures(ResultRow row) {
        String interval = Show.signed(row.number("ci_lb")) + " to " + Show.signed(row.number("ci_ub"));
        return el("td", "num strong", text(Show.signed(row.number("mean"))), el("div", "interval", text(interval)));
    }
}
