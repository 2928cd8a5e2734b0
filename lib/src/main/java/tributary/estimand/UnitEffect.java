package tributary.estimand;

import java.io.Serializable;
import tributary.infer.Interval;

/**
 * One unit in two worlds.
 *
 * @param observed what was observed of it
 * @param treated its outcome in the first world
 * @param untreated its outcome in the second
 * @param effect the first less the second
 * @param probPositive P(effect &gt; 0)
 */
public record UnitEffect(double observed, Predicted treated, Predicted untreated, Predicted effect, double probPositive)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** A distribution in four numbers: mean, standard deviation, ends of the equal-tailed interval. */
    public record Predicted(double mean, double sd, double lower, double upper) implements Serializable {
        private static final long serialVersionUID = 1L;

        static Predicted of(double[] values, double probability) {
            double mean = 0;
            for (double value : values) {
                mean += value / values.length;
            }
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            Interval interval = Interval.equalTailed(values, probability);
            return new Predicted(
                    mean, StrictMath.sqrt(squares / (values.length - 1)), interval.lower(), interval.upper());
        }
    }
}
