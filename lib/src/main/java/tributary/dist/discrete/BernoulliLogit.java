package tributary.dist.discrete;

import static tributary.expr.Exprs.sigmoid;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.math.Elementary;
import tributary.random.RandomStream;

/** BernoulliLogit(eta): 1 with probability {@code 1 / (1 + exp(-eta))}, else 0; eta is the log odds. */
public final class BernoulliLogit extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public BernoulliLogit() {
        super("bernoulli_logit", Support.levels(2), Argument.real("eta"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        return Densities.bernoulliLogit(value, arguments.get(0));
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(sigmoid(arguments.get(0)));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return quantile(stream.nextDouble(), arguments);
    }

    @Override
    public double cdf(double x, double... arguments) {
        return x < 0 ? 0 : x < 1 ? Elementary.sigmoid(-arguments[0]) : 1;
    }

    @Override
    public double survival(double x, double... arguments) {
        return x < 0 ? 1 : x < 1 ? Elementary.sigmoid(arguments[0]) : 0;
    }

    @Override
    public double quantile(double p, double... arguments) {
        return p <= Elementary.sigmoid(-arguments[0]) ? 0 : 1;
    }
}
