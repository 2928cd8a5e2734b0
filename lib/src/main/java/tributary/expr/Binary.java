package tributary.expr;

import java.util.List;
import tributary.math.BinaryFunction;

/** A function of two arguments, element by element; a scalar argument is broadcast. */
public record Binary(BinaryFunction function, Expr left, Expr right) implements Expr {
    /** Checks that the axes go together. */
    public Binary {
        left.axis().with(right.axis());
    }

    @Override
    public Axis axis() {
        return left.axis().with(right.axis());
    }

    @Override
    public List<Expr> arguments() {
        return List.of(left, right);
    }

    @Override
    public Expr withArguments(List<Expr> arguments) {
        return new Binary(function, arguments.get(0), arguments.get(1));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.binary(this);
    }
}
