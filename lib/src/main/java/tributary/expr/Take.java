package tributary.expr;

import java.util.List;

/**
 * Chosen elements of a vector over levels, by fixed positions: one as a scalar, or several on an axis of their own.
 *
 * @param source the vector
 * @param positions which elements, from 0, repeats allowed
 * @param axis scalar for one position, else levels, as many as positions
 */
public record Take(Expr source, List<Integer> positions, Axis axis) implements Expr {
    /** Checks positions and axes. */
    public Take {
        positions = List.copyOf(positions);
        if (source.axis().kind() != Axis.Kind.LEVELS || axis.isRows() || positions.size() != axis.size()) {
            throw new IllegalArgumentException(
                    "cannot take " + positions.size() + " elements of " + source.axis() + " onto " + axis);
        }
        for (int position : positions) {
            if (position < 0 || position >= source.axis().size()) {
                throw new IllegalArgumentException("there is no element " + position + " in " + source.axis());
            }
        }
    }

    @Override
    public List<Expr> arguments() {
        return List.of(source);
    }

    @Override
    public Expr withArguments(List<Expr> arguments) {
        return new Take(arguments.get(0), positions, axis);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.take(this);
    }
}
