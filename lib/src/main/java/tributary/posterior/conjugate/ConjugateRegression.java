package tributary.posterior.conjugate;

import java.io.Serializable;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import tributary.random.RandomStream;

/**
 * Linear regression y = c0 + x'g + e, e ~ Normal(0, sigma2), with (c0, g) | sigma2 ~ Normal(0, v sigma2 I) and sigma2 ~
 * InverseGamma(a, b), from centred cross-products alone.
 *
 * <p>Everything is computed about the means (the intercept c = c0 + xbar'g, less ybar, is the free coordinate; the
 * prior is carried over exactly), so large offsets of x or y cancel nothing. Posterior: precision P = P0 + X'X, mean m
 * = P^-1 (P0 m0 + X'y), a' = a + n/2, b' = b + (residual squares at m + (m - m0)'P0(m - m0)) / 2 (Gelman et al. 2013,
 * chapter 14). Coefficient 0 is the intercept at x = xbar, coefficient j the slope of column j - 1. Each is
 * marginally Student t with 2a' degrees of freedom. Immutable.
 */
public final class ConjugateRegression implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] mean;
    private final double[][] root;
    private final double shape;
    private final double scale;

    private ConjugateRegression(double[] mean, double[][] root, double shape, double scale) {
        this.mean = mean;
        this.root = root;
        this.shape = shape;
        this.scale = scale;
    }

    /**
     * The posterior.
     *
     * @param n number of rows
     * @param xMean means of the p columns
     * @param yMean mean of y
     * @param xx p x p centred cross-products of the columns
     * @param xy p centred cross-products with y
     * @param yy centred sum of squares of y
     * @param variance v, positive
     * @param shape a, positive
     * @param scale b, positive
     * @throws org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException if columns are collinear beyond what
     *     the prior can separate
     */
    public static ConjugateRegression fit(
            double n,
            double[] xMean,
            double yMean,
            double[][] xx,
            double[] xy,
            double yy,
            double variance,
            double shape,
            double scale) {
        int d = xMean.length + 1;
        double[][] prior = priorPrecision(xMean, variance);
        double[][] precision = new double[d][d];
        double[] right = new double[d];
        for (int i = 0; i < d; i++) {
            // The prior mean of (c - ybar, g) is (-ybar, 0).
            right[i] = -yMean * prior[i][0] + (i == 0 ? 0 : xy[i - 1]);
            for (int j = 0; j < d; j++) {
                double data = i == 0 || j == 0 ? (i == j ? n : 0) : xx[i - 1][j - 1];
                precision[i][j] = prior[i][j] + data;
            }
        }
        double[][] root = inverseRoot(precision);
        double[] centred = timesRoot(root, timesTransposed(root, right));
        double squares = yy + n * centred[0] * centred[0];
        for (int i = 1; i < d; i++) {
            squares -= 2 * centred[i] * xy[i - 1];
            for (int j = 1; j < d; j++) {
                squares += centred[i] * centred[j] * xx[i - 1][j - 1];
            }
        }
        double[] gap = centred.clone();
        gap[0] += yMean;
        double penalty = 0;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                penalty += gap[i] * prior[i][j] * gap[j];
            }
        }
        return new ConjugateRegression(
                gap, root, shape + n / 2, scale + (Math.max(0, squares) + Math.max(0, penalty)) / 2);
    }

    /** The prior precision of (c, g), where c0 = c - xbar'g and g are independent with variance v. */
    private static double[][] priorPrecision(double[] xMean, double variance) {
        int d = xMean.length + 1;
        double[][] prior = new double[d][d];
        prior[0][0] = 1 / variance;
        for (int i = 1; i < d; i++) {
            prior[0][i] = prior[i][0] = -xMean[i - 1] / variance;
            for (int j = 1; j < d; j++) {
                prior[i][j] = (xMean[i - 1] * xMean[j - 1] + (i == j ? 1 : 0)) / variance;
            }
        }
        return prior;
    }

    /** A matrix R with R R' = P^-1, by Cholesky of P scaled to unit diagonal. */
    private static double[][] inverseRoot(double[][] precision) {
        int d = precision.length;
        double[] unit = new double[d];
        for (int i = 0; i < d; i++) {
            unit[i] = 1 / StrictMath.sqrt(precision[i][i]);
        }
        double[][] scaled = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                scaled[i][j] = precision[i][j] * unit[i] * unit[j];
            }
        }
        RealMatrix lower = new CholeskyDecomposition(new Array2DRowRealMatrix(scaled), 1e-9, 1e-14).getL();
        // Solve L' r = e for each column: R = D L'^-1.
        double[][] root = new double[d][d];
        for (int column = 0; column < d; column++) {
            for (int i = d - 1; i >= 0; i--) {
                double rest = i == column ? 1 : 0;
                for (int j = i + 1; j < d; j++) {
                    rest -= lower.getEntry(j, i) * root[j][column] / unit[j];
                }
                root[i][column] = unit[i] * rest / lower.getEntry(i, i);
            }
        }
        return root;
    }

    private static double[] timesTransposed(double[][] matrix, double[] vector) {
        double[] result = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            for (int j = 0; j < vector.length; j++) {
                result[j] += matrix[i][j] * vector[i];
            }
        }
        return result;
    }

    private static double[] timesRoot(double[][] matrix, double[] vector) {
        double[] result = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            for (int j = 0; j < vector.length; j++) {
                result[i] += matrix[i][j] * vector[j];
            }
        }
        return result;
    }

    /** The posterior mean of a coefficient. */
    public double mean(int coefficient) {
        return mean[coefficient];
    }

    /** The scale of a coefficient's Student t. */
    public double scale(int coefficient) {
        double sum = 0;
        for (double r : root[coefficient]) {
            sum += r * r;
        }
        return StrictMath.sqrt(sum * scale / shape);
    }

    /** The posterior standard deviation of a coefficient; infinite with two degrees of freedom or fewer. */
    public double sd(int coefficient) {
        double df = degreesOfFreedom();
        return df > 2 ? scale(coefficient) * StrictMath.sqrt(df / (df - 2)) : Double.POSITIVE_INFINITY;
    }

    /** Degrees of freedom, 2a'. */
    public double degreesOfFreedom() {
        return 2 * shape;
    }

    /** The posterior mean of sigma2; infinite if it does not exist. */
    public double residualVariance() {
        return shape > 1 ? scale / (shape - 1) : Double.POSITIVE_INFINITY;
    }

    /** One draw of all coefficients. */
    public double[] sample(RandomStream stream) {
        double sigma = StrictMath.sqrt(scale * StrictMath.exp(-stream.nextLogGamma(shape)));
        double[] z = new double[mean.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = sigma * stream.nextGaussian();
        }
        double[] draw = timesRoot(root, z);
        for (int i = 0; i < z.length; i++) {
            draw[i] += mean[i];
        }
        return draw;
    }
}
