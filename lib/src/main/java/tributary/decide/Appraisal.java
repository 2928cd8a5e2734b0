package tributary.decide;

import java.io.Serializable;

/**
 * What a posterior says to the decider about one arm: numbers only, no action yet.
 *
 * <p>"Improvement" is the lift in the good direction. A number that does not exist is NaN.
 *
 * @param arm the treated arm
 * @param controlUnits units of control
 * @param treatedUnits units of the arm
 * @param liftMean posterior mean of the absolute lift
 * @param relativeLiftMedian posterior median of the relative lift
 * @param intervalLower lower end of the interval of the absolute lift
 * @param intervalUpper its upper end
 * @param probPositive P(lift &gt; 0)
 * @param probImprovement P(improvement &gt; 0)
 * @param probAboveThreshold P(improvement &gt; threshold)
 * @param probRelAboveThreshold P(relative improvement &gt; relative threshold)
 * @param probBest P(best of all arms)
 * @param ropeVerdict interval against region, in terms of the lift as measured
 * @param probNonInferior P(worsening at most the guardrail's margin); NaN for a goal
 * @param money whether the next fields are money (economics given) or the metric's own unit
 * @param expectedProfit mean profit; NaN without economics
 * @param medianProfit its median
 * @param probProfit P(profit &gt; 0)
 * @param profitLower lower end of the interval of profit, of the kind and probability of the lift's
 * @param profitUpper its upper end
 * @param riskAdjustedUtility utility of launching under the attitude to risk, to be compared with 0
 * @param expectedLossIfLaunch how much better the best other choice (another arm, or holding) is expected to be where
 *     it is better: of money, else of the metric; with one treated arm the mean of max(-profit, 0)
 * @param expectedLossIfHold the same of holding: with one treated arm the mean of max(profit, 0)
 * @param valueOfInformation expected value of perfect information for the choice among all arms and holding
 * @param valueOfMoreData expected value of the further units the rule names, for the same choice
 */
public record Appraisal(
        String arm,
        long controlUnits,
        long treatedUnits,
        double liftMean,
        double relativeLiftMedian,
        double intervalLower,
        double intervalUpper,
        double probPositive,
        double probImprovement,
        double probAboveThreshold,
        double probRelAboveThreshold,
        double probBest,
        RopeVerdict ropeVerdict,
        double probNonInferior,
        boolean money,
        double expectedProfit,
        double medianProfit,
        double probProfit,
        double profitLower,
        double profitUpper,
        double riskAdjustedUtility,
        double expectedLossIfLaunch,
        double expectedLossIfHold,
        double valueOfInformation,
        double valueOfMoreData)
        implements Serializable {
    private static final long serialVersionUID = 1L;
}
