package tributary.jobs.scan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over a table of segments tells before it is summed.
 *
 * @param rows all rows
 * @param nullSegments rows without a segment
 * @param nullParents rows without the group that segments lie within
 * @param nullArms rows without an arm
 * @param unknownArms rows of an arm that the conf does not name
 * @param example such an arm, or null
 * @param reserved rows of a segment called {@code all}, or by an empty name
 * @param reservedParents rows of a group called {@code all}, or by an empty name; of meaning where segments lie within groups
 * @param segments about how many segments (HyperLogLog)
 * @param columns of numbers, by name
 */
public record SegmentSurvey(
        long rows,
        long nullSegments,
        long nullParents,
        long nullArms,
        long unknownArms,
        @Nullable String example,
        long reserved,
        long reservedParents,
        long segments,
        Map<String, OfColumn> columns) {
    /** Numbers beyond are refused: sums of their squares would leave the range of doubles. */
    public static final double LARGEST = 1e50;

    /**
     * A column of numbers.
     *
     * @param unusable rows where it is NULL, NaN or infinite
     * @param fractions rows where it is no whole number
     * @param least its smallest usable value; NaN if there is none
     * @param greatest its greatest
     */
    public record OfColumn(long unusable, long fractions, double least, double greatest) {
        /** Whether its numbers can be squared and summed. */
        public boolean moderate() {
            return !(least < -LARGEST) && !(greatest > LARGEST);
        }

        /** The middle of its range. */
        double middle() {
            return Double.isNaN(least) ? 0 : 0.5 * least + 0.5 * greatest;
        }

        /** How far it reaches from a point. */
        double reach(double origin) {
            return Double.isNaN(least) ? 0 : Math.max(greatest - origin, origin - least);
        }
    }

    /** Copies its map, order kept. */
    public SegmentSurvey {
        columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
}
