/**
 * Data checks: pure functions from what the scan counted to rows of {@code data_quality}, which the gates read.
 *
 * <p>Of jobs it imports {@code tributary.jobs} (failures) and {@code scan}; of lib the statistics and the specs of the
 * families that it checks. Read {@link tributary.jobs.quality.QualityCheck} first, then {@link
 * tributary.jobs.quality.ExperimentChecks} and {@link tributary.jobs.quality.SegmentChecks}; propensities begin at {@link
 * tributary.jobs.quality.Overlap}.
 */
@NullMarked
package tributary.jobs.quality;

import org.jspecify.annotations.NullMarked;
