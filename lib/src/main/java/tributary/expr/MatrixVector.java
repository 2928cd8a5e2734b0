package tributary.expr;

import java.util.List;

/**
 * A matrix times a vector.
 *
 * @param matrix {@code axis.size() * vector size} levels in row order
 * @param vector on levels
 * @param axis the result's levels
 */
public record MatrixVector(Expr matrix, Expr vector, Axis axis) implements Expr {
    /** Checks shapes. */
    public MatrixVector {
        boolean levels = matrix.axis().kind() == Axis.Kind.LEVELS
                && vector.axis().kind() == Axis.Kind.LEVELS
                && axis.kind() == Axis.Kind.LEVELS;
        if (!levels || matrix.axis().size() != axis.size() * vector.axis().size()) {
            throw new IllegalArgumentException(
                    matrix.axis() + " is not a matrix that maps " + vector.axis() + " to " + axis);
        }
    }

    @Override
    public List<Expr> arguments() {
        return List.of(matrix, vector);
    }

    @Override
    public Expr withArguments(List<Expr> arguments) {
        return new MatrixVector(arguments.get(0), arguments.get(1), axis);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.matrixVector(this);
    }
}
