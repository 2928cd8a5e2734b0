package tributary.dist.continuous;

import static tributary.expr.Exprs.exp;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Incomplete;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.math.Elementary;
import tributary.random.RandomStream;

/**
 * GammaLog(shape, eta): the gamma distribution of mean exp(eta), that is Gamma(shape, rate = shape exp(-eta)): the
 * outcome of a gamma regression with log link.
 */
public final class GammaLog extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public GammaLog() {
        super("gamma_log", Support.positive(), Argument.positive("shape"), Argument.real("eta"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        return Densities.gammaLog(value, arguments.get(0), arguments.get(1));
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(exp(arguments.get(1)));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        double logRatio = stream.nextLogGamma(arguments[0]) - Elementary.log(arguments[0]);
        return Terms.positive(Elementary.exp(arguments[1] + logRatio));
    }

    @Override
    public double cdf(double x, double... arguments) {
        return x <= 0 ? 0 : Incomplete.lowerGamma(arguments[0], arguments[0] * x * Elementary.exp(-arguments[1]));
    }

    @Override
    public double survival(double x, double... arguments) {
        return x <= 0 ? 1 : Incomplete.upperGamma(arguments[0], arguments[0] * x * Elementary.exp(-arguments[1]));
    }
}
