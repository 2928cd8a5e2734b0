package tributary.decide;

import java.io.Serializable;

/**
 * How a distribution of utility becomes one number to compare with doing nothing.
 *
 * @param kind neutral, mean less a multiple of the standard deviation, or the mean of the worst outcomes
 * @param parameter the multiple (MEAN_SD, not negative) or the share of worst outcomes (CVAR, in (0, 1]); ignored
 *     when neutral
 */
public record RiskAttitude(Kind kind, double parameter) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The measures offered. */
    public enum Kind {
        /** The mean. */
        NEUTRAL,
        /** Mean - parameter x standard deviation. */
        MEAN_SD,
        /** Conditional value at risk: the mean of the worst share of outcomes (Rockafellar and Uryasev 2000). */
        CVAR
    }

    public RiskAttitude {
        if (kind == Kind.MEAN_SD && !(parameter >= 0)) {
            throw new IllegalArgumentException("the multiple of the sd must not be negative, is " + parameter);
        }
        if (kind == Kind.CVAR && !(parameter > 0 && parameter <= 1)) {
            throw new IllegalArgumentException("the share of worst outcomes must lie in (0, 1], is " + parameter);
        }
    }

    /** The mean alone counts. */
    public static RiskAttitude neutral() {
        return new RiskAttitude(Kind.NEUTRAL, 0);
    }
}
