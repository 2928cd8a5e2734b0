package tributary.expr;

import java.util.List;

/** {@code source[index[i]]} for every element i of the index's own axis: a group's value at each of its rows. */
public record Gather(Expr source, Index index) implements Expr {
    /** Checks that the index points into the source. */
    public Gather {
        if (!source.axis().equals(index.to())) {
            throw new IllegalArgumentException("index '" + index.name() + "' points into " + index.to()
                    + ", but the values lie on " + source.axis());
        }
    }

    @Override
    public Axis axis() {
        return index.from();
    }

    @Override
    public List<Expr> arguments() {
        return List.of(source);
    }

    @Override
    public Expr withArguments(List<Expr> arguments) {
        return new Gather(arguments.get(0), index);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.gather(this);
    }
}
