package tributary.consensus;

import java.io.Serializable;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.jspecify.annotations.Nullable;

/** A multivariate normal with a positive definite covariance, and its Cholesky factor at hand. */
public final class Gaussian implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Symmetry is restored before every factorisation, so the tolerances of the library only guard the diagonal. */
    private static final double RELATIVE_SYMMETRY = 1e-8;

    private static final double SMALLEST_PIVOT = 1e-300;

    private final double[] mean;
    private final double[][] covariance;
    private final double[][] factor;

    private Gaussian(double[] mean, double[][] covariance, double[][] factor) {
        this.mean = mean;
        this.covariance = covariance;
        this.factor = factor;
    }

    /** The normal with a mean and covariance, or null where the covariance is not positive definite. */
    public static @Nullable Gaussian of(double[] mean, double[][] covariance) {
        double[][] symmetric = symmetric(covariance);
        double[][] factor = cholesky(symmetric);
        return factor == null ? null : new Gaussian(mean.clone(), symmetric, factor);
    }

    /** The normal with a mean and precision (inverse covariance), or null where the precision is not positive definite. */
    public static @Nullable Gaussian ofPrecision(double[] mean, double[][] precision) {
        double[][] inverse = inverse(precision);
        return inverse == null ? null : of(mean, inverse);
    }

    /** The number of coordinates. */
    public int dimension() {
        return mean.length;
    }

    /** The mean, a copy. */
    public double[] mean() {
        return mean.clone();
    }

    /** The covariance, a copy. */
    public double[][] covariance() {
        return copy(covariance);
    }

    /** The precision: the inverse of the covariance. */
    public double[][] precision() {
        double[][] inverse = inverse(covariance);
        if (inverse == null) {
            throw new IllegalStateException("a positive definite covariance has an inverse");
        }
        return inverse;
    }

    /** The standard deviation of one coordinate. */
    public double sd(int coordinate) {
        return Math.sqrt(covariance[coordinate][coordinate]);
    }

    /** The lower triangular L with L L' = covariance, a copy. */
    public double[][] factor() {
        return copy(factor);
    }

    /** The sum of the logarithms of the diagonal of L: half the log determinant of the covariance. */
    double logDeterminantOfFactor() {
        double sum = 0;
        for (int i = 0; i < mean.length; i++) {
            sum += StrictMath.log(factor[i][i]);
        }
        return sum;
    }

    /** mean + scale L z, for standardised z. */
    double[] shifted(double[] z, double scale) {
        double[] result = mean.clone();
        for (int i = 0; i < mean.length; i++) {
            for (int j = 0; j <= i; j++) {
                result[i] += scale * factor[i][j] * z[j];
            }
        }
        return result;
    }

    /** The z with x = mean + L z. */
    double[] standardised(double[] x) {
        double[] z = new double[mean.length];
        for (int i = 0; i < mean.length; i++) {
            double sum = x[i] - mean[i];
            for (int j = 0; j < i; j++) {
                sum -= factor[i][j] * z[j];
            }
            z[i] = sum / factor[i][i];
        }
        return z;
    }

    /** The squared Mahalanobis distance of a point. */
    double squaredDistance(double[] x) {
        double sum = 0;
        for (double coordinate : standardised(x)) {
            sum += coordinate * coordinate;
        }
        return sum;
    }

    /** The smallest and the largest eigenvalue of this covariance measured in the metric of another's. */
    double[] eigenvalueRange(Gaussian other) {
        int n = mean.length;
        double[][] whitened = new double[n][n];
        for (int column = 0; column < n; column++) {
            double[] z = new double[n];
            for (int i = 0; i < n; i++) {
                double sum = factor[i][column];
                for (int j = 0; j < i; j++) {
                    sum -= other.factor[i][j] * z[j];
                }
                z[i] = sum / other.factor[i][i];
                whitened[i][column] = z[i];
            }
        }
        RealMatrix matrix = MatrixUtils.createRealMatrix(whitened);
        double[] eigenvalues = new EigenDecomposition(MatrixUtils.createRealMatrix(
                        symmetric(matrix.multiply(matrix.transpose()).getData())))
                .getRealEigenvalues();
        double smallest = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (double eigenvalue : eigenvalues) {
            smallest = Math.min(smallest, eigenvalue);
            largest = Math.max(largest, eigenvalue);
        }
        return new double[] {smallest, largest};
    }

    /** The inverse of a symmetric positive definite matrix, or null where it has none. */
    static double @Nullable [][] inverse(double[][] matrix) {
        double[][] symmetric = symmetric(matrix);
        if (!finite(symmetric)) {
            return null;
        }
        int n = symmetric.length;
        double[] scale = new double[n];
        for (int i = 0; i < n; i++) {
            if (!(symmetric[i][i] > 0)) {
                return null;
            }
            scale[i] = 1 / Math.sqrt(symmetric[i][i]);
        }
        double[][] scaled = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                scaled[i][j] = symmetric[i][j] * scale[i] * scale[j];
            }
        }
        if (cholesky(scaled) == null) {
            return null;
        }
        double[][] inverse = new CholeskyDecomposition(
                        MatrixUtils.createRealMatrix(scaled), RELATIVE_SYMMETRY, SMALLEST_PIVOT)
                .getSolver()
                .getInverse()
                .getData();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                inverse[i][j] *= scale[i] * scale[j];
            }
        }
        return symmetric(inverse);
    }

    private static double @Nullable [][] cholesky(double[][] matrix) {
        int n = matrix.length;
        double[][] lower = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                if (i == j) {
                    // A pivot lost to rounding is a singular matrix, whatever its sign.
                    if (!(sum > 1e-13 * matrix[i][i]) || Double.isInfinite(sum)) {
                        return null;
                    }
                    lower[i][i] = Math.sqrt(sum);
                } else {
                    lower[i][j] = sum / lower[j][j];
                }
            }
        }
        return lower;
    }

    private static boolean finite(double[][] matrix) {
        for (double[] row : matrix) {
            for (double entry : row) {
                if (!Double.isFinite(entry)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static double[][] symmetric(double[][] matrix) {
        int n = matrix.length;
        double[][] symmetric = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                symmetric[i][j] = 0.5 * (matrix[i][j] + matrix[j][i]);
            }
        }
        return symmetric;
    }

    private static double[][] copy(double[][] matrix) {
        double[][] copy = new double[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            copy[i] = matrix[i].clone();
        }
        return copy;
    }
}
