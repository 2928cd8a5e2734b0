/**
 * {@code segments}: one effect per segment, partially pooled, ranked and decided; read {@link
 * tributary.jobs.segments.SegmentsJob} first.
 */
@NullMarked
package tributary.jobs.segments;

import org.jspecify.annotations.NullMarked;
