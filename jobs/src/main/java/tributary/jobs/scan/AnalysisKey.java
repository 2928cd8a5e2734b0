package tributary.jobs.scan;

import java.io.Serializable;
import java.util.Comparator;

/**
 * What one analysis is about: all arms of one experiment on one metric in one segment.
 *
 * @param experiment experiment id
 * @param metric metric name
 * @param segment {@code all}, or {@code dimension=value}
 */
public record AnalysisKey(String experiment, String metric, String segment)
        implements Comparable<AnalysisKey>, Serializable {
    @Override
    public int compareTo(AnalysisKey other) {
        return Comparator.comparing(AnalysisKey::experiment)
                .thenComparing(AnalysisKey::metric)
                .thenComparing(AnalysisKey::segment)
                .compare(this, other);
    }
}
