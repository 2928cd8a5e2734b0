package tributary.family.mediamix;

import java.io.Serializable;

/**
 * An experiment on one channel: what the outcome gained while more, or less, was spent.
 *
 * <p>The weeks' media are what was really spent, the test's spend included; what the test measured is the outcome with
 * them, less the outcome had {@code spend} not been added, summed over the test's weeks.
 *
 * @param channel the channel
 * @param geo the geo; empty for all
 * @param first the first week, counted from 0
 * @param last the last week
 * @param spend what was spent more than without the test, over all its weeks; negative where spend was cut
 * @param lift what the outcome gained, of either sign
 * @param se the standard error of lift, positive
 */
public record LiftTest(String channel, String geo, int first, int last, double spend, double lift, double se)
        implements Serializable {
    /** Checks weeks and numbers. */
    public LiftTest {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException(
                    "a lift test of " + channel + " ends, in week " + last + ", before it begins, in week " + first);
        }
        if (!Double.isFinite(spend) || spend == 0 || !Double.isFinite(lift)) {
            throw new IllegalArgumentException("a lift test of " + channel
                    + " needs a change of spend and a lift, and has the spend " + spend + " and the lift " + lift);
        }
        if (!(se > 0) || !Double.isFinite(se)) {
            throw new IllegalArgumentException(
                    "a lift test of " + channel + " needs a positive standard error, and has " + se);
        }
    }
}
