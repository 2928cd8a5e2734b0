package tributary.dist.continuous;

import static tributary.expr.Exprs.arctan;
import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.log;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.random.RandomStream;

/** HalfCauchy(sigma), the size of a Cauchy(0, sigma): density {@code 2 / (pi sigma (1 + (x / sigma)^2))}, x at least 0. */
public final class HalfCauchy extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public HalfCauchy() {
        super("half_cauchy", Support.nonNegative(), Argument.positive("sigma"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        return Densities.studentT(value, constant(1), constant(0), arguments.get(0))
                .plus(Terms.LOG_TWO);
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return quantile(stream.nextDouble(), arguments);
    }

    @Override
    public double cdf(double x, double... arguments) {
        return x <= 0 ? 0 : 2 / StrictMath.PI * StrictMath.atan(x / arguments[0]);
    }

    @Override
    public double survival(double x, double... arguments) {
        return x <= 0 ? 1 : 2 / StrictMath.PI * StrictMath.atan(arguments[0] / x);
    }

    @Override
    public double quantile(double p, double... arguments) {
        return arguments[0] * StrictMath.tan(StrictMath.PI / 2 * p);
    }

    @Override
    public double upperQuantile(double q, double... arguments) {
        return arguments[0] / StrictMath.tan(StrictMath.PI / 2 * q);
    }

    @Override
    public Optional<Expr> logCdf(Expr value, List<Expr> arguments) {
        return Optional.of(log(arctan(value.over(arguments.get(0))).times(2 / StrictMath.PI)));
    }

    @Override
    public Optional<Expr> logSurvival(Expr value, List<Expr> arguments) {
        return Optional.of(log(arctan(arguments.get(0).over(value)).times(2 / StrictMath.PI)));
    }
}
