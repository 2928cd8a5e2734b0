package tributary.expr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.math.BinaryFunction;
import tributary.math.UnaryFunction;

/**
 * The ways to build a graph: one factory per operation, which folds constants and drops what does nothing.
 */
public final class Exprs {
    private Exprs() {}

    /** One number. */
    public static Expr constant(double value) {
        return Constant.of(value);
    }

    /** The same number at every element of an axis. */
    public static Expr fill(Axis axis, double value) {
        return Constant.fill(axis, value);
    }

    /** One coordinate of the position. */
    public static Parameter parameter(String name) {
        return new Parameter(name, Axis.SCALAR);
    }

    /** One coordinate of the position per element. */
    public static Parameter parameter(String name, Axis axis) {
        return new Parameter(name, axis);
    }

    /** A column of data. */
    public static Column column(String name, Axis axis) {
        return new Column(name, axis);
    }

    /** A function of one argument. */
    public static Expr unary(UnaryFunction function, Expr x) {
        return Simplify.unary(function, x);
    }

    /** A function of two arguments. */
    public static Expr binary(BinaryFunction function, Expr left, Expr right) {
        return Simplify.binary(function, left, right);
    }

    /** The exponential. */
    public static Expr exp(Expr x) {
        return unary(UnaryFunction.EXP, x);
    }

    /** {@code exp(x) - 1}. */
    public static Expr expm1(Expr x) {
        return unary(UnaryFunction.EXPM1, x);
    }

    /** The natural logarithm. */
    public static Expr log(Expr x) {
        return unary(UnaryFunction.LOG, x);
    }

    /** {@code log(1 + x)}. */
    public static Expr log1p(Expr x) {
        return unary(UnaryFunction.LOG1P, x);
    }

    /** {@code log(1 - exp(x))} for negative x. */
    public static Expr log1mExp(Expr x) {
        return log(expm1(x).negated());
    }

    /** The square root. */
    public static Expr sqrt(Expr x) {
        return unary(UnaryFunction.SQRT, x);
    }

    /** {@code 1 / (1 + exp(-x))}. */
    public static Expr sigmoid(Expr x) {
        return unary(UnaryFunction.SIGMOID, x);
    }

    /** {@code log(x / (1 - x))}. */
    public static Expr logit(Expr x) {
        return unary(UnaryFunction.LOGIT, x);
    }

    /** {@code log(1 + exp(x))}. */
    public static Expr softplus(Expr x) {
        return unary(UnaryFunction.SOFTPLUS, x);
    }

    /** The hyperbolic tangent. */
    public static Expr tanh(Expr x) {
        return unary(UnaryFunction.TANH, x);
    }

    /** The arc tangent. */
    public static Expr arctan(Expr x) {
        return unary(UnaryFunction.ARCTAN, x);
    }

    /** The absolute value. */
    public static Expr abs(Expr x) {
        return unary(UnaryFunction.ABS, x);
    }

    /** 1 where {@code x >= 0}, else 0. */
    public static Expr step(Expr x) {
        return unary(UnaryFunction.STEP, x);
    }

    /** {@code 1 / x}. */
    public static Expr reciprocal(Expr x) {
        return unary(UnaryFunction.RECIPROCAL, x);
    }

    /** {@code log Gamma(x)}. */
    public static Expr logGamma(Expr x) {
        return unary(UnaryFunction.LOG_GAMMA, x);
    }

    /** The derivative of {@code log Gamma}. */
    public static Expr digamma(Expr x) {
        return unary(UnaryFunction.DIGAMMA, x);
    }

    /** {@code log B(a, b)}. */
    public static Expr logBeta(Expr a, Expr b) {
        return logGamma(a).plus(logGamma(b)).minus(logGamma(a.plus(b)));
    }

    /** The logarithm of n over k. */
    public static Expr logChoose(Expr n, Expr k) {
        return logGamma(n.plus(1))
                .minus(logGamma(k.plus(1)))
                .minus(logGamma(n.minus(k).plus(1)));
    }

    /** The standard normal distribution function. */
    public static Expr normalCdf(Expr x) {
        return unary(UnaryFunction.NORMAL_CDF, x);
    }

    /** The logarithm of the standard normal distribution function. */
    public static Expr normalLogCdf(Expr x) {
        return unary(UnaryFunction.NORMAL_LOG_CDF, x);
    }

    /** The smaller. */
    public static Expr min(Expr a, Expr b) {
        return binary(BinaryFunction.MINIMUM, a, b);
    }

    /** The larger. */
    public static Expr max(Expr a, Expr b) {
        return binary(BinaryFunction.MAXIMUM, a, b);
    }

    /** {@code log(exp(a) + exp(b))}. */
    public static Expr logAddExp(Expr a, Expr b) {
        return binary(BinaryFunction.LOG_ADD_EXP, a, b);
    }

    /** 1 where {@code a < b}, else 0. */
    public static Expr less(Expr a, Expr b) {
        return binary(BinaryFunction.LESS, a, b);
    }

    /** 1 where {@code a <= b}, else 0. */
    public static Expr lessOrEqual(Expr a, Expr b) {
        return binary(BinaryFunction.LESS_OR_EQUAL, a, b);
    }

    /** 1 where {@code a == b}, else 0. */
    public static Expr equal(Expr a, Expr b) {
        return binary(BinaryFunction.EQUAL, a, b);
    }

    /** 1 where both are not 0, else 0, of conditions that are 0 or 1. */
    public static Expr and(Expr a, Expr b) {
        return a.times(b);
    }

    /** 1 where either is not 0, else 0, of conditions that are 0 or 1. */
    public static Expr or(Expr a, Expr b) {
        return max(a, b);
    }

    /** 1 where the condition is 0, else 0. */
    public static Expr not(Expr condition) {
        return equal(condition, constant(0));
    }

    /** {@code condition != 0 ? chosen : otherwise}. */
    public static Expr select(Expr condition, Expr chosen, Expr otherwise) {
        return Simplify.select(condition, chosen, otherwise);
    }

    /** The value where the condition holds, negative infinity elsewhere: a density within its support. */
    public static Expr within(Expr condition, Expr value) {
        return select(condition, value, constant(Double.NEGATIVE_INFINITY));
    }

    /** {@code offset + sum_k coefficient_k * regressor_k}. */
    public static Expr linear(Expr offset, List<? extends Expr> coefficients, List<? extends Expr> regressors) {
        return regressors.isEmpty()
                ? offset
                : new LinearPredictor(offset, List.copyOf(coefficients), List.copyOf(regressors));
    }

    /** {@code source[index]}. */
    public static Expr gather(Expr source, Index index) {
        return source instanceof Constant c && c.isUniform()
                ? fill(index.from(), c.value(0))
                : new Gather(source, index);
    }

    /** The sum of all elements. */
    public static Expr sum(Expr x) {
        return x.axis().isScalar() ? x : new Reduce(Reduce.Operator.SUM, x);
    }

    /** The sum of several expressions, element by element, as a balanced tree. */
    public static Expr add(List<? extends Expr> terms) {
        if (terms.isEmpty()) {
            return constant(0);
        }
        List<Expr> level = new ArrayList<>(terms);
        while (level.size() > 1) {
            List<Expr> next = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                next.add(i + 1 < level.size() ? level.get(i).plus(level.get(i + 1)) : level.get(i));
            }
            level = next;
        }
        return level.get(0);
    }

    /** The sum of several expressions, element by element. */
    public static Expr add(Expr... terms) {
        return add(Arrays.asList(terms));
    }

    /** {@code log sum exp} over all elements. */
    public static Expr logSumExp(Expr x) {
        return x.axis().isScalar() ? x : new Reduce(Reduce.Operator.LOG_SUM_EXP, x);
    }

    /** For every level the sum over its elements. */
    public static Expr segmentSum(Expr x, Index index) {
        return new SegmentSum(x, index);
    }

    /** The sum of products over one axis. */
    public static Expr dot(Expr a, Expr b) {
        return sum(a.times(b));
    }

    /** Scalars as a vector over levels. */
    public static Expr stack(Axis axis, List<? extends Expr> scalars) {
        return new Stack(axis, List.copyOf(scalars));
    }

    /** One element of a vector over levels. */
    public static Expr element(Expr vector, int position) {
        if (vector instanceof Stack stack) {
            return stack.arguments().get(position);
        }
        return new Take(vector, List.of(position), Axis.SCALAR);
    }

    /** Chosen elements of a vector over levels, on an axis of their own. */
    public static Expr take(Expr vector, List<Integer> positions, Axis axis) {
        return new Take(vector, positions, axis);
    }

    /** A causal convolution along time. */
    public static Expr convolve(Expr input, Expr weights, @Nullable Index series) {
        return new Convolve(input, weights, series);
    }

    /** Values of some steps before, 0 before the start. */
    public static Expr lag(Expr input, int steps, @Nullable Index series) {
        return steps == 0 ? input : new Lag(input, steps, 0, series);
    }

    /** The running sum. */
    public static Expr cumulativeSum(Expr input, @Nullable Index series) {
        return new Recurrence(input, constant(1), series);
    }

    /** {@code out[t] = decay[t] * out[t - 1] + input[t]}. */
    public static Expr recurrence(Expr input, Expr decay, @Nullable Index series) {
        return new Recurrence(input, decay, series);
    }

    /** The lower Cholesky factor of a matrix in row order. */
    public static Expr cholesky(Expr matrix, int size) {
        return new Cholesky(matrix, size);
    }

    /** The solution of {@code L x = b}. */
    public static Expr solveLower(Expr lower, Expr right) {
        return new TriangularSolve(lower, right, false);
    }

    /** The solution of {@code L' x = b}. */
    public static Expr solveLowerTransposed(Expr lower, Expr right) {
        return new TriangularSolve(lower, right, true);
    }

    /** The diagonal of a square matrix in row order. */
    public static Expr diagonal(Expr matrix, Axis axis) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < axis.size(); i++) {
            positions.add(i * (axis.size() + 1));
        }
        return take(matrix, positions, axis);
    }

    /** A matrix in row order times a vector. */
    public static Expr matrixVector(Expr matrix, Expr vector, Axis axis) {
        return new MatrixVector(matrix, vector, axis);
    }
}
