package tributary.jobs.report;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import tributary.jobs.table.DiagnosticsTable;
import tributary.jobs.table.IdentificationsTable;
import tributary.jobs.table.ModelComparisonTable;
import tributary.jobs.table.PredictiveChecksTable;
import tributary.jobs.table.PropensitiesTable;
import tributary.jobs.table.RefutationsTable;
import tributary.jobs.table.SensitivityTable;
import tributary.jobs.table.ShardDiagnosticsTable;
import tributary.jobs.table.TableDefinition;

/**
 * What a page shows of one model: its posterior, and what vouches for it.
 *
 * @param name the model
 * @param run its row of the table of runs
 * @param estimands rows of {@code effects} for the model's questions
 * @param parameters rows of {@code effects} for its parameters
 * @param tables what else is shown of it: sorted rows by the name of their table
 * @param leftOut summaries that are not shown
 */
public record ModelReport(
        String name,
        ResultRow run,
        List<ResultRow> estimands,
        List<ResultRow> parameters,
        Map<String, List<ResultRow>> tables,
        long leftOut) {
    public ModelReport {
        estimands = List.copyOf(estimands);
        parameters = List.copyOf(parameters);
        tables = Map.copyOf(tables);
    }

    private List<ResultRow> rows(TableDefinition table) {
        return tables.getOrDefault(table.name(), List.of());
    }

    List<ResultRow> diagnostics() {
        return rows(DiagnosticsTable.DEFINITION);
    }

    List<ResultRow> shards() {
        return rows(ShardDiagnosticsTable.DEFINITION);
    }

    /** Ways to each effect, the preferred one first. */
    List<ResultRow> identifications() {
        return rows(IdentificationsTable.DEFINITION);
    }

    List<ResultRow> sensitivity() {
        return rows(SensitivityTable.DEFINITION);
    }

    List<ResultRow> refutations() {
        return rows(RefutationsTable.DEFINITION);
    }

    /** Arms of one treatment side by side. */
    List<ResultRow> propensities() {
        return rows(PropensitiesTable.DEFINITION);
    }

    /** The model and its rivals, outcome by outcome, the best first. */
    List<ResultRow> comparison() {
        return rows(ModelComparisonTable.DEFINITION);
    }

    List<ResultRow> predictiveChecks() {
        return rows(PredictiveChecksTable.DEFINITION);
    }

    /** The paths and statuses of its parameters with how many have each, such as {@code CONSENSUS, CERTIFIED}. */
    List<String> statuses() {
        TreeMap<String, Integer> counts = new TreeMap<>();
        parameters.forEach(p -> counts.merge(p.text("path") + ", " + p.text("status"), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(e -> e.getKey() + (counts.size() == 1 ? "" : " (" + Show.count(e.getValue()) + " parameters)"))
                .toList();
    }

    /** How far raw consensus is from the certified answer at worst, in posterior sds; none without shards. */
    OptionalDouble worstShift() {
        return diagnostics().stream()
                .mapToDouble(d -> Math.abs(d.number("consensus_shift")))
                .filter(Double::isFinite)
                .max();
    }

    /** The largest k-hat of a factor; none without importance weights. */
    OptionalDouble worstKHat() {
        return diagnostics().stream()
                .mapToDouble(d -> d.number("k_hat"))
                .filter(Double::isFinite)
                .max();
    }

    /** The fewest effective draws of a parameter. */
    OptionalDouble leastEffective() {
        return parameters.stream()
                .mapToDouble(p -> p.number("ess_bulk"))
                .filter(Double::isFinite)
                .min();
    }
}
