package tributary.jobs.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What a page shows of one model: its posterior, and what vouches for it.
 *
 * @param name the model
 * @param run its row of the table of runs
 * @param estimands rows of {@code effects} for the model's questions
 * @param parameters rows of {@code effects} for its parameters
 * @param diagnostics rows of {@code diagnostics}
 * @param shards rows of {@code shard_diagnostics}
 * @param identifications rows of {@code identifications}, the preferred way first
 * @param sensitivity rows of {@code sensitivity}
 * @param refutations rows of {@code refutations}
 * @param leftOut summaries that are not shown
 */
public record ModelReport(
        String name,
        ResultRow run,
        List<ResultRow> estimands,
        List<ResultRow> parameters,
        List<ResultRow> diagnostics,
        List<ResultRow> shards,
        List<ResultRow> identifications,
        List<ResultRow> sensitivity,
        List<ResultRow> refutations,
        long leftOut) {
    public ModelReport {
        estimands = List.copyOf(estimands);
        parameters = List.copyOf(parameters);
        diagnostics = List.copyOf(diagnostics);
        shards = List.copyOf(shards);
        identifications = List.copyOf(identifications);
        sensitivity = List.copyOf(sensitivity);
        refutations = List.copyOf(refutations);
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
        return diagnostics.stream()
                .mapToDouble(d -> Math.abs(d.number("consensus_shift")))
                .filter(Double::isFinite)
                .max();
    }

    /** The largest k-hat of a factor; none without importance weights. */
    OptionalDouble worstKHat() {
        return diagnostics.stream()
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
