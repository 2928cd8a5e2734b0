package tributary.expr;

import java.util.List;

/**
 * The lower Cholesky factor L of a symmetric positive definite matrix {@code A = L L'}, both as {@code size * size}
 * levels in row order. Only A's lower triangle is read; the strict upper triangle of L is 0; a matrix that is not
 * positive definite gives NaN.
 */
public record Cholesky(Expr matrix, int size) implements Expr {
    /** Checks the shape. */
    public Cholesky {
        checkSquare(matrix, size);
    }

    static void checkSquare(Expr matrix, int size) {
        if (matrix.axis().kind() != Axis.Kind.LEVELS || matrix.axis().size() != size * size) {
            throw new IllegalArgumentException(matrix.axis() + " is not a matrix of " + size + " by " + size);
        }
    }

    @Override
    public Axis axis() {
        return matrix.axis();
    }

    @Override
    public List<Expr> arguments() {
        return List.of(matrix);
    }

    @Override
    public Expr withArguments(List<Expr> arguments) {
        return new Cholesky(arguments.get(0), size);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.cholesky(this);
    }
}
