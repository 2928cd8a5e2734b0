package tributary.posterior.conjugate;

import java.io.Serializable;
import org.apache.commons.math3.distribution.BetaDistribution;
import tributary.random.RandomStream;

/**
 * The rate of a yes-or-no outcome: density proportional to p^(a-1) (1-p)^(b-1) on (0, 1).
 *
 * <p>A prior of {@code a} imagined successes and {@code b} failures; after s successes among n units the posterior is
 * Beta(a + s, b + n - s) (Bayes 1763; Gelman et al. 2013, section 2.4).
 *
 * @param a imagined successes, positive and finite
 * @param b imagined failures, positive and finite
 */
public record BetaBinomial(double a, double b) implements Serializable {
    private static final long serialVersionUID = 1L;

    public BetaBinomial {
        Parameters.positive("Beta a", a);
        Parameters.positive("Beta b", b);
    }

    /** Beta(1, 1): uniform. */
    public static BetaBinomial flat() {
        return new BetaBinomial(1, 1);
    }

    /** Beta(1/2, 1/2): Jeffreys' prior. */
    public static BetaBinomial jeffreys() {
        return new BetaBinomial(0.5, 0.5);
    }

    /**
     * The posterior after n more units.
     *
     * @throws IllegalArgumentException unless 0 is at most successes at most n
     */
    public BetaBinomial update(double n, double successes) {
        if (!(successes >= 0 && successes <= n)) {
            throw new IllegalArgumentException("successes must lie in 0.." + n + ", are " + successes);
        }
        return new BetaBinomial(a + successes, b + (n - successes));
    }

    /** The mean, a / (a + b). */
    public double mean() {
        return a / (a + b);
    }

    /** The variance, ab / ((a + b)^2 (a + b + 1)). */
    public double variance() {
        double total = a + b;
        return (a / total) * (b / total) / (total + 1);
    }

    /** One draw of the rate. */
    public double sample(RandomStream stream) {
        return stream.nextBeta(a, b);
    }

    /** The same distribution with its density, distribution function and quantiles. */
    public BetaDistribution distribution() {
        return new BetaDistribution(null, a, b, 1e-12);
    }

    /** The prior in words. */
    public String words() {
        return "Beta(" + Parameters.number(a) + ", " + Parameters.number(b) + ")";
    }
}
