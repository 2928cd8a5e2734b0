package tributary.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code out[t] = input[t - steps]} along time within a series, and {@code fill} before its start.
 *
 * @param input on rows or levels, in time order
 * @param steps how far back, at least 0
 * @param fill the value before the start of a series
 * @param series runs of equal keys are the series; null when all elements are one series
 */
public record Lag(
        Expr input, int steps, double fill, @Nullable Index series) implements Expr {
    /** Checks steps and axes. */
    public Lag {
        checkSeries(input, series);
        if (steps < 0) {
            throw new IllegalArgumentException("a lag cannot look forward: " + steps + " steps");
        }
    }

    static void checkSeries(Expr input, @Nullable Index series) {
        if (input.axis().isScalar() || (series != null && !series.from().equals(input.axis()))) {
            throw new IllegalArgumentException(
                    "values on " + input.axis() + " are not ordered by series " + (series == null ? "" : series));
        }
    }

    @Override
    public Axis axis() {
        return input.axis();
    }

    @Override
    public List<Expr> arguments() {
        return List.of(input);
    }

    @Override
    public Expr withArguments(List<Expr> arguments) {
        return new Lag(arguments.get(0), steps, fill, series);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.lag(this);
    }
}
