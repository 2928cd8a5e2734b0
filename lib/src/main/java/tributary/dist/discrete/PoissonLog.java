package tributary.dist.discrete;

import static tributary.expr.Exprs.exp;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.CountSampler;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.math.Elementary;
import tributary.random.RandomStream;

/** PoissonLog(eta): the Poisson distribution of mean exp(eta). */
public final class PoissonLog extends Family {
    private static final long serialVersionUID = 1L;

    private static final Poisson POISSON = new Poisson();

    /** The family. */
    public PoissonLog() {
        super("poisson_log", Support.counts(), Argument.real("eta"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        return Densities.poissonLog(value, arguments.get(0));
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(exp(arguments.get(0)));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return CountSampler.poisson(stream, Elementary.exp(arguments[0]));
    }

    @Override
    public double cdf(double x, double... arguments) {
        return POISSON.cdf(x, Elementary.exp(arguments[0]));
    }

    @Override
    public double survival(double x, double... arguments) {
        return POISSON.survival(x, Elementary.exp(arguments[0]));
    }
}
