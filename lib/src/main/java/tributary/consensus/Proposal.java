package tributary.consensus;

import java.util.List;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.special.Gamma;
import tributary.infer.LogSum;
import tributary.random.StreamKey;

/**
 * A mixture of multivariate Student t densities: what the importance draws of the exact pass are drawn from.
 *
 * <p>{@code q(u) = sum_j w_j t_nu(u; m_j, V_j)}. Heavy tails bound the importance ratios of a log-concave target; several
 * components follow skewed or bimodal ones.
 */
final class Proposal {
    private final List<Gaussian> components;
    private final double[] weights;
    private final double degreesOfFreedom;

    Proposal(List<Gaussian> components, double[] weights, double degreesOfFreedom) {
        this.components = List.copyOf(components);
        this.weights = weights.clone();
        this.degreesOfFreedom = degreesOfFreedom;
    }

    /** A single component. */
    static Proposal of(Gaussian centre, double degreesOfFreedom) {
        return new Proposal(List.of(centre), new double[] {1}, degreesOfFreedom);
    }

    /** The number of components. */
    int components() {
        return components.size();
    }

    /** Draws of the mixture from evenly spread points; components take turns in proportion to their weights (stratified). */
    double[][] sample(int count, StreamKey key) {
        double[] z = new double[components.get(0).dimension()];
        EvenPoints points = new EvenPoints(z.length + 1, key.stream());
        GammaDistribution half = new GammaDistribution(null, 0.5 * degreesOfFreedom, 1);
        double[][] draws = new double[count][];
        for (int t = 0; t < count; t++) {
            double scale = points.next(z, half);
            draws[t] = components.get(stratum((t + 0.5) / count)).shifted(z, scale);
        }
        return draws;
    }

    private int stratum(double position) {
        double sum = 0;
        for (int j = 0; j < weights.length - 1; j++) {
            sum += weights[j];
            if (position < sum) {
                return j;
            }
        }
        return weights.length - 1;
    }

    /** The log density of the mixture, normalised. */
    double logDensity(double[] u) {
        double[] terms = new double[weights.length];
        for (int j = 0; j < terms.length; j++) {
            terms[j] = StrictMath.log(weights[j]) + logDensity(components.get(j), u);
        }
        return LogSum.of(terms);
    }

    private double logDensity(Gaussian component, double[] u) {
        double nu = degreesOfFreedom;
        int p = component.dimension();
        return Gamma.logGamma(0.5 * (nu + p))
                - Gamma.logGamma(0.5 * nu)
                - 0.5 * p * StrictMath.log(nu * Math.PI)
                - component.logDeterminantOfFactor()
                - 0.5 * (nu + p) * StrictMath.log1p(component.squaredDistance(u) / nu);
    }
}
