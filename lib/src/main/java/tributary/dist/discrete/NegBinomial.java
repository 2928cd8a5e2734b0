package tributary.dist.discrete;

import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.log1p;
import static tributary.expr.Exprs.logGamma;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.CountSampler;
import tributary.dist.Family;
import tributary.dist.Incomplete;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Expr;
import tributary.random.RandomStream;

/**
 * NegBinomial(mu, phi): {@code C(k + phi - 1, k) (mu / (mu + phi))^k (phi / (mu + phi))^phi} on the counts, of mean
 * mu and variance {@code mu + mu^2 / phi}: the Poisson with a Gamma(phi, phi / mu) rate.
 */
public final class NegBinomial extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public NegBinomial() {
        super("neg_binomial", Support.counts(), Argument.positive("mu"), Argument.positive("phi"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        Expr mu = arguments.get(0);
        Expr phi = arguments.get(1);
        return Terms.logRising(phi, value)
                .minus(logGamma(value.plus(1)))
                .plus(value.times(log(mu).minus(log(mu.plus(phi)))))
                .minus(phi.times(log1p(mu.over(phi))));
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(arguments.get(0));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return CountSampler.poisson(stream, arguments[0] * (stream.nextGamma(arguments[1]) / arguments[1]));
    }

    @Override
    public double cdf(double x, double... arguments) {
        double phi = arguments[1];
        return x < 0 ? 0 : Incomplete.beta(phi / (phi + arguments[0]), phi, StrictMath.floor(x) + 1);
    }

    @Override
    public double survival(double x, double... arguments) {
        double mu = arguments[0];
        return x < 0 ? 1 : Incomplete.beta(mu / (arguments[1] + mu), StrictMath.floor(x) + 1, arguments[1]);
    }
}
