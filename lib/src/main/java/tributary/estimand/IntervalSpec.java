package tributary.estimand;

import java.io.Serializable;
import tributary.infer.Interval;

/**
 * Which credible interval is reported.
 *
 * @param kind highest density or equal tails
 * @param probability its probability, in (0, 1)
 */
public record IntervalSpec(IntervalKind kind, double probability) implements Serializable {
    private static final long serialVersionUID = 1L;

    public IntervalSpec {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("interval probability must lie in (0, 1), is " + probability);
        }
    }

    /** The interval of draws. */
    public Interval of(double[] values) {
        return kind == IntervalKind.HDI
                ? Interval.highestDensity(values, probability)
                : Interval.equalTailed(values, probability);
    }

    /** The house's default: the 94 % highest-density interval. */
    public static IntervalSpec standard() {
        return new IntervalSpec(IntervalKind.HDI, 0.94);
    }
}
