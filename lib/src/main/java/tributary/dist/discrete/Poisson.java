package tributary.dist.discrete;

import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.logGamma;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.CountSampler;
import tributary.dist.Family;
import tributary.dist.Incomplete;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.random.RandomStream;

/** Poisson(rate): {@code rate^k exp(-rate) / k!} on the counts; rate is the mean, not negative. */
public final class Poisson extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public Poisson() {
        super("poisson", Support.counts(), Argument.scalar("rate", Support.nonNegative()));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        Expr rate = arguments.get(0);
        return Terms.isExponential(rate)
                ? Densities.poissonLog(value, log(rate))
                : Terms.countTimesLog(value, log(rate)).minus(rate).minus(logGamma(value.plus(1)));
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(arguments.get(0));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return CountSampler.poisson(stream, arguments[0]);
    }

    @Override
    public double cdf(double x, double... arguments) {
        return x < 0 ? 0 : Incomplete.upperGamma(StrictMath.floor(x) + 1, arguments[0]);
    }

    @Override
    public double survival(double x, double... arguments) {
        return x < 0 ? 1 : Incomplete.lowerGamma(StrictMath.floor(x) + 1, arguments[0]);
    }
}
