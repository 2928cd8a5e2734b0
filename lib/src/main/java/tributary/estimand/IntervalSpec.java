package tributary.estimand;

import java.io.Serializable;
import tributary.infer.Interval;
import tributary.infer.SortedDraws;

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
        return of(SortedDraws.of(values));
    }

    /** The interval of draws that are sorted already. */
    public Interval of(SortedDraws draws) {
        return kind == IntervalKind.HDI ? draws.highestDensity(probability) : draws.equalTailed(probability);
    }

    /** The house's default: the 94 % highest-density interval. */
    public static IntervalSpec standard() {
        return new IntervalSpec(IntervalKind.HDI, 0.94);
    }
}
