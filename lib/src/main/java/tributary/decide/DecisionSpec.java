package tributary.decide;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import tributary.estimand.IntervalSpec;

/**
 * What the deciders want of one metric: interval, equivalence, thresholds, money, risk and safety rules.
 *
 * <p>With {@code economics} a launch must pay (risk-adjusted utility above zero, expected loss within the cap);
 * without, it must be probable enough.
 *
 * @param interval the reported interval, which is also compared with the region
 * @param rope the region of practical equivalence
 * @param threshold the absolute improvement that matters, for P(lift &gt; threshold)
 * @param relativeThreshold the relative improvement that matters
 * @param economics what a lift is worth, or null
 * @param risk how risk is weighed when there are economics
 * @param lossCap the largest expected loss (in money) a launch may carry, against the best of the other arms and
 *     holding; infinite for none
 * @param reversible whether a launch can be taken back cheaply: then a positive expected value suffices, even if the
 *     interval overlaps the region
 * @param noHarmedSegment whether a segment that is probably harmed forbids a launch
 * @param harmProbability P(harm) from which a segment counts as harmed
 * @param launchProbability P(improvement) from which, without economics, a launch is possible; its mirror image is
 *     the probability of harm from which a roll-back is advised
 * @param minUnitsPerArm units an arm needs before there is any verdict
 * @param suspiciousLift relative lift beyond which the data are to be checked before they are believed
 * @param moreUnits units per arm for which the value of further sampling is computed; 0 for as many as there are
 */
public record DecisionSpec(
        IntervalSpec interval,
        Rope rope,
        double threshold,
        double relativeThreshold,
        @Nullable Economics economics,
        RiskAttitude risk,
        double lossCap,
        boolean reversible,
        boolean noHarmedSegment,
        double harmProbability,
        double launchProbability,
        long minUnitsPerArm,
        double suspiciousLift,
        long moreUnits)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public DecisionSpec {
        if (!Double.isFinite(threshold) || !Double.isFinite(relativeThreshold)) {
            throw new IllegalArgumentException("thresholds must be finite");
        }
        if (!(lossCap >= 0)) {
            throw new IllegalArgumentException("loss cap must not be negative, is " + lossCap);
        }
        if (!(harmProbability > 0 && harmProbability <= 1)) {
            throw new IllegalArgumentException("harm probability must lie in (0, 1], is " + harmProbability);
        }
        if (!(launchProbability > 0.5 && launchProbability < 1)) {
            throw new IllegalArgumentException("launch probability must lie in (0.5, 1), is " + launchProbability);
        }
        if (minUnitsPerArm < 0 || moreUnits < 0) {
            throw new IllegalArgumentException("numbers of units must not be negative");
        }
        if (!(suspiciousLift > 0)) {
            throw new IllegalArgumentException("suspicious lift must be positive, is " + suspiciousLift);
        }
    }

    /**
     * The defaults: 94 % HDI, region of one percent relative, thresholds 0, no economics, risk-neutral, no cap, not
     * reversible, no harmed segment tolerated from 95 %, launch from 95 %, 150 units per arm, suspicious above 50 %.
     */
    public static DecisionSpec standard() {
        return new DecisionSpec(
                IntervalSpec.standard(),
                Rope.onePercentRelative(),
                0,
                0,
                null,
                RiskAttitude.neutral(),
                Double.POSITIVE_INFINITY,
                false,
                true,
                0.95,
                0.95,
                150,
                0.5,
                0);
    }

    /** The same with another interval. */
    public DecisionSpec withInterval(IntervalSpec newInterval) {
        return new DecisionSpec(
                newInterval,
                rope,
                threshold,
                relativeThreshold,
                economics,
                risk,
                lossCap,
                reversible,
                noHarmedSegment,
                harmProbability,
                launchProbability,
                minUnitsPerArm,
                suspiciousLift,
                moreUnits);
    }

    /** The same with another region of practical equivalence. */
    public DecisionSpec withRope(Rope newRope) {
        return new DecisionSpec(
                interval,
                newRope,
                threshold,
                relativeThreshold,
                economics,
                risk,
                lossCap,
                reversible,
                noHarmedSegment,
                harmProbability,
                launchProbability,
                minUnitsPerArm,
                suspiciousLift,
                moreUnits);
    }

    /** The same with other thresholds. */
    public DecisionSpec withThresholds(double absolute, double relative) {
        return new DecisionSpec(
                interval,
                rope,
                absolute,
                relative,
                economics,
                risk,
                lossCap,
                reversible,
                noHarmedSegment,
                harmProbability,
                launchProbability,
                minUnitsPerArm,
                suspiciousLift,
                moreUnits);
    }

    /** The same with money. */
    public DecisionSpec withEconomics(Economics newEconomics) {
        return new DecisionSpec(
                interval,
                rope,
                threshold,
                relativeThreshold,
                newEconomics,
                risk,
                lossCap,
                reversible,
                noHarmedSegment,
                harmProbability,
                launchProbability,
                minUnitsPerArm,
                suspiciousLift,
                moreUnits);
    }

    /** The same with another attitude to risk and cap on the expected loss. */
    public DecisionSpec withRisk(RiskAttitude newRisk, double newLossCap) {
        return new DecisionSpec(
                interval,
                rope,
                threshold,
                relativeThreshold,
                economics,
                newRisk,
                newLossCap,
                reversible,
                noHarmedSegment,
                harmProbability,
                launchProbability,
                minUnitsPerArm,
                suspiciousLift,
                moreUnits);
    }

    /** The same, reversible or not. */
    public DecisionSpec withReversible(boolean newReversible) {
        return new DecisionSpec(
                interval,
                rope,
                threshold,
                relativeThreshold,
                economics,
                risk,
                lossCap,
                newReversible,
                noHarmedSegment,
                harmProbability,
                launchProbability,
                minUnitsPerArm,
                suspiciousLift,
                moreUnits);
    }

    /** The same with another minimum of units per arm. */
    public DecisionSpec withMinUnitsPerArm(long units) {
        return new DecisionSpec(
                interval,
                rope,
                threshold,
                relativeThreshold,
                economics,
                risk,
                lossCap,
                reversible,
                noHarmedSegment,
                harmProbability,
                launchProbability,
                units,
                suspiciousLift,
                moreUnits);
    }
}
