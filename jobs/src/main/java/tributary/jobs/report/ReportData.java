package tributary.jobs.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything a page shows: runs, what their gates said, and the analyses.
 *
 * @param title what the page is of, such as a run id or the latest results
 * @param runs rows of {@code runs}, newest first
 * @param verdicts rows of {@code analyses}: published or held back, and why
 * @param quality rows of {@code data_quality}
 * @param decisions rows of {@code decisions} for the overview, of all analyses
 * @param decisionsLeftOut decisions that the overview does not show
 * @param analyses the analyses shown in detail
 * @param models the models shown
 * @param segments effects of many segments, from the command of that name
 * @param mixes the media mixes shown
 */
public record ReportData(
        String title,
        List<ResultRow> runs,
        List<ResultRow> verdicts,
        List<ResultRow> quality,
        List<ResultRow> decisions,
        long decisionsLeftOut,
        List<AnalysisReport> analyses,
        List<ModelReport> models,
        List<SegmentReport> segments,
        List<MixReport> mixes) {
    public ReportData {
        runs = List.copyOf(runs);
        verdicts = List.copyOf(verdicts);
        quality = List.copyOf(quality);
        decisions = List.copyOf(decisions);
        analyses = List.copyOf(analyses);
        models = List.copyOf(models);
        segments = List.copyOf(segments);
        mixes = List.copyOf(mixes);
    }

    /** Without models, segments and media mixes. */
    public ReportData(
            String title,
            List<ResultRow> runs,
            List<ResultRow> verdicts,
            List<ResultRow> quality,
            List<ResultRow> decisions,
            long decisionsLeftOut,
            List<AnalysisReport> analyses) {
        this(title, runs, verdicts, quality, decisions, decisionsLeftOut, analyses, List.of(), List.of(), List.of());
    }

    /**
     * A section of the page.
     *
     * @param name what it is called
     * @param analysis the analysis it shows
     * @param id its place on the page
     */
    record Section(String name, String analysis, String id) {}

    /** The sections in the order of the page. */
    List<Section> sections() {
        List<Section> all = new ArrayList<>();
        for (int i = 0; i < analyses.size(); i++) {
            all.add(new Section(analyses.get(i).name(), analyses.get(i).name(), "analysis-" + i));
        }
        for (int i = 0; i < models.size(); i++) {
            all.add(new Section(models.get(i).name(), models.get(i).name(), "model-" + i));
        }
        for (int i = 0; i < segments.size(); i++) {
            SegmentReport s = segments.get(i);
            boolean alone = segments.stream()
                            .filter(o -> o.analysis().equals(s.analysis()))
                            .count()
                    == 1;
            String name = alone ? s.analysis() : s.analysis() + ": " + s.metric() + ", " + s.arm();
            all.add(new Section(name, s.analysis(), "segments-" + i));
        }
        for (int i = 0; i < mixes.size(); i++) {
            all.add(new Section(mixes.get(i).name(), mixes.get(i).name(), "mix-" + i));
        }
        return all;
    }

    /** The rules under which a decision was made. */
    MetricRules rules(ResultRow decision) {
        return runs.stream()
                .filter(run -> run.text("attempt_id").equals(decision.text("attempt_id")))
                .findFirst()
                .map(run -> MetricRules.of(run, decision.text("metric")))
                .orElseGet(MetricRules::unknown);
    }

    /** The analyses, and parts of published ones, that a gate held back. */
    List<ResultRow> heldBack() {
        return verdicts.stream()
                .filter(v -> v.text("verdict").equals("held_back"))
                .toList();
    }

    /** What a verdict is on: an analysis, and what of it. */
    static String part(ResultRow verdict) {
        return verdict.text("analysis")
                + (verdict.text("metric").isEmpty() ? "" : " / " + verdict.text("metric"))
                + (verdict.text("unit").isEmpty() ? "" : " in " + verdict.text("unit"));
    }

    /** The checks that failed, gates before warnings. */
    List<ResultRow> failedChecks() {
        return quality.stream()
                .filter(q -> !q.flag("passed"))
                .sorted((a, b) -> a.text("severity").compareTo(b.text("severity")))
                .toList();
    }
}
