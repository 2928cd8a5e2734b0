package tributary.expr;

import java.io.Serializable;
import java.util.List;
import tributary.math.BinaryFunction;
import tributary.math.UnaryFunction;

/**
 * A node of a symbolic graph: a formula over parameters and columns, with one value per element of its axis.
 *
 * <p>Nodes are immutable and may be shared; a scalar combines with any axis by broadcasting. Build them with
 * {@link Exprs}, {@link Densities} and {@link Adstock}, which simplify as they go, or with the methods here. Equality
 * is structural and walks the whole graph: to key maps by nodes use {@link java.util.IdentityHashMap}.
 */
public sealed interface Expr extends Serializable
        permits Constant,
                Parameter,
                Column,
                Unary,
                Binary,
                Select,
                LinearPredictor,
                Gather,
                Reduce,
                SegmentSum,
                Stack,
                Take,
                Convolve,
                Lag,
                Recurrence,
                Cholesky,
                TriangularSolve,
                MatrixVector {
    /** What this has one value per. */
    Axis axis();

    /** The nodes this is computed from, in order. */
    List<Expr> arguments();

    /** The same operation on other arguments, given in the order of {@link #arguments()}. */
    Expr withArguments(List<Expr> arguments);

    /** Calls the visitor's method for this kind of node. */
    <R> R accept(Visitor<R> visitor);

    /** {@code this + other}. */
    default Expr plus(Expr other) {
        return Exprs.binary(BinaryFunction.ADD, this, other);
    }

    /** {@code this + number}. */
    default Expr plus(double number) {
        return plus(Exprs.constant(number));
    }

    /** {@code this - other}. */
    default Expr minus(Expr other) {
        return Exprs.binary(BinaryFunction.SUBTRACT, this, other);
    }

    /** {@code this - number}. */
    default Expr minus(double number) {
        return minus(Exprs.constant(number));
    }

    /** {@code this * other}. */
    default Expr times(Expr other) {
        return Exprs.binary(BinaryFunction.MULTIPLY, this, other);
    }

    /** {@code this * number}. */
    default Expr times(double number) {
        return times(Exprs.constant(number));
    }

    /** {@code this / other}. */
    default Expr over(Expr other) {
        return Exprs.binary(BinaryFunction.DIVIDE, this, other);
    }

    /** {@code this / number}. */
    default Expr over(double number) {
        return over(Exprs.constant(number));
    }

    /** {@code this} to the power of other. */
    default Expr power(Expr other) {
        return Exprs.binary(BinaryFunction.POWER, this, other);
    }

    /** {@code this} to a constant power. */
    default Expr power(double number) {
        return power(Exprs.constant(number));
    }

    /** {@code -this}. */
    default Expr negated() {
        return Exprs.unary(UnaryFunction.NEGATE, this);
    }

    /** {@code this} squared. */
    default Expr squared() {
        return Exprs.unary(UnaryFunction.SQUARE, this);
    }

    /** One method per kind of node: the compiler lists the cases. */
    interface Visitor<R> {
        /** Visits a constant. */
        R constant(Constant node);

        /** Visits a parameter. */
        R parameter(Parameter node);

        /** Visits a column. */
        R column(Column node);

        /** Visits a function of one argument. */
        R unary(Unary node);

        /** Visits a function of two arguments. */
        R binary(Binary node);

        /** Visits a choice. */
        R select(Select node);

        /** Visits a linear predictor. */
        R linearPredictor(LinearPredictor node);

        /** Visits a look-up by level. */
        R gather(Gather node);

        /** Visits a reduction to a scalar. */
        R reduce(Reduce node);

        /** Visits a sum per level. */
        R segmentSum(SegmentSum node);

        /** Visits scalars made a vector. */
        R stack(Stack node);

        /** Visits chosen elements. */
        R take(Take node);

        /** Visits a convolution. */
        R convolve(Convolve node);

        /** Visits a lag. */
        R lag(Lag node);

        /** Visits a linear recurrence. */
        R recurrence(Recurrence node);

        /** Visits a Cholesky factor. */
        R cholesky(Cholesky node);

        /** Visits a triangular solve. */
        R triangularSolve(TriangularSolve node);

        /** Visits a matrix times a vector. */
        R matrixVector(MatrixVector node);
    }
}
