package tributary.dist.discrete;

import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.log1mExp;
import static tributary.expr.Exprs.softplus;

import java.util.ArrayList;
import java.util.List;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Expr;
import tributary.math.Elementary;
import tributary.random.RandomStream;

/**
 * OrderedLogit(eta, cuts): the number of cuts below {@code eta + noise} with logistic noise, so level k, counted from
 * 0, has probability {@code sigmoid(eta - cuts[k - 1]) - sigmoid(eta - cuts[k])}; K - 1 increasing cuts make K levels.
 */
public final class OrderedLogit extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public OrderedLogit() {
        super("ordered_logit", Support.counts(), Argument.real("eta"), Argument.vector("cuts", Support.ordered()));
    }

    @Override
    public Support support(List<Expr> arguments) {
        return Support.levels(arguments.size());
    }

    /**
     * {@code log(sigmoid(a) - sigmoid(b)) = log sigmoid(a) + log sigmoid(-b) + log(1 - exp(b - a))}: no difference of
     * nearly equal numbers.
     */
    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        Expr eta = arguments.get(0);
        List<Expr> below = new ArrayList<>(List.of(constant(Double.NEGATIVE_INFINITY)));
        List<Expr> above = new ArrayList<>(arguments.subList(1, arguments.size()));
        below.addAll(above);
        above.add(constant(Double.POSITIVE_INFINITY));
        List<Expr> gaps = new ArrayList<>(List.of(constant(0)));
        for (int k = 1; k < above.size() - 1; k++) {
            gaps.add(log1mExp(below.get(k).minus(above.get(k))));
        }
        gaps.add(constant(0));
        return Terms.pick(value, gaps)
                .minus(softplus(Terms.pick(value, below).minus(eta)))
                .minus(softplus(eta.minus(Terms.pick(value, above))));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return quantile(stream.nextDouble(), arguments);
    }

    @Override
    public double cdf(double x, double... arguments) {
        double k = StrictMath.floor(x);
        return k < 0 ? 0 : k + 1 >= arguments.length ? 1 : Elementary.sigmoid(arguments[(int) k + 1] - arguments[0]);
    }

    @Override
    public double survival(double x, double... arguments) {
        double k = StrictMath.floor(x);
        return k < 0 ? 1 : k + 1 >= arguments.length ? 0 : Elementary.sigmoid(arguments[0] - arguments[(int) k + 1]);
    }

    @Override
    public double quantile(double p, double... arguments) {
        double latent = arguments[0] + Elementary.log(p) - Elementary.log1p(-p);
        int level = 0;
        while (level + 1 < arguments.length && arguments[level + 1] < latent) {
            level++;
        }
        return level;
    }
}
