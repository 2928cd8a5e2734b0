package tributary.expr;

import java.util.List;

/**
 * The solution x of {@code L x = b}, or of {@code L' x = b} when transposed.
 *
 * @param lower a lower triangular matrix as {@code size * size} levels in row order; its upper triangle is not read
 * @param right b, on an axis of size levels, which is the result's too
 * @param transposed whether to solve with the transpose
 */
public record TriangularSolve(Expr lower, Expr right, boolean transposed) implements Expr {
    /** Checks shapes. */
    public TriangularSolve {
        if (right.axis().kind() != Axis.Kind.LEVELS) {
            throw new IllegalArgumentException("the right side lies on " + right.axis() + ", not on levels");
        }
        Cholesky.checkSquare(lower, right.axis().size());
    }

    @Override
    public Axis axis() {
        return right.axis();
    }

    @Override
    public List<Expr> arguments() {
        return List.of(lower, right);
    }

    @Override
    public Expr withArguments(List<Expr> arguments) {
        return new TriangularSolve(arguments.get(0), arguments.get(1), transposed);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.triangularSolve(this);
    }
}
