package tributary.family.mediamix;

import java.io.Serializable;

/**
 * A control, an event or a holiday: what moves the outcome, is no medium, and is seen.
 *
 * @param name as in the data
 * @param standardised whether it is brought to mean 0 and standard deviation 1 first; events of 0 and 1 are not
 * @param prior of its coefficient; empty for the baseline's
 */
public record ControlSpec(String name, boolean standardised, String prior) implements Serializable {
    /** Checks the prior. */
    public ControlSpec {
        prior = prior.isEmpty() ? "" : Terms.prior("the control " + name, prior);
    }
}
