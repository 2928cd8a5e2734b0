package tributary.consensus;

import tributary.math.LogDensity;

/** Independent normal priors with mean 0 and one scale. */
record NormalPrior(int dimension, double scale) implements PriorDensity {
    @Override
    public LogDensity open() {
        return new LogDensity() {
            @Override
            public int dimension() {
                return dimension;
            }

            @Override
            public double evaluate(double[] position, double[] gradient) {
                double sum = 0;
                for (int i = 0; i < dimension; i++) {
                    double z = position[i] / scale;
                    sum -= 0.5 * z * z;
                    gradient[i] = -z / scale;
                }
                return sum;
            }
        };
    }
}
