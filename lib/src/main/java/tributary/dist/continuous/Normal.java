package tributary.dist.continuous;

import static tributary.expr.Exprs.normalLogCdf;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.math.Special;
import tributary.random.NormalQuantile;
import tributary.random.RandomStream;

/**
 * Normal(mu, sigma): density {@code exp(-((x - mu) / sigma)^2 / 2) / (sigma sqrt(2 pi))} on the real line; sigma is
 * the standard deviation.
 */
public final class Normal extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public Normal() {
        super("normal", Support.real(), Argument.real("mu"), Argument.positive("sigma"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        return Densities.normal(value, arguments.get(0), arguments.get(1));
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(arguments.get(0));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return arguments[0] + arguments[1] * stream.nextGaussian();
    }

    @Override
    public double cdf(double x, double... arguments) {
        return Special.normalCdf((x - arguments[0]) / arguments[1]);
    }

    @Override
    public double survival(double x, double... arguments) {
        return Special.normalCdf((arguments[0] - x) / arguments[1]);
    }

    @Override
    public double quantile(double p, double... arguments) {
        return arguments[0] + arguments[1] * NormalQuantile.of(p);
    }

    @Override
    public double upperQuantile(double q, double... arguments) {
        return arguments[0] - arguments[1] * NormalQuantile.of(q);
    }

    @Override
    public Optional<Expr> logCdf(Expr value, List<Expr> arguments) {
        return Optional.of(normalLogCdf(value.minus(arguments.get(0)).over(arguments.get(1))));
    }

    @Override
    public Optional<Expr> logSurvival(Expr value, List<Expr> arguments) {
        return Optional.of(normalLogCdf(arguments.get(0).minus(value).over(arguments.get(1))));
    }
}
