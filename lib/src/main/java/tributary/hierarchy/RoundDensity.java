package tributary.hierarchy;

import tributary.infer.mode.Laplace;
import tributary.math.LogDensity;

/** A density in the standardised coordinates of a normal law that has about its shape: {@code position = mean + L z}. */
final class RoundDensity implements LogDensity {
    private final LogDensity density;
    private final Laplace shape;
    private final double[][] root;
    private final double[] position;
    private final double[] slope;

    RoundDensity(LogDensity density, Laplace shape) {
        this.density = density;
        this.shape = shape;
        root = shape.root();
        position = new double[density.dimension()];
        slope = new double[density.dimension()];
    }

    @Override
    public int dimension() {
        return density.dimension();
    }

    @Override
    public double evaluate(double[] z, double[] gradient) {
        shape.at(z, position);
        double value = density.evaluate(position, slope);
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = 0;
            for (int i = j; i < gradient.length; i++) {
                gradient[j] += root[i][j] * slope[i];
            }
        }
        return value;
    }
}
