package tributary.expr;

import java.util.List;
import tributary.math.UnaryFunction;

/** A function of one argument, element by element. */
public record Unary(UnaryFunction function, Expr argument) implements Expr {
    @Override
    public Axis axis() {
        return argument.axis();
    }

    @Override
    public List<Expr> arguments() {
        return List.of(argument);
    }

    @Override
    public Expr withArguments(List<Expr> arguments) {
        return new Unary(function, arguments.get(0));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.unary(this);
    }
}
