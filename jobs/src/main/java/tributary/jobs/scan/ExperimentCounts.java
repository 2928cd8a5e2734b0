package tributary.jobs.scan;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The counts of one experiment that its data quality is judged by.
 *
 * @param experiment experiment id
 * @param units analysed units by variant, variants that are no arm included
 * @param segments the same by segment
 * @param nullKeys rows without unit, variant or time of exposure
 * @param firstExposures whether units were looked at one by one, so that the next two are known
 * @param repeated further rows of units already seen
 * @param crossovers units seen in several arms
 * @param early facts before exposure, of metrics without a pre-period
 * @param brokenFacts facts without a time, or with a value that is NaN or infinite
 * @param metrics counts by metric, over the known arms
 */
public record ExperimentCounts(
        String experiment,
        SortedMap<String, Long> units,
        SortedMap<String, SortedMap<String, Long>> segments,
        long nullKeys,
        boolean firstExposures,
        long repeated,
        long crossovers,
        long early,
        long brokenFacts,
        Map<String, MetricCounts> metrics)
        implements Serializable {
    /** Makes the maps unmodifiable. */
    public ExperimentCounts {
        units = Collections.unmodifiableSortedMap(new TreeMap<>(units));
        segments = Collections.unmodifiableSortedMap(new TreeMap<>(segments));
        metrics = Map.copyOf(metrics);
    }
}
