package tributary.dist.continuous;

import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.less;
import static tributary.expr.Exprs.select;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Inversion;
import tributary.dist.Support;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.random.RandomStream;

/**
 * StudentT(nu, mu, sigma): density {@code Gamma((nu + 1) / 2) / (Gamma(nu / 2) sqrt(nu pi) sigma) (1 + z^2 /
 * nu)^(-(nu + 1) / 2)}, {@code z = (x - mu) / sigma}, on the real line; sigma is the scale, not the standard
 * deviation.
 */
public final class StudentT extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public StudentT() {
        super("student_t", Support.real(), Argument.positive("nu"), Argument.real("mu"), Argument.positive("sigma"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        return Densities.studentT(value, arguments.get(0), arguments.get(1), arguments.get(2));
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        return Optional.of(select(less(constant(1), arguments.get(0)), arguments.get(1), constant(Double.NaN)));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return arguments[1] + arguments[2] * stream.nextStudentT(arguments[0]);
    }

    @Override
    public double cdf(double x, double... arguments) {
        return below((x - arguments[1]) / arguments[2], arguments[0]);
    }

    @Override
    public double survival(double x, double... arguments) {
        return below((arguments[1] - x) / arguments[2], arguments[0]);
    }

    @Override
    public double quantile(double p, double... arguments) {
        return arguments[1] + arguments[2] * (p < 0.5 ? -tail(p, arguments[0]) : tail(1 - p, arguments[0]));
    }

    @Override
    public double upperQuantile(double q, double... arguments) {
        return arguments[1] + arguments[2] * (q < 0.5 ? tail(q, arguments[0]) : -tail(1 - q, arguments[0]));
    }

    private static double below(double t, double nu) {
        return t < 0 ? 0.5 * HalfStudentT.above(-t, nu) : 1 - 0.5 * HalfStudentT.above(t, nu);
    }

    /** The positive t with probability p, at most a half, above it. */
    private static double tail(double p, double nu) {
        return Inversion.upperQuantile(t -> 0.5 * HalfStudentT.above(t, nu), p, 0, Double.MAX_VALUE);
    }
}
