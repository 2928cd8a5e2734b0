package tributary.dist.continuous;

import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.logGamma;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Incomplete;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Expr;
import tributary.random.RandomStream;

/**
 * Gamma(shape, rate): density {@code rate^shape x^(shape - 1) exp(-rate x) / Gamma(shape)} for x above 0; the mean is
 * shape / rate.
 */
public final class Gamma extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public Gamma() {
        super("gamma", Support.positive(), Argument.positive("shape"), Argument.positive("rate"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        Expr shape = arguments.get(0);
        Expr rate = arguments.get(1);
        return shape.times(log(rate))
                .minus(logGamma(shape))
                .plus(shape.minus(1).times(log(value)).minus(rate.times(value)));
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(arguments.get(0).over(arguments.get(1)));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return Terms.positive(stream.nextGamma(arguments[0]) / arguments[1]);
    }

    @Override
    public double cdf(double x, double... arguments) {
        return x <= 0 ? 0 : Incomplete.lowerGamma(arguments[0], arguments[1] * x);
    }

    @Override
    public double survival(double x, double... arguments) {
        return x <= 0 ? 1 : Incomplete.upperGamma(arguments[0], arguments[1] * x);
    }
}
