package tributary.family.segments;

import java.io.Serializable;
import tributary.decide.Decision;
import tributary.estimand.EffectSummary;

/**
 * All that is said of one arm in one segment but where it stands among all ({@link SegmentRank}).
 *
 * @param effect the partially pooled effect
 * @param decision what to do
 * @param parent the group that the segment lies within; empty if it lies in none
 * @param controlRows the segment's rows in control; 0 where there is none, as of a number or an estimate
 * @param treatedRows its rows in the arm
 * @param raw what its own rows say
 * @param weight the share of the variance between segments that they resolve
 */
public record SegmentAnswer(
        EffectSummary effect,
        Decision decision,
        String parent,
        long controlRows,
        long treatedRows,
        RawEffect raw,
        double weight)
        implements Serializable {
    private static final long serialVersionUID = 1L;
}
