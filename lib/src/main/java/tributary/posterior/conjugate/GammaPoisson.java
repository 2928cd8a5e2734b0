package tributary.posterior.conjugate;

import java.io.Serializable;
import org.apache.commons.math3.distribution.GammaDistribution;
import tributary.random.RandomStream;

/**
 * The mean of a count: rate ~ Gamma(shape, rate), density proportional to x^(shape-1) exp(-rate x).
 *
 * <p>After n units with y events in all, Gamma(shape + y, rate + n) (Gelman et al. 2013, section 2.6).
 *
 * @param shape positive and finite
 * @param rate positive and finite: the units the prior is worth
 */
public record GammaPoisson(double shape, double rate) implements Serializable {
    private static final long serialVersionUID = 1L;

    public GammaPoisson {
        Parameters.positive("gamma shape", shape);
        Parameters.positive("gamma rate", rate);
    }

    /** The weak default: shape 0.5 (Jeffreys' power) and a thousandth of a unit. */
    public static GammaPoisson weak() {
        return new GammaPoisson(0.5, 1e-3);
    }

    /** The posterior after n more units with so many events among them. */
    public GammaPoisson update(double n, double events) {
        if (!(n >= 0 && events >= 0)) {
            throw new IllegalArgumentException("units and events must not be negative: " + n + ", " + events);
        }
        return new GammaPoisson(shape + events, rate + n);
    }

    /** The mean, shape / rate. */
    public double mean() {
        return shape / rate;
    }

    /** The variance, shape / rate^2. */
    public double variance() {
        return shape / (rate * rate);
    }

    /** One draw of the mean count. */
    public double sample(RandomStream stream) {
        return stream.nextGamma(shape) / rate;
    }

    /** The same distribution with its density, distribution function and quantiles. */
    public GammaDistribution distribution() {
        return new GammaDistribution(null, shape, 1 / rate, 1e-12);
    }

    /** The prior in words. */
    public String words() {
        return "Gamma(shape " + Parameters.number(shape) + ", rate " + Parameters.number(rate) + ")";
    }
}
