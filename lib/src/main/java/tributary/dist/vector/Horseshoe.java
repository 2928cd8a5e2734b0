package tributary.dist.vector;

import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.sqrt;

import java.util.List;
import tributary.dist.Argument;
import tributary.dist.Construct;
import tributary.dist.continuous.HalfCauchy;
import tributary.dist.continuous.InverseGamma;
import tributary.dist.continuous.Normal;
import tributary.expr.Expr;

/**
 * The regularised horseshoe (Piironen and Vehtari 2017): a prior for many coefficients of which few matter, written as
 * a small model of its own.
 *
 * <p>{@code beta[k] = z[k] tau lambda[k] c / sqrt(c^2 + tau^2 lambda[k]^2)} with {@code z[k] ~ normal(0, 1)}, {@code
 * lambda[k] ~ half_cauchy(1)}, {@code tau ~ half_cauchy(global)} and {@code c^2 = slab^2 w}, {@code w ~
 * inverse_gamma(df / 2, df / 2)}: small coefficients shrink to zero, and large ones feel a Student t of df degrees of
 * freedom and scale slab. It has no density of its own in closed form; its parts have.
 */
public final class Horseshoe implements Construct {
    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
        return "horseshoe";
    }

    @Override
    public List<Argument> arguments() {
        return List.of(Argument.positive("global"), Argument.positive("slab"), Argument.positive("df"));
    }

    @Override
    public List<Part> parts(List<Expr> arguments) {
        Expr half = arguments.get(2).times(0.5);
        return List.of(
                new Part("z", new Normal(), List.of(constant(0), constant(1)), true),
                new Part("local", new HalfCauchy(), List.of(constant(1)), true),
                new Part("global", new HalfCauchy(), List.of(arguments.get(0)), false),
                new Part("slab", new InverseGamma(), List.of(half, half), false));
    }

    @Override
    public Expr value(List<Expr> parts, List<Expr> arguments) {
        Expr scale = parts.get(2).times(parts.get(1));
        Expr slab = arguments.get(1).squared().times(parts.get(3));
        return parts.get(0).times(scale).times(sqrt(slab.over(slab.plus(scale.squared()))));
    }
}
