package tributary.infer.nuts;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.NonSymmetricMatrixException;
import tributary.random.RandomStream;

/** A metric of a full covariance matrix: for correlated posteriors of moderate dimension (up to a few hundred). */
public final class DenseMetric implements Metric {
    private static final long serialVersionUID = 1L;

    private final int dimension;
    /** Row by row. */
    private final double[] covariance;
    /** The transposed Cholesky factor of the covariance, row by row: upper triangular. */
    private final double[] upper;

    private DenseMetric(int dimension, double[] covariance, double[] upper) {
        this.dimension = dimension;
        this.covariance = covariance;
        this.upper = upper;
    }

    /**
     * From a posterior covariance.
     *
     * @param covariance square, symmetric
     * @throws IllegalArgumentException unless positive definite
     */
    public static DenseMetric of(double[][] covariance) {
        int dimension = covariance.length;
        double[][] factor;
        try {
            factor = new CholeskyDecomposition(new Array2DRowRealMatrix(covariance), 1e-10, 0)
                    .getLT()
                    .getData();
        } catch (NonPositiveDefiniteMatrixException | NonSymmetricMatrixException e) {
            throw new IllegalArgumentException("a dense metric needs a positive definite covariance", e);
        }
        double[] flat = new double[dimension * dimension];
        double[] upper = new double[dimension * dimension];
        for (int i = 0; i < dimension; i++) {
            if (!(factor[i][i] > 0) || Double.isInfinite(factor[i][i])) {
                throw new IllegalArgumentException(
                        "a dense metric needs a positive definite covariance; pivot " + i + " is " + factor[i][i]);
            }
            System.arraycopy(covariance[i], 0, flat, i * dimension, dimension);
            System.arraycopy(factor[i], 0, upper, i * dimension, dimension);
        }
        return new DenseMetric(dimension, flat, upper);
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public void velocity(double[] momentum, double[] velocity) {
        for (int i = 0; i < dimension; i++) {
            int row = i * dimension;
            double even = 0;
            double odd = 0;
            int j = 0;
            for (; j + 1 < dimension; j += 2) {
                even += covariance[row + j] * momentum[j];
                odd += covariance[row + j + 1] * momentum[j + 1];
            }
            if (j < dimension) {
                even += covariance[row + j] * momentum[j];
            }
            velocity[i] = even + odd;
        }
    }

    /** Solves {@code L^T p = z} for standard normal z, so that cov(p) = (L L^T)^-1. */
    @Override
    public void drawMomentum(RandomStream stream, double[] momentum) {
        for (int i = 0; i < dimension; i++) {
            momentum[i] = stream.nextGaussian();
        }
        for (int i = dimension - 1; i >= 0; i--) {
            double rest = momentum[i];
            for (int j = i + 1; j < dimension; j++) {
                rest -= upper[i * dimension + j] * momentum[j];
            }
            momentum[i] = rest / upper[i * dimension + i];
        }
    }

    @Override
    public double[] variances() {
        double[] variances = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            variances[i] = covariance[i * dimension + i];
        }
        return variances;
    }

    /** A copy of the covariance. */
    public double[][] covariance() {
        double[][] rows = new double[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            System.arraycopy(covariance, i * dimension, rows[i], 0, dimension);
        }
        return rows;
    }
}
