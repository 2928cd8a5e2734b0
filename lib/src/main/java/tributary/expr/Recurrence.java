package tributary.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A linear recurrence along time: {@code out[t] = decay[t] * out[t - 1] + input[t]}, from 0 before the start of each
 * series. Decay 1 is the cumulative sum, a constant decay below 1 an infinite geometric adstock or an AR(1).
 *
 * @param input on rows or levels, in time order
 * @param decay scalar, or on the input's axis
 * @param series runs of equal keys are the series; null when all elements are one series
 */
public record Recurrence(Expr input, Expr decay, @Nullable Index series) implements Expr {
    /** Checks axes. */
    public Recurrence {
        Lag.checkSeries(input, series);
        if (!decay.axis().isScalar() && !decay.axis().equals(input.axis())) {
            throw new IllegalArgumentException("decay lies on " + decay.axis() + ", input on " + input.axis());
        }
    }

    @Override
    public Axis axis() {
        return input.axis();
    }

    @Override
    public List<Expr> arguments() {
        return List.of(input, decay);
    }

    @Override
    public Expr withArguments(List<Expr> arguments) {
        return new Recurrence(arguments.get(0), arguments.get(1), series);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.recurrence(this);
    }
}
