package tributary.expr;

import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.convolve;
import static tributary.expr.Exprs.exp;
import static tributary.expr.Exprs.log;
import static tributary.expr.Exprs.reciprocal;
import static tributary.expr.Exprs.sum;

import org.jspecify.annotations.Nullable;

/**
 * Carry-over of media effects: weights over lags 0 to lags - 1, and their convolution with spend.
 *
 * <p>Shapes after Jin, Wang, Sun, Chan and Koehler (2017), "Bayesian methods for media mix modeling with carryover and
 * shape effects".
 */
public final class Adstock {
    private Adstock() {}

    /** Geometric weights {@code alpha^l}, alpha in (0, 1). */
    public static Expr geometricWeights(Expr alpha, int lags) {
        return exp(lagNumbers(lags).times(log(alpha)));
    }

    /** Delayed weights {@code alpha^((l - peak)^2)}, alpha in (0, 1), peak in lags. */
    public static Expr delayedWeights(Expr alpha, Expr peak, int lags) {
        return exp(lagNumbers(lags).minus(peak).squared().times(log(alpha)));
    }

    /** Weibull density weights at {@code l + 1}, up to a factor: {@code z^(shape - 1) exp(-z^shape)}, z in scales. */
    public static Expr weibullDensityWeights(Expr shape, Expr scale, int lags) {
        Expr logZ = log(lagNumbers(lags).plus(1)).minus(log(scale));
        return exp(shape.minus(1).times(logZ).minus(exp(shape.times(logZ))));
    }

    /** Weibull survival weights: {@code exp(-(l / scale)^shape)}, 1 at lag 0. */
    public static Expr weibullSurvivalWeights(Expr shape, Expr scale, int lags) {
        // At lag 0 all survives, whatever the shape: no logarithm of 0, whose slope would be no number.
        Expr lag = lagNumbers(lags);
        Expr logZ = log(Exprs.max(lag, constant(1))).minus(log(scale));
        Expr power = Exprs.select(Exprs.less(constant(0), lag), exp(shape.times(logZ)), constant(0));
        return exp(power.negated());
    }

    /** Weights that sum to one. */
    public static Expr normalised(Expr weights) {
        return weights.times(reciprocal(sum(weights)));
    }

    /** Spend carried over with normalised geometric weights. */
    public static Expr geometric(Expr spend, Expr alpha, int lags, @Nullable Index series) {
        return convolve(spend, normalised(geometricWeights(alpha, lags)), series);
    }

    /** Spend carried over with normalised delayed weights. */
    public static Expr delayed(Expr spend, Expr alpha, Expr peak, int lags, @Nullable Index series) {
        return convolve(spend, normalised(delayedWeights(alpha, peak, lags)), series);
    }

    /** Logistic saturation {@code (1 - e^(-rate x)) / (1 + e^(-rate x))}, which is {@code tanh(rate x / 2)}. */
    public static Expr logisticSaturation(Expr x, Expr rate) {
        return Exprs.tanh(x.times(rate.times(0.5)));
    }

    /** Hill saturation {@code x^slope / (x^slope + half^slope)}: one half at {@code x = half}, 0 at 0. */
    public static Expr hill(Expr x, Expr half, Expr slope) {
        Expr logX = log(Exprs.max(x, constant(Double.MIN_NORMAL)));
        Expr saturated = Exprs.sigmoid(slope.times(logX.minus(log(half))));
        return Exprs.select(Exprs.less(constant(0), x), saturated, constant(0));
    }

    /** Power saturation {@code x^exponent} for positive x, 0 at and below 0. */
    public static Expr power(Expr x, Expr exponent) {
        Expr logX = log(Exprs.max(x, constant(Double.MIN_NORMAL)));
        return Exprs.select(Exprs.less(constant(0), x), exp(exponent.times(logX)), constant(0));
    }

    private static Expr lagNumbers(int lags) {
        double[] numbers = new double[lags];
        for (int lag = 0; lag < lags; lag++) {
            numbers[lag] = lag;
        }
        return Constant.of(Axis.levels("lags " + lags, lags), numbers);
    }
}
