package tributary.expr;

import static tributary.expr.Exprs.binary;
import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.logChoose;
import static tributary.expr.Exprs.logGamma;
import static tributary.expr.Exprs.reciprocal;
import static tributary.expr.Exprs.softplus;

import tributary.math.BinaryFunction;

/**
 * The log densities that carry most rows, built on fused cores so that value and residual share their expensive part.
 *
 * <p>All are normalised and element-wise; arguments broadcast; outcomes are taken to lie in the support (guard with
 * {@link Exprs#within} where they may not). Terms made of data alone are computed once when the data are bound, and
 * scalars are drawn out of sums, so nothing is gained by dropping constants here.
 */
public final class Densities {
    private static final double HALF_LOG_TWO_PI = 0.91893853320467274178;
    private static final double HALF_LOG_PI = 0.57236494292470008707;

    private Densities() {}

    /** Normal: {@code -(y - mean)^2 / (2 sd^2) - log sd - log(2 pi) / 2}. */
    public static Expr normal(Expr y, Expr mean, Expr sd) {
        Expr half = reciprocal(sd.squared()).times(-0.5);
        return half.times(binary(BinaryFunction.SQUARED_DIFFERENCE, y, mean)).minus(log(sd).plus(HALF_LOG_TWO_PI));
    }

    /** Student's t with nu degrees of freedom, location mean and scale sd. */
    public static Expr studentT(Expr y, Expr nu, Expr mean, Expr sd) {
        Expr inverse = reciprocal(nu.times(sd.squared()));
        Expr core = binary(BinaryFunction.STUDENT_CORE, y.minus(mean), inverse);
        Expr half = nu.times(0.5);
        Expr halfUp = half.plus(0.5);
        Expr normaliser =
                logGamma(halfUp).minus(logGamma(half)).minus(log(nu).times(0.5)).minus(log(sd).plus(HALF_LOG_PI));
        return halfUp.negated().times(core).plus(normaliser);
    }

    /** Bernoulli with log odds eta: {@code y eta - log(1 + e^eta)}, y in {0, 1}. */
    public static Expr bernoulliLogit(Expr y, Expr eta) {
        return binary(BinaryFunction.BERNOULLI_CORE, y, eta);
    }

    /** Binomial of n trials with log odds eta. */
    public static Expr binomialLogit(Expr y, Expr n, Expr eta) {
        return y.times(eta).minus(n.times(softplus(eta))).plus(logChoose(n, y));
    }

    /** Poisson with log mean eta: {@code y eta - e^eta - log y!}. */
    public static Expr poissonLog(Expr y, Expr eta) {
        return binary(BinaryFunction.POISSON_CORE, y, eta).minus(logGamma(y.plus(1)));
    }

    /** Gamma with shape and log mean eta (rate {@code shape e^-eta}). */
    public static Expr gammaLog(Expr y, Expr shape, Expr eta) {
        Expr logY = log(y);
        Expr core = binary(BinaryFunction.GAMMA_CORE, y, eta);
        Expr normaliser = shape.times(log(shape)).minus(logGamma(shape));
        return shape.times(core).plus(shape.times(logY)).minus(logY).plus(normaliser);
    }

    /** Negative binomial with log mean eta and variance {@code mean + mean^2 / size}. */
    public static Expr negBinomialLog(Expr y, Expr eta, Expr size) {
        Expr odds = eta.minus(log(size));
        Expr total = y.plus(size);
        Expr core = y.times(odds).minus(total.times(softplus(odds)));
        return core.plus(logGamma(total)).minus(logGamma(size)).minus(logGamma(y.plus(constant(1))));
    }
}
