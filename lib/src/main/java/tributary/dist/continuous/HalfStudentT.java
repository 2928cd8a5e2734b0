package tributary.dist.continuous;

import static tributary.expr.Exprs.constant;

import java.util.List;
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
    public double sample(RandomStream stream, double... arguments) {
        return arguments[1] * Math.abs(stream.nextStudentT(arguments[0]));
    }

    @Override
    public double cdf(double x, double... arguments) {
        if (x <= 0) {
            return 0;
        }
        double square = x / arguments[1] * (x / arguments[1]);
        return square < arguments[0]
                ? Incomplete.beta(square / (arguments[0] + square), 0.5, arguments[0] / 2)
                : 1 - survival(x, arguments);
    }

    @Override
    public double survival(double x, double... arguments) {
        return x <= 0 ? 1 : above(x / arguments[1], arguments[0]);
    }

    /** The probability that a Student t of nu degrees of freedom is beyond t on either side, for t not negative. */
    static double above(double t, double nu) {
        double square = t * t;
        return square < nu
                ? 1 - Incomplete.beta(square / (nu + square), 0.5, nu / 2)
                : Incomplete.beta(nu / (nu + square), nu / 2, 0.5);
    }
}
