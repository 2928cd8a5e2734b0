package tributary.posterior.conjugate;

import java.io.Serializable;
import tributary.random.RandomStream;

/**
 * The mean and variance of a normal outcome: sigma2 ~ InverseGamma(alpha, beta), mu | sigma2 ~ Normal(mean, sigma2 /
 * kappa).
 *
 * <p>After n values with mean ybar and centred sum of squares M2: kappa' = kappa + n, mean' = (kappa mean + n ybar) /
 * kappa', alpha' = alpha + n/2, beta' = beta + M2/2 + kappa n (ybar - mean)^2 / (2 kappa') (Gelman et al. 2013,
 * section 3.3). Marginally mu is Student t with 2 alpha degrees of freedom, location mean and scale^2 beta / (alpha
 * kappa).
 *
 * @param mean centre of mu, finite
 * @param kappa how many values the prior mean is worth, positive
 * @param alpha half the degrees of freedom, positive
 * @param beta half the prior sum of squares, positive
 */
public record NormalInverseGamma(double mean, double kappa, double alpha, double beta) implements Serializable {
    private static final long serialVersionUID = 1L;

    public NormalInverseGamma {
        Parameters.finite("prior mean", mean);
        Parameters.positive("kappa", kappa);
        Parameters.positive("alpha", alpha);
        Parameters.positive("beta", beta);
    }

    /** The weak default: mean 0, kappa 1e-4, alpha = beta = 1e-3. */
    public static NormalInverseGamma weak() {
        return new NormalInverseGamma(0, 1e-4, 1e-3, 1e-3);
    }

    /**
     * The posterior after n more values.
     *
     * @param n number of values, not negative; with 0 the other two are ignored
     * @param sampleMean their mean
     * @param centredSquares their sum of squared deviations from their mean, not negative
     */
    public NormalInverseGamma update(double n, double sampleMean, double centredSquares) {
        if (n == 0) {
            return this;
        }
        double total = kappa + n;
        double gap = sampleMean - mean;
        return new NormalInverseGamma(
                mean + gap * (n / total),
                total,
                alpha + n / 2,
                beta + StrictMath.max(0, centredSquares) / 2 + kappa * (n / total) * gap * gap / 2);
    }

    /** Degrees of freedom of the marginal of mu, 2 alpha. */
    public double degreesOfFreedom() {
        return 2 * alpha;
    }

    /** The scale of the marginal Student t of mu. */
    public double scale() {
        return StrictMath.sqrt(beta / (alpha * kappa));
    }

    /** The variance of mu; infinite when alpha is at most 1. */
    public double variance() {
        return alpha > 1 ? beta / ((alpha - 1) * kappa) : Double.POSITIVE_INFINITY;
    }

    /** One draw of sigma2. */
    public double sampleVariance(RandomStream stream) {
        return beta * StrictMath.exp(-stream.nextLogGamma(alpha));
    }

    /** One draw of mu given sigma2. */
    public double sampleMean(RandomStream stream, double variance) {
        return mean + stream.nextGaussian() * StrictMath.sqrt(variance / kappa);
    }

    /** One draw of mu. */
    public double sample(RandomStream stream) {
        return sampleMean(stream, sampleVariance(stream));
    }

    /** The prior in words. */
    public String words() {
        return "normal-inverse-gamma(mean " + Parameters.number(mean) + ", kappa " + Parameters.number(kappa)
                + ", alpha " + Parameters.number(alpha) + ", beta " + Parameters.number(beta) + ")";
    }
}
