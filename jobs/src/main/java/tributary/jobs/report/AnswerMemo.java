package tributary.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The part of the memo that models, segments and media mixes have: what they answer, and what is to be done where they say so. */
final class AnswerMemo {
    private AnswerMemo() {}

    static List<String> of(ReportData data) {
        List<String> parts = new ArrayList<>();
        data.models().forEach(model -> parts.add(model(model)));
        data.segments().forEach(segments -> parts.add(segments(segments)));
        data.mixes().forEach(mix -> parts.add(mix(mix, data.decisions())));
        return parts;
    }

    private static String model(ModelReport model) {
        List<String> parts = new ArrayList<>();
        parts.add("## " + Markdown.plain(model.name()));
        parts.add(
                model.estimands().isEmpty()
                        ? "The model was asked no question; its parameters are in published_effects."
                        : "**Answers.** No decision was asked for.\n\n"
                                + Markdown.bullets(model.estimands().stream()
                                        .map(e -> answer(e, name(e))
                                                + (e.text("identified_by").isEmpty()
                                                        ? ""
                                                        : "; identified by " + Markdown.plain(e.text("identified_by"))))
                                        .toList()));
        parts.add("**How it was answered.** " + Markdown.plain(String.join("; ", model.statuses())) + ".");
        parts.add("Run " + Markdown.plain(model.run().text("run_id")) + ", seed "
                + model.run().text("seed") + ", code "
                + Markdown.plain(model.run().text("code_version")) + ".");
        return String.join("\n\n", parts);
    }

    private static String name(ResultRow effect) {
        return effect.text("estimand")
                + (effect.text("unit").equals("all")
                        ? ""
                        : " in " + Show.unit(effect.text("unit_kind"), effect.text("unit")));
    }

    private static String answer(ResultRow effect, String name) {
        return Markdown.plain(name) + ": " + Show.number(effect.number("mean")) + " (" + Show.interval(effect) + " "
                + Show.number(effect.number("ci_lb")) + " to " + Show.number(effect.number("ci_ub")) + "), P(> 0) "
                + Show.probability(effect.number("prob_positive"));
    }

    private static String segments(SegmentReport segments) {
        List<String> parts = new ArrayList<>();
        parts.add("## " + Markdown.plain(segments.analysis()) + ": " + Markdown.plain(segments.arm()) + " on "
                + Markdown.plain(segments.metric()) + ", " + Show.count(segments.total()) + " segments");
        segments.overall("mean_effect")
                .ifPresent(mean -> parts.add(
                        "**Posterior result.**\n\n" + Markdown.bullets(List.of(answer(mean, "mean effect")))));
        if (!segments.actions().isEmpty()) {
            parts.add("**Recommendation.** "
                    + segments.actions().entrySet().stream()
                            .map(e -> Show.count(e.getValue()) + " " + Show.words(e.getKey()))
                            .collect(Collectors.joining(", "))
                    + "; each with its reason in published_decisions.");
        }
        return String.join("\n\n", parts);
    }

    private static String mix(MixReport mix, List<ResultRow> decisions) {
        List<String> parts = new ArrayList<>();
        parts.add("## " + Markdown.plain(mix.name()));
        List<String> returns = mix.returns().stream()
                .filter(r -> r.text("estimand").equals("roas"))
                .map(r -> answer(r, "ROAS of " + r.text("arm")))
                .toList();
        parts.add("**Posterior result.**\n\n"
                + (returns.isEmpty() ? "No channel has a finite return." : Markdown.bullets(returns)));
        List<String> gains = mix.scenarios().stream()
                .filter(r -> r.text("estimand").endsWith(".gain"))
                .map(r -> answer(r, mix.money("gain of " + r.text("arm"))))
                .toList();
        if (!gains.isEmpty()) {
            parts.add("**What if.**\n\n" + Markdown.bullets(gains));
        }
        decisions.stream()
                .filter(d -> d.text("analysis").equals(mix.name()))
                .forEach(d -> parts.add("**Recommendation.** " + Show.sentence(d.text("action")) + ". "
                        + Markdown.plain(d.text("reason"))));
        return String.join("\n\n", parts);
    }
}
