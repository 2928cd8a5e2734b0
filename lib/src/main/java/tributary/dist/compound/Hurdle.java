package tributary.dist.compound;

import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.equal;
import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.select;

import java.util.List;
import java.util.Optional;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.dist.Univariate;
import tributary.expr.Expr;
import tributary.random.RandomStream;

/**
 * Hurdle(theta, ...): exactly 0 with probability theta, else a positive number of the inner family.
 *
 * <p>The density is theta at 0 (a probability) and {@code (1 - theta) inner(x)} above.
 */
public final class Hurdle extends Family {
    private static final long serialVersionUID = 1L;

    private final Univariate inner;

    /** The hurdle form of a family of positive numbers, called {@code hurdle_} and its name. */
    public Hurdle(Univariate inner) {
        super("hurdle_" + inner.name(), Support.nonNegative(), ZeroInflated.arguments(inner));
        this.inner = inner;
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        Expr theta = arguments.get(0);
        Expr zero = equal(value, constant(0));
        Expr positive = select(zero, constant(1), value);
        return select(
                zero,
                log(theta),
                Terms.logComplement(theta).plus(inner.logDensity(positive, ZeroInflated.rest(arguments))));
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        Expr counted = constant(1).minus(arguments.get(0));
        return inner.mean(ZeroInflated.rest(arguments)).map(counted::times);
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return stream.nextDouble() < arguments[0] ? 0 : inner.sample(stream, ZeroInflated.rest(arguments));
    }

    @Override
    public double cdf(double x, double... arguments) {
        double theta = arguments[0];
        return x < 0 ? 0 : theta + (1 - theta) * inner.cdf(x, ZeroInflated.rest(arguments));
    }

    @Override
    public double survival(double x, double... arguments) {
        return x < 0 ? 1 : (1 - arguments[0]) * inner.survival(x, ZeroInflated.rest(arguments));
    }

    @Override
    public double quantile(double p, double... arguments) {
        double theta = arguments[0];
        return p <= theta ? 0 : inner.quantile((p - theta) / (1 - theta), ZeroInflated.rest(arguments));
    }

    @Override
    public double upperQuantile(double q, double... arguments) {
        double rest = 1 - arguments[0];
        return q >= rest ? 0 : inner.upperQuantile(q / rest, ZeroInflated.rest(arguments));
    }
}
