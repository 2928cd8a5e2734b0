package tributary.expr;

import java.util.List;

/** Scalars made a vector over an axis of levels. */
public record Stack(Axis axis, List<Expr> arguments) implements Expr {
    /** Checks counts and axes. */
    public Stack {
        arguments = List.copyOf(arguments);
        if (axis.kind() != Axis.Kind.LEVELS || arguments.size() != axis.size()) {
            throw new IllegalArgumentException(arguments.size() + " scalars cannot be stacked on " + axis);
        }
        for (Expr argument : arguments) {
            if (!argument.axis().isScalar()) {
                throw new IllegalArgumentException("only scalars can be stacked, not values on " + argument.axis());
            }
        }
    }

    @Override
    public Expr withArguments(List<Expr> arguments) {
        return new Stack(axis, arguments);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.stack(this);
    }
}
