package tributary.posterior.conjugate;

import java.io.Serializable;
import org.apache.commons.math3.special.Gamma;
import tributary.random.RandomStream;

/**
 * Positive amounts with gamma density rate^k y^(k-1) exp(-rate y) / Gamma(k), shape k and rate unknown.
 *
 * <p>Prior: log k ~ Normal(m, s), rate | k ~ Gamma(a, b). From n amounts with sums S of y and T of log y, rate | k ~
 * Gamma(a + n k, b + S), and the shape alone has density proportional to N(log k; m, s) exp(k T) Gamma(a + n k) /
 * (Gamma(k)^n (b + S)^(a + n k)), a line that {@link GridDensity} tabulates: no approximation of its form, draws
 * independent.
 *
 * @param n number of amounts, at least 1
 * @param sum their sum, positive
 * @param sumLog the sum of their logarithms
 * @param logShapeMean m
 * @param logShapeSd s, positive
 * @param rate prior of the rate
 */
public record GammaAmounts(
        double n, double sum, double sumLog, double logShapeMean, double logShapeSd, GammaPoisson rate)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int NODES = 1025;

    public GammaAmounts {
        Parameters.positive("number of amounts", n);
        Parameters.positive("sum of amounts", sum);
        Parameters.finite("sum of logarithms", sumLog);
        Parameters.finite("log shape mean", logShapeMean);
        Parameters.positive("log shape sd", logShapeSd);
    }

    /** The log density of x = log k, up to a constant. */
    public double logShapeDensity(double x) {
        double shape = StrictMath.exp(x);
        double events = rate.shape() + n * shape;
        double z = (x - logShapeMean) / logShapeSd;
        double value = -0.5 * z * z
                + shape * sumLog
                - n * Gamma.logGamma(shape)
                + Gamma.logGamma(events)
                - events * StrictMath.log(rate.rate() + sum);
        return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
    }

    /** The posterior of log k. */
    public GridDensity logShape() {
        double reach = 40 * logShapeSd;
        return GridDensity.of(
                this::logShapeDensity, Math.max(-30, logShapeMean - reach), Math.min(30, logShapeMean + reach), NODES);
    }

    /**
     * Whether the mean amount, shape / rate, has mean and variance under every tabulated shape: 1 / rate has them only
     * where a + n k exceeds 2. Shapes below the table have probability 1e-16 and are cut off.
     */
    public boolean momentsExist(GridDensity logShapes) {
        return rate.shape() + n * StrictMath.exp(logShapes.lower()) > 2;
    }

    /** A draw of the rate given the shape. */
    public double sampleRate(RandomStream stream, double shape) {
        return rate.update(sum, n * shape).sample(stream);
    }
}
