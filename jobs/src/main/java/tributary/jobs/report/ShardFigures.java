package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the shards of a model did: raw consensus against the certified answer, and how each sub-posterior was sampled. */
final class ShardFigures {
    private ShardFigures() {}

    static Html of(ModelReport model) {
        if (model.shards().isEmpty()) {
            return Html.nothing();
        }
        List<Html> all = new ArrayList<>();
        List<ResultRow> shifts = model.diagnostics().stream()
                .filter(d -> Double.isFinite(d.number("consensus_shift")))
                .sorted(Comparator.comparingDouble((ResultRow d) -> -Math.abs(d.number("consensus_shift"))))
                .toList();
        if (!shifts.isEmpty()) {
            all.add(Figure.of(
                    "Raw consensus against the certified answer",
                    "How far the joined sub-posteriors lie from the answer weighed against every row, in posterior"
                            + " standard deviations.",
                    shifts(shifts),
                    Html.nothing()));
        }
        long odd = model.shards().stream()
                .filter(s -> !s.text("origin").equals("sampled"))
                .count();
        all.add(Figure.folded(
                "Shards: " + Show.count(model.shards().size()) + " sub-posteriors, "
                        + (odd == 0 ? "all sampled as planned" : Show.count(odd) + " sampled again or replaced"),
                shards(model.shards())));
        return el("div", "figures", all);
    }

    private static Html shifts(List<ResultRow> rows) {
        double most = Math.max(0.1, Math.abs(rows.get(0).number("consensus_shift")));
        Axis axis = Axis.over(-most, most, 5);
        List<Html> body = new ArrayList<>();
        for (ResultRow row : rows) {
            double shift = row.number("consensus_shift");
            String group = row.text("group_key");
            Html glyph = el(
                            "svg",
                            "row",
                            Figure.line("mark zero", axis.at(0), axis.at(0), 0, 26),
                            Figure.line("bar c1", axis.at(0), axis.at(shift), 13, 13),
                            el("circle", "c1")
                                    .with("cx", axis.at(shift))
                                    .with("cy", "13")
                                    .with("r", "4.5"))
                    .with("width", "100%")
                    .with("height", "26")
                    .with("aria-hidden", "true");
            body.add(el(
                    "tr",
                    "first",
                    el("th", "", name(row.text("parameter") + (group.equals("all") ? "" : "[" + group + "]")))
                            .with("scope", "row"),
                    el("td", "arm", text("")),
                    el("td", "glyph", glyph),
                    el("td", "num strong", text(Show.signed(shift) + " sd"))));
        }
        return el(
                "table",
                "forest",
                el(
                        "thead",
                        "",
                        el(
                                "tr",
                                "",
                                el("th", "", text("Parameter")).with("scope", "col"),
                                el("th", "", text("")),
                                el("th", "glyph", text("Shift")).with("scope", "col"),
                                el("th", "num", text("Shift")).with("scope", "col"))),
                el("tbody", "", body));
    }

    private static Html shards(List<ResultRow> rows) {
        return Figure.table(
                List.of(
                        "Of",
                        "#Shard",
                        "#Rows",
                        "How",
                        "#Draws",
                        "#R-hat",
                        "#ESS",
                        "#Divergences",
                        "#E-BFMI",
                        "#Variance, least",
                        "#Variance, most",
                        "#Distance",
                        "Note"),
                rows.stream()
                        .map(s -> List.<Html>of(
                                name(s.text("parameters")),
                                text(Show.count(s.number("shard"))),
                                text(Show.count(s.number("rows"))),
                                text(Show.words(s.text("origin"))),
                                text(Show.count(s.number("draws"))),
                                text(Show.number(s.number("r_hat"))),
                                text(Show.count(s.number("ess_bulk"))),
                                text(Show.count(s.number("divergences"))),
                                text(Show.number(s.number("e_bfmi"))),
                                text(Show.number(s.number("variance_low"))),
                                text(Show.number(s.number("variance_high"))),
                                text(Show.number(s.number("distance"))),
                                name(s.text("reason"))))
                        .toList());
    }
}
