package tributary.dist.compound;

import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.equal;
import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.logAddExp;
import static tributary.expr.Exprs.select;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.dist.Univariate;
import tributary.expr.Expr;
import tributary.random.RandomStream;

/**
 * ZeroInflated(theta, ...): 0 with probability theta, else a count of the inner family, which can be 0 too: {@code
 * P(0) = theta + (1 - theta) inner(0)}, {@code P(k) = (1 - theta) inner(k)} above.
 */
public final class ZeroInflated extends Family {
    private static final long serialVersionUID = 1L;

    private final Univariate inner;

    /** The zero-inflated form of a family of counts, called {@code zero_inflated_} and its name. */
    public ZeroInflated(Univariate inner) {
        super("zero_inflated_" + inner.name(), Support.counts(), arguments(inner));
        this.inner = inner;
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        Expr theta = arguments.get(0);
        Expr counted = Terms.logComplement(theta).plus(inner.logDensity(value, rest(arguments)));
        return select(equal(value, constant(0)), logAddExp(log(theta), counted), counted);
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        Expr counted = constant(1).minus(arguments.get(0));
        return inner.mean(rest(arguments)).map(counted::times);
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return stream.nextDouble() < arguments[0] ? 0 : inner.sample(stream, rest(arguments));
    }

    @Override
    public double cdf(double x, double... arguments) {
        return x < 0 ? 0 : arguments[0] + (1 - arguments[0]) * inner.cdf(x, rest(arguments));
    }

    @Override
    public double survival(double x, double... arguments) {
        return x < 0 ? 1 : (1 - arguments[0]) * inner.survival(x, rest(arguments));
    }

    /** The arguments of a mixture with zero: theta, then those of the inner family. */
    static Argument[] arguments(Univariate inner) {
        return Stream.concat(Stream.of(Argument.probability("theta")), inner.arguments().stream())
                .toArray(Argument[]::new);
    }

    static List<Expr> rest(List<Expr> arguments) {
        return arguments.subList(1, arguments.size());
    }

    static double[] rest(double... arguments) {
        return Arrays.copyOfRange(arguments, 1, arguments.length);
    }
}
