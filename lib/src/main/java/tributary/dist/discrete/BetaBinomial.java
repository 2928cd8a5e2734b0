package tributary.dist.discrete;

import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.logChoose;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.CountSampler;
import tributary.dist.Family;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Expr;
import tributary.math.Elementary;
import tributary.random.RandomStream;

/**
 * BetaBinomial(n, a, b): {@code C(n, k) B(k + a, n - k + b) / B(a, b)}, the successes in n trials whose common
 * probability is Beta(a, b).
 */
public final class BetaBinomial extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public BetaBinomial() {
        super("beta_binomial", Support.counts(), Argument.count("n"), Argument.positive("a"), Argument.positive("b"));
    }

    @Override
    public Support support(List<Expr> arguments) {
        return Support.integers(constant(0), arguments.get(0));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        Expr n = arguments.get(0);
        Expr a = arguments.get(1);
        Expr b = arguments.get(2);
        return logChoose(n, value)
                .plus(Terms.logRising(a, value))
                .plus(Terms.logRising(b, n.minus(value)))
                .minus(Terms.logRising(a.plus(b), n));
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(
                arguments.get(0).times(arguments.get(1).over(arguments.get(1).plus(arguments.get(2)))));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return CountSampler.binomial(stream, arguments[0], stream.nextBeta(arguments[1], arguments[2]));
    }

    /** A sum of at most n + 1 probabilities: there is no closed form. */
    @Override
    public double cdf(double x, double... arguments) {
        return x >= arguments[0] ? 1 : Math.min(1, sum(0, StrictMath.floor(x), arguments));
    }

    @Override
    public double survival(double x, double... arguments) {
        return x < 0 ? 1 : Math.min(1, sum(StrictMath.floor(x) + 1, arguments[0], arguments));
    }

    private double sum(double from, double to, double... arguments) {
        double sum = 0;
        for (double k = from; k <= to; k++) {
            sum += Elementary.exp(logDensity(k, arguments));
        }
        return sum;
    }
}
