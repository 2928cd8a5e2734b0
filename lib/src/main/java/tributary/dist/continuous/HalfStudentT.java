package tributary.dist.continuous;

import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.exp;
import static tributary.expr.Exprs.less;
import static tributary.expr.Exprs.logGamma;
import static tributary.expr.Exprs.select;
import static tributary.expr.Exprs.sqrt;

import java.util.List;
import java.util.Optional;
import tributary.dist.Argument;
import tributary.dist.Family;
import tributary.dist.Incomplete;
import tributary.dist.Support;
import tributary.dist.Terms;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.random.RandomStream;

/** HalfStudentT(nu, sigma), the size of a StudentT(nu, 0, sigma): twice its density for x of at least 0. */
public final class HalfStudentT extends Family {
    private static final long serialVersionUID = 1L;

    /** The family. */
    public HalfStudentT() {
        super("half_student_t", Support.nonNegative(), Argument.positive("nu"), Argument.positive("sigma"));
    }

    @Override
    public Expr logDensity(Expr value, List<Expr> arguments) {
        return Densities.studentT(value, arguments.get(0), constant(0), arguments.get(1))
                .plus(Terms.LOG_TWO);
    }

    @Override
    public Optional<Expr> mean(List<Expr> arguments) {
        Expr nu = arguments.get(0);
        Expr half = nu.times(0.5);
        Expr ratio = exp(logGamma(half.plus(0.5)).minus(logGamma(half)));
        Expr mean = arguments
                .get(1)
                .times(sqrt(nu.over(StrictMath.PI)))
                .times(ratio)
                .over(half.minus(0.5));
        return Optional.of(select(less(constant(1), nu), mean, constant(Double.NaN)));
    }

    @Override
    public double sample(RandomStream stream, double... arguments) {
        return arguments[1] * Math.abs(stream.nextStudentT(arguments[0]));
    }

    @Override
    public double cdf(double x, double... arguments) {
        return x <= 0 ? 0 : within(x / arguments[1], arguments[0]);
    }

    @Override
    public double survival(double x, double... arguments) {
        return x <= 0 ? 1 : above(x / arguments[1], arguments[0]);
    }

    /** The probability that a Student t of nu degrees of freedom is beyond t on either side, for t not negative. */
    static double above(double t, double nu) {
        return t < 1 ? 1 - within(t, nu) : Incomplete.beta(nu / (nu + t * t), nu / 2, 0.5);
    }

    private static double within(double t, double nu) {
        return t < 1 ? Incomplete.beta(t * t / (nu + t * t), 0.5, nu / 2) : 1 - above(t, nu);
    }
}
