package tributary.family.experiment;

import java.io.Serializable;
import tributary.decide.Action;
import tributary.infer.DensityCurve;

/**
 * One cell of the prior grid: the lift and the action under another prior; a row of the {@code sensitivity} table.
 *
 * @param analysis the experiment
 * @param metric the metric
 * @param arm the treated arm
 * @param unit the segment
 * @param priorName its name in the grid; {@code published} for the prior of the answer itself
 * @param prior the prior in words
 * @param plausible whether it may overturn a decision
 * @param mean posterior mean of the absolute lift
 * @param sd its standard deviation
 * @param median its median
 * @param lower lower end of the metric's interval
 * @param upper its upper end
 * @param probPositive P(lift &gt; 0)
 * @param probAboveThreshold P(improvement &gt; threshold)
 * @param expectedProfit mean profit, NaN without economics
 * @param action what the rule would say under this prior alone
 * @param flips whether that differs from the action under the published prior
 * @param density density of the absolute lift on an even grid, for overlaid curves
 */
public record SensitivityRow(
        String analysis,
        String metric,
        String arm,
        String unit,
        String priorName,
        String prior,
        boolean plausible,
        double mean,
        double sd,
        double median,
        double lower,
        double upper,
        double probPositive,
        double probAboveThreshold,
        double expectedProfit,
        Action action,
        boolean flips,
        DensityCurve density)
        implements Serializable {
    private static final long serialVersionUID = 1L;
}
