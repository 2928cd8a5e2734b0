package tributary.consensus;

import java.io.Serializable;
import tributary.infer.mode.Curvature;
import tributary.math.LogDensity;

/** A log density to second order about one point: its value, gradient and negated Hessian. */
final class Expansion implements Serializable {
    private static final long serialVersionUID = 1L;

    final double value;
    final double[] gradient;
    final double[][] precision;

    private Expansion(double value, double[] gradient, double[][] precision) {
        this.value = value;
        this.gradient = gradient;
        this.precision = precision;
    }

    static Expansion of(ShardLikelihood likelihood, double[] position) {
        return of(density(likelihood), position);
    }

    static Expansion of(LogDensity density, double[] position) {
        double[] gradient = new double[density.dimension()];
        double value = density.evaluate(position, gradient);
        return new Expansion(value, gradient, Curvature.negativeHessian(density, position));
    }

    static LogDensity density(ShardLikelihood likelihood) {
        return new LogDensity() {
            @Override
            public int dimension() {
                return likelihood.dimension();
            }

            @Override
            public double evaluate(double[] at, double[] gradientAt) {
                return likelihood.evaluate(at, gradientAt);
            }
        };
    }

    /** This plus a multiple of another. */
    Expansion plus(Expansion other, double weight) {
        int dimension = gradient.length;
        double[] sum = new double[dimension];
        double[][] matrix = new double[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            sum[i] = gradient[i] + weight * other.gradient[i];
            for (int j = 0; j < dimension; j++) {
                matrix[i][j] = precision[i][j] + weight * other.precision[i][j];
            }
        }
        return new Expansion(value + weight * other.value, sum, matrix);
    }
}
