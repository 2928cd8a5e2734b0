package tributary.posterior.conjugate;

import tributary.math.LogDensity;

/**
 * Gradients of a log density at several positions at once: all that the numbers of a closed form are read off. Where rows
 * lie in shards, one call is one pass over them.
 */
public interface Gradients {
    /** The number of coordinates of a position. */
    int dimension();

    /** The gradient at each position, a row each. */
    double[][] at(double[][] positions);

    /** Those of a density of this machine, one after the other. */
    static Gradients of(LogDensity density) {
        return new Gradients() {
            @Override
            public int dimension() {
                return density.dimension();
            }

            @Override
            public double[][] at(double[][] positions) {
                double[][] gradients = new double[positions.length][dimension()];
                for (int i = 0; i < positions.length; i++) {
                    density.evaluate(positions[i], gradients[i]);
                }
                return gradients;
            }
        };
    }
}
