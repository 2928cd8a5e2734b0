package tributary.jobs.report;

import java.util.List;

/**
 * What a page shows of one effect in all segments.
 *
 * @param analysis the analysis
 * @param metric the outcome
 * @param arm the treated arm
 * @param rows rows of {@code segment_effects} with the decision's action, by rank; of very many the first and the last
 * @param sample rows of segments chosen by their names, whatever their rank: all, or about a thousand of very many
 * @param total how many segments there are
 * @param mean the row of {@code effects} for the mean effect; empty if there is none
 */
public record SegmentReport(
        String analysis,
        String metric,
        String arm,
        List<ResultRow> rows,
        List<ResultRow> sample,
        long total,
        List<ResultRow> mean) {
    /** Copies its lists. */
    public SegmentReport {
        rows = List.copyOf(rows);
        sample = List.copyOf(sample);
        mean = List.copyOf(mean);
    }
}
