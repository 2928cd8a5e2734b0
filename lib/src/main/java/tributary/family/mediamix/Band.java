package tributary.family.mediamix;

import java.io.Serializable;
import tributary.estimand.IntervalSpec;
import tributary.infer.Describe;
import tributary.infer.Interval;

/**
 * A quantity that is told of many weeks or points: its mean and interval; NaN where a draw is not finite.
 *
 * @param mean mean
 * @param sd standard deviation
 * @param lower lower end of the interval
 * @param upper its upper end
 */
public record Band(double mean, double sd, double lower, double upper) implements Serializable {
    /** Of draws. */
    static Band of(double[] draws, IntervalSpec spec) {
        for (double draw : draws) {
            if (!Double.isFinite(draw)) {
                return new Band(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
            }
        }
        Interval interval = switch (spec.kind()) {
            case HDI -> Interval.highestDensity(draws, spec.probability());
            case ETI -> Interval.equalTailed(draws, spec.probability());
        };
        return new Band(Describe.mean(draws), Describe.sd(draws), interval.lower(), interval.upper());
    }
}
