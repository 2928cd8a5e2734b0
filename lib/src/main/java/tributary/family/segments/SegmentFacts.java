package tributary.family.segments;

import java.io.Serializable;

/**
 * How well the segments of one metric are filled, counted; merged by adding.
 *
 * @param segments all
 * @param empty without a row
 * @param single of one row
 * @param oneArmed with rows but without any in control, or without any in an arm
 * @param untold whose own rows do not tell some effect
 * @param doubled of estimates: with more than one row
 */
public record SegmentFacts(long segments, long empty, long single, long oneArmed, long untold, long doubled)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Of no segment. */
    public static final SegmentFacts NONE = new SegmentFacts(0, 0, 0, 0, 0, 0);

    /** Of a block. */
    public static SegmentFacts of(SegmentDesign design, SegmentMoments moments) {
        long empty = 0;
        long single = 0;
        long oneArmed = 0;
        long untold = 0;
        long doubled = 0;
        for (int s = 0; s < moments.segments(); s++) {
            double n = moments.count(s);
            empty += n == 0 ? 1 : 0;
            single += n == 1 ? 1 : 0;
            doubled += n > 1 ? 1 : 0;
            boolean missing = false;
            for (long rows : design.rows(moments, s)) {
                missing |= rows == 0;
            }
            oneArmed += n > 0 && missing ? 1 : 0;
            boolean silent = false;
            for (RawEffect raw : design.raw(moments, s)) {
                silent |= Double.isNaN(raw.estimate());
            }
            untold += silent ? 1 : 0;
        }
        return new SegmentFacts(moments.segments(), empty, single, oneArmed, untold, doubled);
    }

    /** Of both. */
    public SegmentFacts merge(SegmentFacts other) {
        return new SegmentFacts(
                segments + other.segments,
                empty + other.empty,
                single + other.single,
                oneArmed + other.oneArmed,
                untold + other.untold,
                doubled + other.doubled);
    }
}
