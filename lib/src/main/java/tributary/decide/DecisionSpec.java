package tributary.decide;

import java.io.Serializable;
import tributary.estimand.IntervalSpec;

/**
 * What the deciders want of one metric: interval, equivalence, thresholds, money and risk, safeguards.
 *
 * <p>With economics among the {@code stakes} a launch must pay (risk-adjusted utility above zero, expected loss within
 * the cap); without, it must be probable enough.
 *
 * @param interval the reported interval, which is also compared with the region
 * @param rope the region of practical equivalence
 * @param threshold the absolute improvement that matters, for P(lift &gt; threshold)
 * @param relativeThreshold the relative improvement that matters
 * @param stakes what a launch may gain and cost
 * @param safeguards what must hold before a verdict
 * @param moreUnits units per arm for which the value of further sampling is computed; 0 for as many as there are
 */
public record DecisionSpec(
        IntervalSpec interval,
        Rope rope,
        double threshold,
        double relativeThreshold,
        Stakes stakes,
        Safeguards safeguards,
        long moreUnits)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Checks the ranges. */
    public DecisionSpec {
        if (!Double.isFinite(threshold) || !Double.isFinite(relativeThreshold)) {
            throw new IllegalArgumentException("thresholds must be finite");
        }
        if (moreUnits < 0) {
            throw new IllegalArgumentException("numbers of units must not be negative");
        }
    }

    /** The defaults of an experiment: 94 % HDI, region of one percent relative, thresholds 0, nothing at stake. */
    public static DecisionSpec standard() {
        return new DecisionSpec(
                IntervalSpec.standard(), Rope.onePercentRelative(), 0, 0, Stakes.none(), Safeguards.standard(), 0);
    }

    /** The defaults of segments: an interval that clears zero decides, each segment by itself. */
    public static DecisionSpec ofSegments() {
        return new DecisionSpec(
                IntervalSpec.standard(),
                new Rope(Scale.ABSOLUTE, 0, 0),
                0,
                0,
                Stakes.none(),
                Safeguards.ofSegments(),
                0);
    }

    /** The same with another interval. */
    public DecisionSpec with(IntervalSpec other) {
        return new DecisionSpec(other, rope, threshold, relativeThreshold, stakes, safeguards, moreUnits);
    }

    /** The same with other thresholds. */
    public DecisionSpec withThresholds(double absolute, double relative) {
        return new DecisionSpec(interval, rope, absolute, relative, stakes, safeguards, moreUnits);
    }

    /** The same with other stakes. */
    public DecisionSpec with(Stakes others) {
        return new DecisionSpec(interval, rope, threshold, relativeThreshold, others, safeguards, moreUnits);
    }

    /** The same with other safeguards. */
    public DecisionSpec with(Safeguards others) {
        return new DecisionSpec(interval, rope, threshold, relativeThreshold, stakes, others, moreUnits);
    }
}
