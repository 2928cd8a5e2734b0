package tributary.decide;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a launch may gain and cost, and how risk is weighed.
 *
 * @param economics what a lift is worth, or null: then a launch must be probable enough, not profitable
 * @param risk how risk is weighed when there are economics
 * @param lossCap the largest expected loss (in money, at least 0) a launch may carry, against the best of the other arms
 *     and holding; infinite for none
 * @param reversible whether a launch can be taken back cheaply: then a positive expected value suffices, even if the
 *     interval overlaps the region of practical equivalence
 */
public record Stakes(@Nullable Economics economics, RiskAttitude risk, double lossCap, boolean reversible)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Checks the range of the cap. */
    public Stakes {
        if (!(lossCap >= 0)) {
            throw new IllegalArgumentException("loss cap must not be negative, is " + lossCap);
        }
    }

    /** No economics, risk-neutral, no cap, not reversible. */
    public static Stakes none() {
        return new Stakes(null, RiskAttitude.neutral(), Double.POSITIVE_INFINITY, false);
    }

    /** What a lift is worth, risk-neutral, no cap, not reversible. */
    public static Stakes of(Economics economics) {
        return new Stakes(economics, RiskAttitude.neutral(), Double.POSITIVE_INFINITY, false);
    }
}
