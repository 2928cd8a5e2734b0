package tributary.dist.continuous;

import static tributary.expr.Exprs.abs;
import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.exp;
import static tributary.expr.Exprs.less;
import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.log1p;
import static tributary.expr.Exprs.select;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Expr;
import tributary.math.Elementary;
import tributary.random.RandomStream;

/**
 * Laplace(mu, sigma), the double exponential: density {@code exp(-|x - mu| / sigma) / (2 sigma)} on the real line;
 * the standard deviation is sigma sqrt(2).
 */
public final class Laplace extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public Laplace() {
        super("laplace", Support.real(), Argument.real("mu"), Argument.positive("sigma"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        Expr sigma = arguments.get(1);
        return abs(value.minus(arguments.get(0)))
                .over(sigma)
                .plus(log(sigma))
                .plus(Terms.LOG_TWO)
                .negated();
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
        return below((x - arguments[0]) / arguments[1]);
    }

    @Override
    public double survival(double x, double... arguments) {
        return below((arguments[0] - x) / arguments[1]);
    }

    @Override
    public double quantile(double p, double... arguments) {
        return arguments[0] - arguments[1] * tail(p);
    }

    @Override
    public double upperQuantile(double q, double... arguments) {
        return arguments[0] + arguments[1] * tail(q);
    }

    @Override
    public Optional<Expr> logCdf(Expr value, List<Expr> arguments) {
        return Optional.of(logBelow(value.minus(arguments.get(0)).over(arguments.get(1))));
    }

    @Override
    public Optional<Expr> logSurvival(Expr value, List<Expr> arguments) {
        return Optional.of(logBelow(arguments.get(0).minus(value).over(arguments.get(1))));
    }

    private static double below(double z) {
        return z < 0 ? 0.5 * Elementary.exp(z) : 1 - 0.5 * Elementary.exp(-z);
    }

    private static Expr logBelow(Expr z) {
        Expr tail = log1p(exp(abs(z).negated()).times(-0.5));
        return select(less(z, constant(0)), z.minus(Terms.LOG_TWO), tail);
    }

    /** The z with probability p above it. */
    private static double tail(double p) {
        return p < 0.5 ? -Elementary.log(2 * p) : Elementary.log(2 * (1 - p));
    }
}
