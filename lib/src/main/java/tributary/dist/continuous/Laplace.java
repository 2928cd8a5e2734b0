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
import tributary.dist.Terms;
import tributary.expr.Expr;
import tributary.math.Elementary;

/**
 * Laplace(mu, sigma), the double exponential: density {@code exp(-|x - mu| / sigma) / (2 sigma)} on the real line;
 * the standard deviation is sigma sqrt(2).
 */
public final class Laplace extends Symmetric {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public Laplace() {
        super("laplace");
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
    double below(double z) {
        return z < 0 ? 0.5 * Elementary.exp(z) : 1 - 0.5 * Elementary.exp(-z);
    }

    @Override
    Expr logBelow(Expr z) {
        Expr tail = log1p(exp(abs(z).negated()).times(-0.5));
        return select(less(z, constant(0)), z.minus(Terms.LOG_TWO), tail);
    }

    @Override
    double tail(double p) {
        return p < 0.5 ? -Elementary.log(2 * p) : Elementary.log(2 * (1 - p));
    }
}
