package tributary.dist.continuous;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.expr.Expr;
import tributary.random.RandomStream;

/**
 * A family of location mu and scale sigma that is symmetric about mu and has its quantiles in closed form: all of it follows from
 * {@code z = (x - mu) / sigma}.
 */
abstract class Symmetric extends Family {
    private static final long serialVersionUID = 1L;

    Symmetric(String name) {
        super(name, Support.real(), Argument.real("mu"), Argument.positive("sigma"));
    }

    /** P(Z &lt;= z). */
    abstract double below(double z);

    /** Its logarithm. */
    abstract Expr logBelow(Expr z);

    /** The z with probability p above it. */
    abstract double tail(double p);

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
}
