package tributary.posterior.conjugate;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Gamma;
import tributary.random.RandomStream;

/**
 * Positive amounts whose logarithm is normal, its mean mu and variance v unknown, v at most a bound.
 *
 * <p>The mean amount is exp(mu + v / 2). Under a normal-inverse-gamma law alone it has no expectation for any number of
 * rows: the tail of v falls by a power only, while exp(v / 2) grows (Fabrizi and Trivisano 2012). So the inverse-gamma
 * law of v is cut off at the square of {@code maxLogSd}, mu | v ~ Normal(m, v / kappa) as before, and every moment is
 * finite. Where the bound lies far beyond what the data allow it changes nothing; {@link #tailShare} says whether the
 * data or the bound decide a moment.
 */
public final class LognormalAmounts {
    private static final int NODES = 1025;

    private final NormalInverseGamma logs;
    private final double bound;
    private final double within;
    private final double lower;
    private final double upper;
    private final double top;
    private final GridDensity logVariance;

    private LognormalAmounts(NormalInverseGamma logs, double bound) {
        this.logs = logs;
        this.bound = bound;
        this.within = Gamma.regularizedGammaQ(logs.alpha(), logs.beta() / bound, 1e-14, 1_000_000);
        double mode = StrictMath.log(logs.beta() / logs.alpha());
        double end = StrictMath.log(bound);
        double[] range = GridDensity.range(this::logDensity, Math.min(mode, end) - 60, end, GridDensity.DROP);
        this.lower = range[0];
        this.upper = range[1];
        this.top = logDensity(Math.min(mode, end));
        this.logVariance = GridDensity.of(this::logDensity, range[0], range[1], NODES);
    }

    /**
     * From a normal-inverse-gamma law of the logarithm's mean and variance, posterior or prior, before the bound.
     *
     * @param logs the law
     * @param maxLogSd the largest standard deviation of the logarithm, positive
     */
    public static LognormalAmounts of(NormalInverseGamma logs, double maxLogSd) {
        Parameters.positive("largest log sd", maxLogSd);
        return new LognormalAmounts(logs, maxLogSd * maxLogSd);
    }

    /** The probability that the unbounded v respects the bound; small where the data and the bound disagree. */
    public double withinBound() {
        return within;
    }

    /** One draw of v: exact by rejection where the bound is respected anyway, else from the tabulated law. */
    public double sampleVariance(RandomStream stream) {
        if (within < 0.5) {
            return StrictMath.exp(logVariance.sample(stream));
        }
        double variance = logs.sampleVariance(stream);
        while (variance > bound) {
            variance = logs.sampleVariance(stream);
        }
        return variance;
    }

    /** One draw of mu given v. */
    public double sampleMean(RandomStream stream, double variance) {
        return logs.sampleMean(stream, variance);
    }

    /** One draw of the mean amount. */
    public double sample(RandomStream stream) {
        double variance = sampleVariance(stream);
        return StrictMath.exp(sampleMean(stream, variance) + variance / 2);
    }

    /**
     * The expectation of the mean amount's power, by quadrature.
     *
     * @param order the power, positive
     */
    public double moment(double order) {
        double mass = integral(lower, upper, x -> logDensity(x) - top);
        return StrictMath.exp(order * logs.mean()) * (below(order, upper) + above(order, upper)) / mass;
    }

    /**
     * The share of a moment that comes from the largest values of v, which together have a small probability. Where it is
     * large, the moment lives where draws do not reach and the bound decides it, not the data.
     *
     * @param order of the moment, positive
     * @param probability of those values
     */
    public double tailShare(double order, double probability) {
        double place = logVariance.quantile(1 - probability);
        double above = above(order, place);
        return above / (below(order, place) + above);
    }

    /** The log density of x = log v, up to a constant. */
    private double logDensity(double x) {
        return -logs.alpha() * x - logs.beta() * StrictMath.exp(-x);
    }

    /** E[amount^order | v] at x = log v, times the density; both up to constants. */
    private DoubleUnaryOperator integrand(double order) {
        double growth = order / 2 + order * order / (2 * logs.kappa());
        return x -> logDensity(x) - top + growth * StrictMath.exp(x);
    }

    private double below(double order, double place) {
        return integral(lower, place, integrand(order));
    }

    /** The rest of the bulk and the way from there to the bound, each on a grid of its own. */
    private double above(double order, double place) {
        DoubleUnaryOperator integrand = integrand(order);
        return integral(place, upper, integrand) + integral(upper, StrictMath.log(bound), integrand);
    }

    private static double integral(double from, double to, DoubleUnaryOperator logIntegrand) {
        if (!(to > from)) {
            return 0;
        }
        double step = (to - from) / (NODES - 1);
        double sum = 0;
        for (int i = 0; i < NODES; i++) {
            double value = StrictMath.exp(logIntegrand.applyAsDouble(from + i * step));
            sum += i == 0 || i == NODES - 1 ? value / 2 : value;
        }
        return sum * step;
    }
}
