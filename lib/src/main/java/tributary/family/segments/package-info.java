/**
 * Effects of many segments, partially pooled: from the moments of each segment to its effect, rank and decision.
 *
 * <p>Floor 9: imports everything below, no other family. Read {@link tributary.family.segments.SegmentSpec} (what is
 * asked), {@link tributary.family.segments.SegmentDesign} (the model it becomes), {@link
 * tributary.family.segments.SegmentPosterior} (the hyper-parameters) and {@link
 * tributary.family.segments.SegmentAnswers} (a block of segments given them) in this order.
 */
@NullMarked
package tributary.family.segments;

import org.jspecify.annotations.NullMarked;
