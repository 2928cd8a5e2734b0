package tributary.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A causal convolution along time: {@code out[t] = sum_l weights[l] * input[t - l]}, l from 0, where time stays within
 * one series and inputs before its start are 0.
 *
 * @param input on rows or levels, in time order
 * @param weights on levels, one per lag
 * @param series runs of equal keys are the series; null when all elements are one series
 */
public record Convolve(Expr input, Expr weights, @Nullable Index series) implements Expr {
    /** Checks axes. */
    public Convolve {
        Lag.checkSeries(input, series);
        if (weights.axis().kind() != Axis.Kind.LEVELS) {
            throw new IllegalArgumentException("weights must lie on levels, not on " + weights.axis());
        }
    }

    @Override
    public Axis axis() {
        return input.axis();
    }

    @Override
    public List<Expr> arguments() {
        return List.of(input, weights);
    }

    @Override
    public Expr withArguments(List<Expr> arguments) {
        return new Convolve(arguments.get(0), arguments.get(1), series);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.convolve(this);
    }
}
