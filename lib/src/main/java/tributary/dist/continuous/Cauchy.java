package tributary.dist.continuous;

import static tributary.expr.Exprs.arctan;
import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.log;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.random.RandomStream;

/** Cauchy(mu, sigma): density {@code 1 / (pi sigma (1 + ((x - mu) / sigma)^2))} on the real line. */
public final class Cauchy extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public Cauchy() {
        super("cauchy", Support.real(), Argument.real("mu"), Argument.positive("sigma"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        return Densities.studentT(value, constant(1), arguments.get(0), arguments.get(1));
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
        return z < -1 ? StrictMath.atan(-1 / z) / StrictMath.PI : 0.5 + StrictMath.atan(z) / StrictMath.PI;
    }

    private static Expr logBelow(Expr z) {
        return log(arctan(z).times(1 / StrictMath.PI).plus(0.5));
    }

    /** The z with probability p above it. */
    private static double tail(double p) {
        return p < 0.25 ? 1 / StrictMath.tan(StrictMath.PI * p) : StrictMath.tan(StrictMath.PI * (0.5 - p));
    }
}
