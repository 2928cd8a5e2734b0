package tributary.dist.continuous;

import static tributary.expr.Exprs.exp;
import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.normalLogCdf;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.math.Elementary;
import tributary.math.Special;
import tributary.random.NormalQuantile;
import tributary.random.RandomStream;

/**
 * LogNormal(mu, sigma), the exponential of a Normal(mu, sigma): density {@code normal(log x; mu, sigma) / x} for x
 * above 0; the median is exp(mu).
 */
public final class LogNormal extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public LogNormal() {
        super("lognormal", Support.positive(), Argument.real("mu"), Argument.positive("sigma"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        Expr logarithm = log(value);
        return Densities.normal(logarithm, arguments.get(0), arguments.get(1)).minus(logarithm);
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(exp(arguments.get(0).plus(arguments.get(1).squared().times(0.5))));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return Terms.positive(Elementary.exp(arguments[0] + arguments[1] * stream.nextGaussian()));
    }

    @Override
    public double cdf(double x, double... arguments) {
        return x <= 0 ? 0 : Special.normalCdf((Elementary.log(x) - arguments[0]) / arguments[1]);
    }

    @Override
    public double survival(double x, double... arguments) {
        return x <= 0 ? 1 : Special.normalCdf((arguments[0] - Elementary.log(x)) / arguments[1]);
    }

    @Override
    public double quantile(double p, double... arguments) {
        return Terms.positive(Elementary.exp(arguments[0] + arguments[1] * NormalQuantile.of(p)));
    }

    @Override
    public double upperQuantile(double q, double... arguments) {
        return Terms.positive(Elementary.exp(arguments[0] - arguments[1] * NormalQuantile.of(q)));
    }

    @Override
    public Optional<Expr> logCdf(Expr value, List<Expr> arguments) {
        return Optional.of(normalLogCdf(log(value).minus(arguments.get(0)).over(arguments.get(1))));
    }

    @Override
    public Optional<Expr> logSurvival(Expr value, List<Expr> arguments) {
        return Optional.of(normalLogCdf(arguments.get(0).minus(log(value)).over(arguments.get(1))));
    }
}
