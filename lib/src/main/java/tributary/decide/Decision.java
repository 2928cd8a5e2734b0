package tributary.decide;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One decision: a row of the {@code decisions} table without its run columns.
 *
 * <p>A number that does not exist is NaN here and NULL in the table.
 *
 * @param analysis the experiment
 * @param metric the metric
 * @param arm the treated arm
 * @param unit the segment, {@code all} for everyone
 * @param guardrailVerdict what the guardrail says, if the metric is one; null for a goal
 * @param probNonInferior P(worsening at most the guardrail's margin); NaN for a goal
 * @param action what to do; a guardrail never says launch
 * @param reason why, in words
 * @param probPositive P(lift &gt; 0), the lift as measured (treated - control)
 * @param probAboveThreshold P(improvement &gt; threshold), absolute
 * @param probRelAboveThreshold P(relative improvement &gt; relative threshold)
 * @param probBest P(this arm is the best of all, control included)
 * @param ropeVerdict where the interval stands to the region of practical equivalence
 * @param expectedProfit mean profit of launching; NaN without economics, as the next six
 * @param medianProfit its median
 * @param probProfit P(profit &gt; 0)
 * @param profitLower lower end of the profit's interval, of the kind and probability of the lift's
 * @param profitUpper upper end
 * @param expectedLossIfLaunch mean of what the best other choice, another arm or holding, would bring more where it is
 *     better: of money, without economics of the metric
 * @param expectedLossIfHold mean gain missed by launching no arm, where the best is better than control
 * @param valueOfInformation expected value of perfect information for the choice of an arm or none, in that unit
 * @param valueOfMoreData expected value of as many further units as the rule names, for the same choice
 * @param health SRM and other gates in words
 * @param priorSensitivity whether a plausible prior changes the action, in words
 * @param flipped whether one does
 * @param guardrails the guardrails' verdicts in words, empty if there are none
 */
public record Decision(
        String analysis,
        String metric,
        String arm,
        String unit,
        @Nullable GuardrailVerdict guardrailVerdict,
        double probNonInferior,
        Action action,
        String reason,
        double probPositive,
        double probAboveThreshold,
        double probRelAboveThreshold,
        double probBest,
        RopeVerdict ropeVerdict,
        double expectedProfit,
        double medianProfit,
        double probProfit,
        double profitLower,
        double profitUpper,
        double expectedLossIfLaunch,
        double expectedLossIfHold,
        double valueOfInformation,
        double valueOfMoreData,
        String health,
        String priorSensitivity,
        boolean flipped,
        String guardrails)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Whether the metric must only not get worse. */
    public boolean guardrail() {
        return guardrailVerdict != null;
    }
}
