package tributary.jobs.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a page shows of one effect in all segments.
 *
 * @param analysis the analysis
 * @param metric the outcome
 * @param arm the treated arm
 * @param rows rows of {@code segment_effects} with the decision's action, by rank; of very many the first and the last
 * @param sample rows of segments chosen by their names, whatever their rank: all, or about a thousand of very many
 * @param total how many segments there are
 * @param overall rows of {@code effects} about everybody: the mean effect, and how far segments (and groups of them) differ
 * @param groups rows of {@code effects} for the mean effects of groups that segments lie within, the best first
 * @param actions how many segments each action is advised for, of all
 */
public record SegmentReport(
        String analysis,
        String metric,
        String arm,
        List<ResultRow> rows,
        List<ResultRow> sample,
        long total,
        List<ResultRow> overall,
        List<ResultRow> groups,
        Map<String, Long> actions) {
    /** Copies its lists. */
    public SegmentReport {
        rows = List.copyOf(rows);
        sample = List.copyOf(sample);
        overall = List.copyOf(overall);
        groups = List.copyOf(groups);
        actions = new TreeMap<>(actions);
    }

    /** The row of an estimand about everybody; empty if there is none. */
    Optional<ResultRow> overall(String estimand) {
        return overall.stream()
                .filter(row -> row.text("estimand").equals(estimand))
                .findFirst();
    }
}
