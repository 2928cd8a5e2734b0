package tributary.expr;

import java.util.List;

/** A column of data, found by name in {@link Columns}: one number per row or level. */
public record Column(String name, Axis axis) implements Expr {
    /** A column is never scalar. */
    public Column {
        if (axis.isScalar()) {
            throw new IllegalArgumentException("column '" + name + "' needs an axis");
        }
    }

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
        return visitor.column(this);
    }
}
