package tributary.dist;

import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.equal;
import static tributary.expr.Exprs.less;
import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.log1p;
import static tributary.expr.Exprs.logGamma;
import static tributary.expr.Exprs.select;
import static tributary.expr.Exprs.softplus;

import java.util.List;
import tributary.expr.Expr;
import tributary.expr.Unary;
import tributary.math.UnaryFunction;

/**
 * Terms that several log densities share, each in the form that keeps its digits.
 *
 * <p>Where a probability is written as the sigmoid of something, its logarithm and that of its complement are taken of
 * the meaning and not of the rounded number: {@code log(1 - sigmoid(800))} is -800.
 */
public final class Terms {
    /** The logarithm of 2. */
    public static final double LOG_TWO = 0.69314718055994530942;

    private static final double STIRLING_FROM = 1e4;

    private Terms() {}

    /** {@code log(1 - p)} of a probability. */
    public static Expr logComplement(Expr p) {
        return isSigmoid(p) ? softplus(logOdds(p)).negated() : log1p(p.negated());
    }

    /** Whether an expression is written as a sigmoid. */
    public static boolean isSigmoid(Expr p) {
        return p instanceof Unary unary && unary.function() == UnaryFunction.SIGMOID;
    }

    /** The argument of a sigmoid. */
    public static Expr logOdds(Expr p) {
        return ((Unary) p).argument();
    }

    /** {@code count * logarithm}, and 0 where the count is 0 even if the logarithm is infinite. */
    public static Expr countTimesLog(Expr count, Expr logarithm) {
        return select(equal(count, constant(0)), constant(0), count.times(logarithm));
    }

    /**
     * {@code log(Gamma(a + n) / Gamma(a))}: the rising factorial. For large a by Stirling's series of the ratio,
     * because the two logarithms would cancel to noise.
     */
    public static Expr logRising(Expr a, Expr n) {
        Expr sum = a.plus(n);
        Expr direct = logGamma(sum).minus(logGamma(a));
        Expr series = n.times(log(a))
                .plus(sum.minus(0.5).times(log1p(n.over(a))))
                .minus(n)
                .plus(stirling(sum).minus(stirling(a)));
        return select(less(constant(STIRLING_FROM), a), series, direct);
    }

    /** The option whose number, counted from 0, is the level: a chain of choices, for a few options. */
    public static Expr pick(Expr level, List<Expr> options) {
        Expr picked = options.get(options.size() - 1);
        for (int k = options.size() - 2; k >= 0; k--) {
            picked = select(equal(level, constant(k)), options.get(k), picked);
        }
        return picked;
    }

    /** Whether an expression is written as an exponential. */
    public static boolean isExponential(Expr x) {
        return x instanceof Unary unary && unary.function() == UnaryFunction.EXP;
    }

    /** The nearest double above zero of a number that underflowed to it; other numbers as they are. */
    public static double positive(double x) {
        return x == 0 ? Double.MIN_VALUE : x;
    }

    /** The nearest double strictly between 0 and 1. */
    public static double insideUnit(double x) {
        return Math.min(Math.max(x, Double.MIN_VALUE), Math.nextDown(1.0));
    }

    /** The first two terms of the correction to Stirling's formula, exact to 1e-21 from 10^4 on. */
    private static Expr stirling(Expr x) {
        return constant(1.0 / 12).minus(constant(1.0 / 360).over(x.squared())).over(x);
    }
}
