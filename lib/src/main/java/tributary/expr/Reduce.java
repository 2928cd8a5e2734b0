package tributary.expr;

import java.util.List;

/** All elements made one scalar. */
public record Reduce(Operator operator, Expr argument) implements Expr {
    /** The ways of reducing. */
    public enum Operator {
        /** The sum; 0 of nothing. */
        SUM,
        /** {@code log sum exp}; negative infinity of nothing. */
        LOG_SUM_EXP
    }

    @Override
    public Axis axis() {
        return Axis.SCALAR;
    }

    @Override
    public List<Expr> arguments() {
        return List.of(argument);
    }

    @Override
    public Expr withArguments(List<Expr> arguments) {
        return new Reduce(operator, arguments.get(0));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.reduce(this);
    }
}
