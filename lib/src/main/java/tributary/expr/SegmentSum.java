package tributary.expr;

import java.util.List;

/** For every level the sum over the elements that belong to it; 0 where none does. The mirror of {@link Gather}. */
public record SegmentSum(Expr argument, Index index) implements Expr {
    /** Checks that the index belongs to the argument's axis. */
    public SegmentSum {
        if (!argument.axis().equals(index.from())) {
            throw new IllegalArgumentException("index '" + index.name() + "' belongs to " + index.from()
                    + ", but the values lie on " + argument.axis());
        }
    }

    @Override
    public Axis axis() {
        return index.to();
    }

    @Override
    public List<Expr> arguments() {
        return List.of(argument);
    }

    @Override
    public Expr withArguments(List<Expr> arguments) {
        return new SegmentSum(arguments.get(0), index);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.segmentSum(this);
    }
}
