package tributary.dist.continuous;

import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.logGamma;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Incomplete;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Expr;
import tributary.random.RandomStream;

/** Beta(a, b): density {@code x^(a - 1) (1 - x)^(b - 1) / B(a, b)} on (0, 1); the mean is a / (a + b). */
public final class Beta extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public Beta() {
        super("beta", Support.unit(), Argument.positive("a"), Argument.positive("b"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        Expr a = arguments.get(0);
        Expr b = arguments.get(1);
        return logGamma(a.plus(b))
                .minus(logGamma(a).plus(logGamma(b)))
                .plus(a.minus(1).times(log(value)).plus(b.minus(1).times(Terms.logComplement(value))));
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(arguments.get(0).over(arguments.get(0).plus(arguments.get(1))));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return Terms.insideUnit(stream.nextBeta(arguments[0], arguments[1]));
    }

    @Override
    public double cdf(double x, double... arguments) {
        return x <= 0 ? 0 : x >= 1 ? 1 : Incomplete.beta(x, arguments[0], arguments[1]);
    }

    @Override
    public double survival(double x, double... arguments) {
        double a = arguments[0];
        double b = arguments[1];
        // Below the mode 1 - x would lose the digits of x, and the probability above is not small.
        return x < (a + 1) / (a + b + 2) ? 1 - cdf(x, arguments) : Incomplete.beta(1 - x, b, a);
    }
}
