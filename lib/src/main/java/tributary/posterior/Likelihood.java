package tributary.posterior;

import java.io.Serializable;
import java.util.List;
import tributary.expr.Expr;

/**
 * How one outcome informs the unknowns.
 *
 * @param outcome its name; of outcomes drawn together, the first
 * @param outcomes all outcomes drawn together, or the one
 * @param plate the table or group that it has one value per
 * @param rows its log density, one number per row or level
 */
public record Likelihood(String outcome, List<String> outcomes, String plate, Expr rows) implements Serializable {
    /** Copies its list. */
    public Likelihood {
        outcomes = List.copyOf(outcomes);
    }
}
