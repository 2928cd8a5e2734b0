package tributary.infer.nuts;

/** A mutable point of phase space with what was computed there: the sampler's working memory. */
final class PhasePoint {
    final double[] position;
    final double[] gradient;
    final double[] momentum;
    final double[] velocity;
    double logDensity;

    PhasePoint(int dimension) {
        position = new double[dimension];
        gradient = new double[dimension];
        momentum = new double[dimension];
        velocity = new double[dimension];
    }

    void copyFrom(PhasePoint other) {
        System.arraycopy(other.position, 0, position, 0, position.length);
        System.arraycopy(other.gradient, 0, gradient, 0, position.length);
        System.arraycopy(other.momentum, 0, momentum, 0, position.length);
        System.arraycopy(other.velocity, 0, velocity, 0, position.length);
        logDensity = other.logDensity;
    }
}
