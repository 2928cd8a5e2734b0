package tributary.dist.discrete;

import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.log1p;
import static tributary.expr.Exprs.select;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.random.RandomStream;

/** Bernoulli(p): 1 with probability p in [0, 1], else 0. */
public final class Bernoulli extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public Bernoulli() {
        super("bernoulli", Support.levels(2), Argument.probability("p"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        Expr p = arguments.get(0);
        return Terms.isSigmoid(p)
                ? Densities.bernoulliLogit(value, Terms.logOdds(p))
                : select(value, log(p), log1p(p.negated()));
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(arguments.get(0));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return quantile(stream.nextDouble(), arguments);
    }

    @Override
    public double cdf(double x, double... arguments) {
        return x < 0 ? 0 : x < 1 ? 1 - arguments[0] : 1;
    }

    @Override
    public double survival(double x, double... arguments) {
        return x < 0 ? 1 : x < 1 ? arguments[0] : 0;
    }

    @Override
    public double quantile(double p, double... arguments) {
        return p <= 1 - arguments[0] ? 0 : 1;
    }
}
