package tributary.dist;

import static tributary.expr.Exprs.constant;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tributary.expr.Constant;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.random.RandomStream;

/**
 * A family of distributions of one number: with a distribution function, its inverse, and from them truncation and
 * draws that move monotonically with one uniform.
 */
public interface Univariate extends Distribution {
    @Override
    default Shape shape() {
        return Shape.SCALAR;
    }

    @Override
    default boolean discrete() {
        return false;
    }

    /** The normalised log density, or log probability, of a value in the support. */
    Expr logDensity(Expr value, List<Expr> arguments);

    /** One draw. */
    double sample(RandomStream stream, double... arguments);

    /** The probability of a value of at most x; x may be any number. */
    double cdf(double x, double... arguments);

    /** The probability of a value above x, accurate where it is small. */
    default double survival(double x, double... arguments) {
        return 1 - cdf(x, arguments);
    }

    /** The smallest value whose {@link #cdf} is at least p, for p in (0, 1). */
    default double quantile(double p, double... arguments) {
        return Inversion.quantile(x -> cdf(x, arguments), p, support(constants(arguments)));
    }

    /** The smallest value whose {@link #survival} is at most q: the quantile of 1 - q, accurate where q is small. */
    default double upperQuantile(double q, double... arguments) {
        return Inversion.quantile(x -> -survival(x, arguments), -q, support(constants(arguments)));
    }

    /**
     * The logarithm of {@link #cdf} as an expression, so that truncation can depend on parameters; empty where no
     * formula in the nodes of {@link Expr} exists.
     */
    default Optional<Expr> logCdf(Expr value, List<Expr> arguments) {
        return Optional.empty();
    }

    /** The logarithm of {@link #survival} as an expression; empty where there is no formula. */
    default Optional<Expr> logSurvival(Expr value, List<Expr> arguments) {
        return Optional.empty();
    }

    /** The mean, NaN where it does not exist; empty where there is no formula, or levels have no mean. */
    default Optional<Expr> mean(List<Expr> arguments) {
        return Optional.empty();
    }

    /** The log density at a number; negative infinity outside the support. */
    default double logDensity(double x, double... arguments) {
        List<Expr> constants = constants(arguments);
        return support(constants).contains(x)
                ? ((Constant) logDensity(constant(x), constants)).value(0)
                : Double.NEGATIVE_INFINITY;
    }

    /** Numbers as the expressions that stand for them. */
    private static List<Expr> constants(double... numbers) {
        return Arrays.stream(numbers).mapToObj(Exprs::constant).toList();
    }

    @Override
    default Expr logDensity(List<Expr> value, List<Expr> arguments) {
        return logDensity(value.get(0), arguments);
    }

    /** One draw; NaN where there is no such distribution, such as a beta one shape of which underflowed to zero. */
    @Override
    default void sample(RandomStream stream, double[] arguments, double[] value) {
        value[0] = Double.NaN;
        for (double argument : arguments) {
            if (Double.isNaN(argument)) {
                return;
            }
        }
        try {
            value[0] = sample(stream, arguments);
        } catch (IllegalArgumentException noSuchLaw) {
            value[0] = Double.NaN;
        }
    }
}
