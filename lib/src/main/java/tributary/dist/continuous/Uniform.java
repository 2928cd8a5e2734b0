package tributary.dist.continuous;

import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.within;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.expr.Expr;
import tributary.random.RandomStream;

/** Uniform(lower, upper): density {@code 1 / (upper - lower)} on the closed interval, lower below upper. */
public final class Uniform extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public Uniform() {
        super("uniform", Support.real(), Argument.real("lower"), Argument.real("upper"));
    }

    @Override
    public Support support(List<Expr> arguments) {
        return Support.interval(arguments.get(0), arguments.get(1));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        Expr density = log(arguments.get(1).minus(arguments.get(0))).negated();
        // The value matters only by where it lies, and gives the density its axis.
        return within(support(arguments).inside(value), density);
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(arguments.get(0).plus(arguments.get(1)).times(0.5));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return quantile(stream.nextDouble(), arguments);
    }

    @Override
    public double cdf(double x, double... arguments) {
        return Math.max(0, Math.min(1, (x - arguments[0]) / (arguments[1] - arguments[0])));
    }

    @Override
    public double survival(double x, double... arguments) {
        return Math.max(0, Math.min(1, (arguments[1] - x) / (arguments[1] - arguments[0])));
    }

    @Override
    public double quantile(double p, double... arguments) {
        return (1 - p) * arguments[0] + p * arguments[1];
    }

    @Override
    public double upperQuantile(double q, double... arguments) {
        return q * arguments[0] + (1 - q) * arguments[1];
    }

    @Override
    public Optional<Expr> logCdf(Expr value, List<Expr> arguments) {
        return Optional.of(
                log(value.minus(arguments.get(0)).over(arguments.get(1).minus(arguments.get(0)))));
    }

    @Override
    public Optional<Expr> logSurvival(Expr value, List<Expr> arguments) {
        return Optional.of(
                log(arguments.get(1).minus(value).over(arguments.get(1).minus(arguments.get(0)))));
    }
}
