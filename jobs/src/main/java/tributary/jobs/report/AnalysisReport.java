package tributary.jobs.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a page shows of one analysis: its rows of the result tables, and densities of its draws.
 *
 * @param name the analysis, such as an experiment
 * @param run its row of the table of runs
 * @param decisions rows of {@code decisions}
 * @param effects rows of {@code effects}; of many segments the most precise
 * @param sensitivity rows of {@code sensitivity}
 * @param predictiveChecks rows of {@code predictive_checks}
 * @param artifacts rows of {@code artifacts}
 * @param diagnostics rows of {@code diagnostics}
 * @param power rows of {@code power}
 * @param densities posterior densities of lifts for everyone, from {@code effect_draws}
 * @param unitsLeftOut segments of which no effect is shown
 */
public record AnalysisReport(
        String name,
        ResultRow run,
        List<ResultRow> decisions,
        List<ResultRow> effects,
        List<ResultRow> sensitivity,
        List<ResultRow> predictiveChecks,
        List<ResultRow> artifacts,
        List<ResultRow> diagnostics,
        List<ResultRow> power,
        Map<Lift, Curve> densities,
        long unitsLeftOut) {
    /** Which lift a density is of; {@code estimand} is lift_abs or lift_rel. */
    public record Lift(String metric, String arm, String estimand) {}

    public AnalysisReport {
        decisions = List.copyOf(decisions);
        effects = List.copyOf(effects);
        sensitivity = List.copyOf(sensitivity);
        predictiveChecks = List.copyOf(predictiveChecks);
        artifacts = List.copyOf(artifacts);
        diagnostics = List.copyOf(diagnostics);
        power = List.copyOf(power);
        densities = Map.copyOf(densities);
    }

    /** The metrics, in the order of the rows. */
    List<String> metrics() {
        return Stream.concat(decisions.stream(), effects.stream())
                .map(row -> row.text("metric"))
                .distinct()
                .toList();
    }

    /** The decisions for everyone, rather than for a segment. */
    List<ResultRow> mainDecisions() {
        return decisions.stream().filter(d -> d.text("unit").equals("all")).toList();
    }

    /** The effects of a metric on one scale. */
    List<ResultRow> effects(String metric, String estimand) {
        return effects.stream()
                .filter(e ->
                        e.text("metric").equals(metric) && e.text("estimand").equals(estimand))
                .toList();
    }

    /** The summary for everyone of one arm and scale; empty if there is none. */
    List<ResultRow> effect(String metric, String arm, String estimand) {
        return effects(metric, estimand).stream()
                .filter(e -> e.text("arm").equals(arm) && e.text("unit").equals("all"))
                .limit(1)
                .toList();
    }
}
