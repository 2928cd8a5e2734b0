package tributary.dist;

import java.io.Serializable;
import java.util.List;
import tributary.expr.Expr;

/**
 * A smooth one-to-one map from unconstrained numbers u to the values of a support, with the logarithm of the absolute
 * determinant of its Jacobian: once in numbers, once as expressions.
 *
 * <p>The densities of constrained values become densities of u by adding {@link #logAbsDetJacobian}. Entries of the
 * symbolic form may lie on any axis; the result then has one value per element, not yet summed. For triangles and
 * simplices the Jacobian is that of the free numbers (the strict lower triangle; all but the last).
 */
public interface Bijector extends Serializable {
    /** How many unconstrained numbers make one value. */
    int unconstrainedSize();

    /** How many numbers a value has. */
    int constrainedSize();

    /** Writes the value at u. */
    void forward(double[] u, int fromU, double[] value, int fromValue);

    /** Writes the u of a value in the interior of the support; the inverse of {@link #forward}. */
    void inverse(double[] value, int fromValue, double[] u, int fromU);

    /** The logarithm of the absolute determinant of the Jacobian at u. */
    double logAbsDetJacobian(double[] u, int fromU);

    /** The value at u, as expressions. */
    List<Expr> forward(List<Expr> u);

    /** The logarithm of the absolute determinant of the Jacobian at u, as an expression. */
    Expr logAbsDetJacobian(List<Expr> u);

    /**
     * The map onto a support.
     *
     * @param support of continuous values
     * @param dimension the K of vectors and triangles; unused for single numbers
     * @throws IllegalArgumentException if the values are integers, which no smooth map reaches
     */
    static Bijector onto(Support support, int dimension) {
        return switch (support.kind()) {
            case REAL -> ElementBijector.onto(support);
            case SIMPLEX -> new SimplexBijector(dimension);
            case ORDERED -> new OrderedBijector(dimension);
            case CORRELATION_CHOLESKY -> new CorrelationBijector(dimension);
            case COVARIANCE_CHOLESKY -> new CovarianceBijector(dimension);
            case INTEGER ->
                throw new IllegalArgumentException(
                        "integers have no unconstrained form: a discrete unknown must be summed out or observed");
        };
    }
}
