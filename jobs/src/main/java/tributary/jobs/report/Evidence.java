package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.name;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tributary.jobs.table.ArtifactsTable;

/** Why the analysis may be believed: workflow artifacts, predictive checks, data quality and diagnostics. */
final class Evidence {
    private Evidence() {}

    static Html of(AnalysisReport analysis, List<ResultRow> quality) {
        List<Html> all = new ArrayList<>();
        if (!analysis.artifacts().isEmpty()) {
            long present =
                    analysis.artifacts().stream().filter(a -> a.flag("present")).count();
            all.add(Figure.folded(
                    "Workflow artifacts: " + present + " of "
                            + analysis.artifacts().size() + " present",
                    artifacts(analysis.artifacts())));
        }
        List<ResultRow> posterior = analysis.predictiveChecks().stream()
                .filter(c -> c.text("phase").equals("posterior"))
                .toList();
        if (!posterior.isEmpty()) {
            all.add(Figure.folded("Posterior predictive checks", predictive(posterior)));
        }
        List<ResultRow> mine = quality.stream()
                .filter(q -> q.text("analysis").equals(analysis.name()))
                .toList();
        if (!mine.isEmpty()) {
            long failed = mine.stream().filter(q -> !q.flag("passed")).count();
            all.add(Figure.folded(
                    "Data quality: " + (mine.size() - failed) + " of " + mine.size() + " checks passed",
                    QualityTable.of(mine, false)));
        }
        if (!analysis.diagnostics().isEmpty()) {
            all.add(Figure.folded("Diagnostics of the sampling", diagnostics(analysis.diagnostics())));
        }
        return el("div", "evidence", all);
    }

    private static Html artifacts(List<ResultRow> rows) {
        Set<String> metrics = new LinkedHashSet<>();
        rows.forEach(r -> metrics.add(r.text("metric")));
        List<List<Html>> lines = new ArrayList<>();
        for (String metric : metrics) {
            rows.stream()
                    .filter(r -> r.text("metric").equals(metric))
                    .sorted(Comparator.comparingInt(r -> ArtifactsTable.STEPS.indexOf(r.text("artifact"))))
                    .forEach(r -> lines.add(List.of(
                            name(metric),
                            text(Show.sentence(r.text("artifact"))),
                            el(
                                    "span",
                                    "state " + (r.flag("present") ? "passed" : "absent"),
                                    text(r.flag("present") ? "present" : "absent")),
                            name(r.text("description")))));
        }
        return Figure.table(List.of("Metric", "Artifact", "", "What it says, or why it is absent"), lines);
    }

    private static Html predictive(List<ResultRow> rows) {
        return Figure.table(
                List.of(
                        "Metric",
                        "Arm",
                        "For",
                        "Statistic",
                        "Result",
                        "#Observed",
                        "#Predicted",
                        "95 % of replications",
                        "#P(predicted \u2265 observed)",
                        "Note"),
                rows.stream()
                        .map(c -> Stream.of(
                                        Stream.of(
                                                name(c.text("metric")),
                                                name(c.text("arm")),
                                                name(Show.unit(c.text("unit_kind"), c.text("unit"))),
                                                name(Show.words(c.text("statistic")))),
                                        PredictiveFigures.judged(c),
                                        Stream.of(name(c.text("reason"))))
                                .flatMap(cells -> cells)
                                .toList())
                        .toList());
    }

    /** How the sampling went, parameter by parameter. */
    static Html diagnostics(List<ResultRow> rows) {
        return Figure.table(
                List.of(
                        "Parameter",
                        "Group",
                        "#Chain",
                        "#Divergences",
                        "#E-BFMI",
                        "#Tree depth",
                        "#R-hat",
                        "#ESS bulk",
                        "#ESS tail",
                        "#k-hat",
                        "#Importance ESS",
                        "Note"),
                rows.stream()
                        .map(d -> List.<Html>of(
                                name(d.text("parameter")),
                                name(d.text("group_key")),
                                text(Show.count(d.number("chain"))),
                                text(Show.count(d.number("divergences"))),
                                text(Show.number(d.number("e_bfmi"))),
                                text(Show.count(d.number("max_tree_depth"))),
                                text(Show.number(d.number("r_hat"))),
                                text(Show.count(d.number("ess_bulk"))),
                                text(Show.count(d.number("ess_tail"))),
                                text(Show.number(d.number("k_hat"))),
                                text(Show.count(d.number("importance_ess"))),
                                name(d.text("reason"))))
                        .toList());
    }
}
