package tributary.dist.continuous;

import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.normalLogCdf;

import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.special.Erf;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.math.Special;
import tributary.random.NormalQuantile;
import tributary.random.RandomStream;

/** HalfNormal(sigma), the size of a Normal(0, sigma): density {@code 2 normal(x; 0, sigma)} for x of at least 0. */
public final class HalfNormal extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public HalfNormal() {
        super("half_normal", Support.nonNegative(), Argument.positive("sigma"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        return Densities.normal(value, constant(0), arguments.get(0)).plus(Terms.LOG_TWO);
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(arguments.get(0).times(StrictMath.sqrt(2 / StrictMath.PI)));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return arguments[0] * Math.abs(stream.nextGaussian());
    }

    @Override
    public double cdf(double x, double... arguments) {
        return x <= 0 ? 0 : Erf.erf(x / arguments[0] * StrictMath.sqrt(0.5));
    }

    @Override
    public double survival(double x, double... arguments) {
        return x <= 0 ? 1 : 2 * Special.normalCdf(-x / arguments[0]);
    }

    @Override
    public double quantile(double p, double... arguments) {
        return upperQuantile(1 - p, arguments);
    }

    @Override
    public double upperQuantile(double q, double... arguments) {
        return -arguments[0] * NormalQuantile.of(0.5 * q);
    }

    @Override
    public Optional<Expr> logCdf(Expr value, List<Expr> arguments) {
        return logSurvival(value, arguments).map(Exprs::log1mExp);
    }

    @Override
    public Optional<Expr> logSurvival(Expr value, List<Expr> arguments) {
        return Optional.of(normalLogCdf(value.over(arguments.get(0)).negated()).plus(Terms.LOG_TWO));
    }
}
