package tributary.jobs.scan;

import java.io.Serializable;

/**
 * What became of the rows of one metric.
 *
 * @param rows rows of known arms
 * @param analysed those that entered the statistics
 * @param missing those without an outcome (or denominator), whatever the policy made of them
 * @param dropped those left out because something missing was not to be counted as zero
 * @param broken those left out for NaN, infinite or, in binary metrics, other values than 0 and 1
 */
public record MetricCounts(long rows, long analysed, long missing, long dropped, long broken) implements Serializable {
    static final MetricCounts NONE = new MetricCounts(0, 0, 0, 0, 0);

    MetricCounts plus(MetricCounts other) {
        return new MetricCounts(
                rows + other.rows,
                analysed + other.analysed,
                missing + other.missing,
                dropped + other.dropped,
                broken + other.broken);
    }
}
