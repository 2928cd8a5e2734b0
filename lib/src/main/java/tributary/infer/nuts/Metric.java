package tributary.infer.nuts;

import java.io.Serializable;
import tributary.random.RandomStream;

/**
 * The inverse mass of a Hamiltonian: an estimate of the posterior covariance, diagonal, dense, or the inverse of an arrow;
 * immutable.
 */
public sealed interface Metric extends Serializable permits DiagonalMetric, DenseMetric, ArrowMetric {
    /** The number of coordinates. */
    int dimension();

    /** Inverse mass times momentum, into {@code velocity}. */
    void velocity(double[] momentum, double[] velocity);

    /** A momentum from the normal distribution whose covariance is the mass. */
    void drawMomentum(RandomStream stream, double[] momentum);

    /** A copy of the diagonal of the inverse mass: the estimated posterior variances. */
    double[] variances();
}
