package tributary.dist.continuous;

import static tributary.expr.Exprs.expm1;
import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.reciprocal;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.expr.Expr;
import tributary.math.Elementary;
import tributary.random.RandomStream;

/** Exponential(rate): density {@code rate exp(-rate x)} for x of at least 0; the mean is 1 / rate. */
public final class Exponential extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public Exponential() {
        super("exponential", Support.nonNegative(), Argument.positive("rate"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        Expr rate = arguments.get(0);
        return log(rate).minus(rate.times(value));
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(reciprocal(arguments.get(0)));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return stream.nextExponential() / arguments[0];
    }

    @Override
    public double cdf(double x, double... arguments) {
        return x <= 0 ? 0 : -Elementary.expm1(-arguments[0] * x);
    }

    @Override
    public double survival(double x, double... arguments) {
        return x <= 0 ? 1 : Elementary.exp(-arguments[0] * x);
    }

    @Override
    public double quantile(double p, double... arguments) {
        return -Elementary.log1p(-p) / arguments[0];
    }

    @Override
    public double upperQuantile(double q, double... arguments) {
        return -Elementary.log(q) / arguments[0];
    }

    @Override
    public Optional<Expr> logCdf(Expr value, List<Expr> arguments) {
        return Optional.of(log(expm1(arguments.get(0).times(value).negated()).negated()));
    }

    @Override
    public Optional<Expr> logSurvival(Expr value, List<Expr> arguments) {
        return Optional.of(arguments.get(0).times(value).negated());
    }
}
