package tributary.expr;

import java.util.List;

/**
 * {@code condition != 0 ? chosen : otherwise}, element by element. The branch not taken contributes nothing to the
 * gradient, whatever its value; no derivative flows through the condition.
 */
public record Select(Expr condition, Expr chosen, Expr otherwise) implements Expr {
    /** Checks that the axes go together. */
    public Select {
        condition.axis().with(chosen.axis()).with(otherwise.axis());
    }

    @Override
    public Axis axis() {
        return condition.axis().with(chosen.axis()).with(otherwise.axis());
    }

    @Override
    public List<Expr> arguments() {
        return List.of(condition, chosen, otherwise);
    }

    @Override
    public Expr withArguments(List<Expr> arguments) {
        return new Select(arguments.get(0), arguments.get(1), arguments.get(2));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.select(this);
    }
}
