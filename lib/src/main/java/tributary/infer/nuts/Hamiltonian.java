package tributary.infer.nuts;

import tributary.math.LogDensity;
import tributary.random.RandomStream;

/**
 * {@code H(q, p) = -log density(q) + p' M^-1 p / 2} and its leapfrog integrator.
 *
 * <p>The additive constant of the kinetic energy is left out: it cancels in every difference.
 */
final class Hamiltonian {
    private final LogDensity density;
    private final Metric metric;

    Hamiltonian(LogDensity density, Metric metric) {
        if (metric.dimension() != density.dimension()) {
            throw new IllegalArgumentException(
                    "a metric of " + metric.dimension() + " coordinates for a density of " + density.dimension());
        }
        this.density = density;
        this.metric = metric;
    }

    /** Gives the point a fresh momentum. */
    void refresh(PhasePoint point, RandomStream stream) {
        metric.drawMomentum(stream, point.momentum);
        metric.velocity(point.momentum, point.velocity);
    }

    /** The energy; positive infinity where it is not a number. */
    double energy(PhasePoint point) {
        double twice = 0;
        for (int i = 0; i < point.momentum.length; i++) {
            twice += point.momentum[i] * point.velocity[i];
        }
        double energy = 0.5 * twice - point.logDensity;
        return Double.isNaN(energy) ? Double.POSITIVE_INFINITY : energy;
    }

    /** One step: half a kick, a drift, half a kick; negative steps go back in time. */
    void leapfrog(PhasePoint point, double step) {
        double half = 0.5 * step;
        double[] position = point.position;
        double[] momentum = point.momentum;
        double[] velocity = point.velocity;
        double[] gradient = point.gradient;
        for (int i = 0; i < momentum.length; i++) {
            momentum[i] += half * gradient[i];
        }
        metric.velocity(momentum, velocity);
        for (int i = 0; i < position.length; i++) {
            position[i] += step * velocity[i];
        }
        point.logDensity = density.evaluate(position, gradient);
        for (int i = 0; i < momentum.length; i++) {
            momentum[i] += half * gradient[i];
        }
        metric.velocity(momentum, velocity);
    }
}
