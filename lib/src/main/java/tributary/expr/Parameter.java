package tributary.expr;

import java.util.List;

/**
 * A slice of the unconstrained position: one coordinate, or one per element of an axis, found by name in the
 * {@link Layout}.
 */
public record Parameter(String name, Axis axis) implements Expr {
    @Override
    public List<Expr> arguments() {
        return List.of();
    }

    @Override
    public Expr withArguments(List<Expr> arguments) {
        return this;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.parameter(this);
    }
}
