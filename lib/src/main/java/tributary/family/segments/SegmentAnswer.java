package tributary.family.segments;

import java.io.Serializable;
import tributary.decide.Decision;
import tributary.estimand.EffectSummary;

/**
 * All that is said of one arm in one segment.
 *
 * @param effect the partially pooled effect
 * @param decision what to do
 * @param parent the group that the segment lies within; empty if it lies in none
 * @param controlRows the segment's rows in control; 0 where there is none, as of a number or an estimate
 * @param treatedRows its rows in the arm
 * @param raw what its own rows say
 * @param weight the share of the variance between segments that they resolve
 * @param probBestSegment P(this segment improves most of all)
 * @param rankMean mean rank among all segments, 1 the greatest improvement
 * @param rankLower lower end of the equal-tailed interval of the rank
 * @param rankUpper its upper end
 */
public record SegmentAnswer(
        EffectSummary effect,
        Decision decision,
        String parent,
        long controlRows,
        long treatedRows,
        RawEffect raw,
        double weight,
        double probBestSegment,
        double rankMean,
        double rankLower,
        double rankUpper)
        implements Serializable {
    private static final long serialVersionUID = 1L;
}
