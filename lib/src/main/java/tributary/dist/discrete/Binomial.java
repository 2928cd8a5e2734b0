package tributary.dist.discrete;

import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.log1p;
import static tributary.expr.Exprs.logChoose;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.CountSampler;
import tributary.dist.Family;
import tributary.dist.Incomplete;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.random.RandomStream;

/** Binomial(n, p): {@code C(n, k) p^k (1 - p)^(n - k)}, the successes in n trials of probability p in [0, 1]. */
public final class Binomial extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public Binomial() {
        super("binomial", Support.counts(), Argument.count("n"), Argument.probability("p"));
    }

    @Override
    public Support support(List<Expr> arguments) {
        return Support.integers(constant(0), arguments.get(0));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        Expr n = arguments.get(0);
        Expr p = arguments.get(1);
        return Terms.isSigmoid(p)
                ? Densities.binomialLogit(value, n, Terms.logOdds(p))
                : logChoose(n, value)
                        .plus(Terms.countTimesLog(value, log(p)))
                        .plus(Terms.countTimesLog(n.minus(value), log1p(p.negated())));
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(arguments.get(0).times(arguments.get(1)));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return CountSampler.binomial(stream, arguments[0], arguments[1]);
    }

    @Override
    public double cdf(double x, double... arguments) {
        return 1 - survival(x, arguments);
    }

    @Override
    public double survival(double x, double... arguments) {
        return above(x, arguments[0], arguments[1]);
    }

    /** The probability of more than x successes: the incomplete beta function of p. */
    static double above(double x, double n, double p) {
        double k = StrictMath.floor(x);
        return k < 0 ? 1 : k >= n ? 0 : Incomplete.beta(p, k + 1, n - k);
    }
}
