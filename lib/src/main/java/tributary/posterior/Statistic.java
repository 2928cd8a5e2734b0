package tributary.posterior;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import tributary.expr.Expr;
import tributary.expr.Index;

/**
 * A figure of all rows that a model needs before it can be bound: how a column is centred, scaled, or cut by knots.
 *
 * @param kind which figure
 * @param column an expression of data alone, one number per row
 * @param group for {@link Kind#MOMENTS} the levels it is asked for one by one; null for all rows together
 */
public record Statistic(Kind kind, Expr column, @Nullable Index group) implements Serializable {
    /** Kinds of figures. */
    public enum Kind {
        /** Count, mean, and sum of squares about the mean; for each level one after the other: {@code n, mean, m2}. */
        MOMENTS,
        /** The values in ascending order; of many rows at most {@link Statistic#MOST_QUANTILES} evenly spaced ones. */
        SORTED
    }

    /** The most order statistics that are kept of a column. */
    public static final int MOST_QUANTILES = 100_001;
}
