package tributary.dist.discrete;

import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.sigmoid;

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

/** BinomialLogit(n, eta): the successes in n trials of log odds eta. */
public final class BinomialLogit extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public BinomialLogit() {
        super("binomial_logit", Support.counts(), Argument.count("n"), Argument.real("eta"));
    }

    @Override
    public Support support(List<Expr> arguments) {
        return Support.integers(constant(0), arguments.get(0));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        return Densities.binomialLogit(value, arguments.get(0), arguments.get(1));
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(arguments.get(0).times(sigmoid(arguments.get(1))));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return CountSampler.binomial(stream, arguments[0], Elementary.sigmoid(arguments[1]));
    }

    @Override
    public double cdf(double x, double... arguments) {
        return 1 - survival(x, arguments);
    }

    @Override
    public double survival(double x, double... arguments) {
        return Binomial.above(x, arguments[0], Elementary.sigmoid(arguments[1]));
    }
}
