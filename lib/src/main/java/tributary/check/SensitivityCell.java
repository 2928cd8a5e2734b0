package tributary.check;

import java.util.Arrays;
import tributary.estimand.IntervalSpec;
import tributary.infer.Describe;
import tributary.infer.Interval;

/**
 * An estimand under one assumption of a sensitivity analysis. A number that does not exist is NaN.
 *
 * @param grid what is varied
 * @param cell the cell's name within the grid
 * @param assumption the assumption in words
 * @param plausible whether a reasonable person could hold it
 * @param mean posterior mean under it
 * @param sd posterior standard deviation under it
 * @param median posterior median under it
 * @param lower lower end of the interval under it
 * @param upper upper end
 * @param probPositive P(estimand &gt; 0) under it
 * @param tippingPoint where along the grid the conclusion falls
 */
public record SensitivityCell(
        Grid grid,
        String cell,
        String assumption,
        boolean plausible,
        double mean,
        double sd,
        double median,
        double lower,
        double upper,
        double probPositive,
        double tippingPoint) {
    /** What a sensitivity analysis varies. */
    public enum Grid {
        /** The prior of the parameters. */
        PRIOR,
        /** The power to which the prior, or the likelihood, is raised. */
        POWER,
        /** The bias that unmeasured confounding leaves. */
        BIAS,
        /** The strength of an unmeasured confounder. */
        CONFOUNDER,
        /** How often the treatment is recorded wrongly. */
        MISCLASSIFICATION,
        /** The population that the effect is averaged over. */
        TRANSPORT,
        /** The model of the rows. */
        MODEL
    }

    /**
     * A cell of draws. Where some are no finite number there is no mean nor deviation, the other figures are of those that are, and
     * the words say how many are not.
     */
    public static SensitivityCell ofDraws(Grid grid, String cell, String words, double[] draws, IntervalSpec spec) {
        double[] finite = Arrays.stream(draws).filter(Double::isFinite).toArray();
        int broken = draws.length - finite.length;
        String told = broken == 0 ? words : words + "; " + broken + " draws are no finite number";
        if (finite.length < 2) {
            return unanswered(grid, cell, told);
        }
        Interval interval = spec.of(finite);
        return new SensitivityCell(
                grid,
                cell,
                told,
                true,
                broken == 0 ? Describe.mean(finite) : Double.NaN,
                broken == 0 ? Describe.sd(finite) : Double.NaN,
                Describe.median(finite),
                interval.lower(),
                interval.upper(),
                Describe.probabilityAbove(finite, 0),
                Double.NaN);
    }

    /** A cell whose numbers do not exist; the words say why. */
    public static SensitivityCell unanswered(Grid grid, String cell, String words) {
        double none = Double.NaN;
        return new SensitivityCell(grid, cell, words, true, none, none, none, none, none, none, none);
    }

    /** The same numbers as a cell of another grid. */
    public SensitivityCell of(Grid other, String words) {
        return of(other, cell, words);
    }

    /** The same under another name. */
    public SensitivityCell of(Grid other, String name, String words) {
        return new SensitivityCell(
                other, name, words, plausible, mean, sd, median, lower, upper, probPositive, tippingPoint);
    }
}
