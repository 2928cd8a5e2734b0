package tributary.jobs.scan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.family.experiment.ArmStatistics;

/**
 * The finest group of the scan: one experiment, one variant, one value of every segment dimension.
 *
 * @param experiment experiment id; null where the row had none
 * @param variant the variant; null for rows that must not be analysed
 * @param segments the value of each dimension, null where missing
 * @param tally counts of the group
 * @param statistics statistics by metric number, of units even where clusters are analysed
 * @param counts counts by metric number
 */
record Cell(
        @Nullable String experiment,
        @Nullable String variant,
        List<String> segments,
        Tally tally,
        List<ArmStatistics> statistics,
        List<MetricCounts> counts) {
    /** Counts of a group that concern no single metric. */
    record Tally(long units, long nullKeys, long repeated, long crossovers, long early, long brokenFacts) {
        static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);

        Tally plus(Tally other) {
            return new Tally(
                    units + other.units,
                    nullKeys + other.nullKeys,
                    repeated + other.repeated,
                    crossovers + other.crossovers,
                    early + other.early,
                    brokenFacts + other.brokenFacts);
        }
    }
}
