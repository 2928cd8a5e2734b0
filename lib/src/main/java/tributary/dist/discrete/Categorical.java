package tributary.dist.discrete;

import static tributary.expr.Exprs.log;

import java.util.List;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Expr;
import tributary.random.RandomStream;

/** Categorical(p): the level k, counted from 0, with probability {@code p[k]}. */
public final class Categorical extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public Categorical() {
        super("categorical", Support.counts(), Argument.vector("p", Support.simplex()));
    }

    @Override
    public Support support(List<Expr> arguments) {
        return Support.levels(arguments.size());
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        return log(Terms.pick(value, arguments));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return quantile(stream.nextDouble(), arguments);
    }

    @Override
    public double cdf(double x, double... arguments) {
        double sum = 0;
        for (int k = 0; k < arguments.length && k <= x; k++) {
            sum += arguments[k];
        }
        return x >= arguments.length - 1 ? 1 : sum;
    }

    @Override
    public double quantile(double p, double... arguments) {
        double sum = 0;
        for (int k = 0; k < arguments.length - 1; k++) {
            sum += arguments[k];
            if (p <= sum) {
                return k;
            }
        }
        return arguments.length - 1;
    }
}
