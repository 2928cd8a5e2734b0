package tributary.dist;

import static tributary.expr.Exprs.and;
import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.less;
import static tributary.expr.Exprs.lessOrEqual;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;
import tributary.expr.Constant;
import tributary.expr.Expr;
import tributary.expr.Exprs;

/**
 * The set of values a variable can take: real or integer between two bounds, or a constrained vector.
 *
 * <p>Bounds are expressions, because they may depend on arguments (the trials of a binomial, the ends of a
 * uniform); infinite bounds are constants. Questions in numbers ({@link #contains}) need constant bounds.
 *
 * @param kind what the values are
 * @param lower the lower bound of each number; minus infinity where there is none
 * @param upper the upper bound of each number; infinity where there is none
 * @param closed whether a finite bound itself is a value
 */
public record Support(Kind kind, Expr lower, Expr upper, boolean closed) implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double TOLERANCE = 1e-8;
    private static final Expr NO_LOWER = Exprs.constant(Double.NEGATIVE_INFINITY);
    private static final Expr NO_UPPER = Exprs.constant(Double.POSITIVE_INFINITY);

    /** What the values of a support are. */
    public enum Kind {
        /** Real numbers between the bounds, each number by itself. */
        REAL,
        /** Integers between the bounds, each number by itself. */
        INTEGER,
        /** A vector of positive numbers that sum to one. */
        SIMPLEX,
        /** A vector of increasing numbers. */
        ORDERED,
        /** The lower Cholesky factor of a correlation matrix: rows of length one, diagonal positive. */
        CORRELATION_CHOLESKY,
        /** The lower Cholesky factor of a covariance matrix: diagonal positive. */
        COVARIANCE_CHOLESKY
    }

    /** All real numbers. */
    public static Support real() {
        return unbounded(Kind.REAL);
    }

    /** Real numbers above zero. */
    public static Support positive() {
        return new Support(Kind.REAL, constant(0), NO_UPPER, false);
    }

    /** Zero and the real numbers above it. */
    public static Support nonNegative() {
        return interval(constant(0), NO_UPPER);
    }

    /** The open interval (0, 1). */
    public static Support unit() {
        return new Support(Kind.REAL, constant(0), constant(1), false);
    }

    /** A closed interval; an infinite end is no bound. */
    public static Support interval(Expr lower, Expr upper) {
        return new Support(Kind.REAL, lower, upper, true);
    }

    /** The integers 0, 1, 2, ... */
    public static Support counts() {
        return integers(constant(0), NO_UPPER);
    }

    /** The integers from lower to upper, both included. */
    public static Support integers(Expr lower, Expr upper) {
        return new Support(Kind.INTEGER, lower, upper, true);
    }

    /** The levels 0 to count - 1. */
    public static Support levels(int count) {
        return integers(constant(0), constant(count - 1));
    }

    /** Positive vectors that sum to one. */
    public static Support simplex() {
        return unbounded(Kind.SIMPLEX);
    }

    /** Increasing vectors. */
    public static Support ordered() {
        return unbounded(Kind.ORDERED);
    }

    /** Lower Cholesky factors of correlation matrices. */
    public static Support correlationCholesky() {
        return unbounded(Kind.CORRELATION_CHOLESKY);
    }

    /** Lower Cholesky factors of covariance matrices. */
    public static Support covarianceCholesky() {
        return unbounded(Kind.COVARIANCE_CHOLESKY);
    }

    /** 1 where one number of a value respects the bounds, else 0; says nothing of constraints across numbers. */
    public Expr inside(Expr number) {
        Expr above = isUnbounded(lower) ? constant(1) : ordered(lower, number);
        Expr below = isUnbounded(upper) ? constant(1) : ordered(number, upper);
        return and(above, below);
    }

    /**
     * Whether a value, all its numbers, lies in this support; sums and lengths of 1 up to 1e-8.
     *
     * @throws IllegalStateException if a bound is not a constant
     */
    public boolean contains(double... value) {
        return switch (kind) {
            case REAL -> Arrays.stream(value).allMatch(this::between);
            case INTEGER -> Arrays.stream(value).allMatch(x -> between(x) && x == StrictMath.rint(x));
            case SIMPLEX ->
                Arrays.stream(value).allMatch(x -> x >= 0)
                        && Math.abs(Arrays.stream(value).sum() - 1) <= TOLERANCE;
            case ORDERED ->
                IntStream.range(1, value.length).allMatch(k -> value[k - 1] < value[k])
                        && Arrays.stream(value).allMatch(Double::isFinite);
            case COVARIANCE_CHOLESKY -> positiveDiagonal(value);
            case CORRELATION_CHOLESKY -> positiveDiagonal(value) && rowsOfLengthOne(value);
        };
    }

    /**
     * The lower bound as a number.
     *
     * @throws IllegalStateException if it is not a constant
     */
    public double least() {
        return number(lower);
    }

    /**
     * The upper bound as a number.
     *
     * @throws IllegalStateException if it is not a constant
     */
    public double greatest() {
        return number(upper);
    }

    private static Support unbounded(Kind kind) {
        return new Support(kind, NO_LOWER, NO_UPPER, true);
    }

    private Expr ordered(Expr smaller, Expr larger) {
        return closed ? lessOrEqual(smaller, larger) : less(smaller, larger);
    }

    private boolean between(double x) {
        boolean within = closed ? x >= least() && x <= greatest() : x > least() && x < greatest();
        return within && Double.isFinite(x);
    }

    static boolean isUnbounded(Expr bound) {
        return bound instanceof Constant constant && Double.isInfinite(constant.value(0));
    }

    static double number(Expr bound) {
        if (bound instanceof Constant constant && constant.axis().isScalar()) {
            return constant.value(0);
        }
        throw new IllegalStateException("the bound " + bound
                + " depends on parameters or data: evaluate the arguments and ask for the support of the numbers");
    }

    private static boolean positiveDiagonal(double... triangle) {
        int dimension = Shape.TRIANGLE.dimension(triangle.length);
        return Arrays.stream(triangle).allMatch(Double::isFinite)
                && IntStream.range(0, dimension).allMatch(i -> triangle[Shape.TRIANGLE.size(i + 1) - 1] > 0);
    }

    private static boolean rowsOfLengthOne(double... triangle) {
        int dimension = Shape.TRIANGLE.dimension(triangle.length);
        return IntStream.range(0, dimension)
                .allMatch(i -> Math.abs(IntStream.range(Shape.TRIANGLE.size(i), Shape.TRIANGLE.size(i + 1))
                                        .mapToDouble(k -> triangle[k] * triangle[k])
                                        .sum()
                                - 1)
                        <= TOLERANCE);
    }
}
