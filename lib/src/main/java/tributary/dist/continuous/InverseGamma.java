package tributary.dist.continuous;

import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.less;
import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.logGamma;
import static tributary.expr.Exprs.select;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Incomplete;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Expr;
import tributary.math.Elementary;
import tributary.random.RandomStream;

/**
 * InverseGamma(shape, scale), the reciprocal of a Gamma(shape, rate = scale): density {@code scale^shape x^(-shape - 1)
 * exp(-scale / x) / Gamma(shape)} for x above 0.
 */
public final class InverseGamma extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public InverseGamma() {
        super("inverse_gamma", Support.positive(), Argument.positive("shape"), Argument.positive("scale"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        Expr shape = arguments.get(0);
        Expr scale = arguments.get(1);
        return shape.times(log(scale))
                .minus(logGamma(shape))
                .minus(shape.plus(1).times(log(value)).plus(scale.over(value)));
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(select(
                less(constant(1), arguments.get(0)),
                arguments.get(1).over(arguments.get(0).minus(1)),
                constant(Double.NaN)));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        double logValue = Elementary.log(arguments[1]) - stream.nextLogGamma(arguments[0]);
        return Terms.positive(Elementary.exp(logValue));
    }

    @Override
    public double cdf(double x, double... arguments) {
        return x <= 0 ? 0 : Incomplete.upperGamma(arguments[0], arguments[1] / x);
    }

    @Override
    public double survival(double x, double... arguments) {
        return x <= 0 ? 1 : Incomplete.lowerGamma(arguments[0], arguments[1] / x);
    }
}
