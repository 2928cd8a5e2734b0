/**
 * Data checks: pure functions from what the scan counted to rows of {@code data_quality}, which the gates read.
 *
 * <p>Imports {@code tributary.jobs.scan}. Read {@link tributary.jobs.quality.QualityCheck} first, then {@link
 * tributary.jobs.quality.ExperimentChecks}.
 */
@NullMarked
package tributary.jobs.quality;

import org.jspecify.annotations.NullMarked;
