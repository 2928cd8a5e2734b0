package tributary.family.experiment;

import java.io.Serializable;

/**
 * One prior of the sensitivity grid.
 *
 * @param name its name in tables, such as {@code skeptical}
 * @param prior the prior
 * @param plausible whether a reasonable person could hold it: only such a prior can make a decision not decisive
 */
public record NamedPrior(String name, PriorSpec prior, boolean plausible) implements Serializable {
    private static final long serialVersionUID = 1L;
}
