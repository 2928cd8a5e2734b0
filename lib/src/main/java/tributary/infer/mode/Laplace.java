package tributary.infer.mode;

import java.io.Serializable;
import java.util.Optional;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import tributary.math.LogDensity;
import tributary.random.RandomStream;

/**
 * The normal distribution that touches a density at its mode: {@code normal(mode, (-Hessian)^-1)}.
 *
 * <p>Immutable. Its draws, weighted by {@code log density - logDensity}, are a proposal that PSIS can judge.
 */
public final class Laplace implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double LOG_TWO_PI = StrictMath.log(2 * StrictMath.PI);

    private final double[] mean;
    private final double[][] covariance;
    /** Lower triangular, L L' = covariance. */
    private final double[][] root;

    private final double logDeterminant;
    private final double logEvidence;

    private Laplace(double[] mean, double[][] covariance, double[][] root, double peak) {
        this.mean = mean;
        this.covariance = covariance;
        this.root = root;
        double sum = 0;
        for (int i = 0; i < root.length; i++) {
            sum += StrictMath.log(root[i][i]);
        }
        logDeterminant = 2 * sum;
        logEvidence = peak + 0.5 * (mean.length * LOG_TWO_PI + logDeterminant);
    }

    /**
     * The approximation at a mode.
     *
     * @return empty if the density does not curve downwards there in every direction
     */
    public static Optional<Laplace> at(LogDensity density, Mode mode) {
        double[] position = mode.position();
        return Curvature.decompose(Curvature.negativeHessian(density, position))
                .map(precision -> precision.getSolver().getInverse().getData())
                .flatMap(inverse -> of(position, symmetric(inverse), mode.logDensity()));
    }

    /** Finds the mode by {@link Lbfgs}, polishes it by {@link Newton}, and approximates there. */
    public static Optional<Laplace> find(LogDensity density, double[] start) {
        Mode rough = Lbfgs.DEFAULT.search(density, start);
        Mode mode = Newton.DEFAULT.search(density, rough.position());
        return mode.converged() ? at(density, mode) : Optional.empty();
    }

    private static Optional<Laplace> of(double[] mean, double[][] covariance, double peak) {
        return Curvature.decompose(covariance)
                .map(CholeskyDecomposition::getL)
                .map(lower -> new Laplace(mean, covariance, lower.getData(), peak));
    }

    private static double[][] symmetric(double[][] matrix) {
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < i; j++) {
                double middle = 0.5 * (matrix[i][j] + matrix[j][i]);
                matrix[i][j] = middle;
                matrix[j][i] = middle;
            }
        }
        return matrix;
    }

    /** The same normal about another mean; its evidence is not that of a density. */
    public Laplace moved(double[] to) {
        return new Laplace(to.clone(), covariance, root, Double.NaN);
    }

    /** A copy of the mode. */
    public double[] mean() {
        return mean.clone();
    }

    /** A copy of the covariance. */
    public double[][] covariance() {
        return copy(covariance);
    }

    /** A copy of the lower Cholesky factor of the covariance. */
    public double[][] root() {
        return copy(root);
    }

    /** The logarithm of the density's integral, as far as it is normal: {@code log p + d/2 log 2 pi + log det / 2}. */
    public double logEvidence() {
        return logEvidence;
    }

    /** One draw, into {@code position}. */
    public void draw(RandomStream stream, double[] position) {
        double[] normal = new double[mean.length];
        for (int i = 0; i < normal.length; i++) {
            normal[i] = stream.nextGaussian();
        }
        at(normal, position);
    }

    /** The position {@code mean + L normal} of standardised coordinates. */
    public void at(double[] normal, double[] position) {
        for (int i = 0; i < mean.length; i++) {
            double sum = mean[i];
            for (int j = 0; j <= i; j++) {
                sum += root[i][j] * normal[j];
            }
            position[i] = sum;
        }
    }

    /** The normalised log density of the approximation. */
    public double logDensity(double[] position) {
        return -0.5 * (squaredDistance(position) + logDeterminant + mean.length * LOG_TWO_PI);
    }

    /** The squared distance of a position from the mode, in the approximation's standard deviations. */
    public double squaredDistance(double[] position) {
        double[] solved = new double[mean.length];
        double squares = 0;
        for (int i = 0; i < mean.length; i++) {
            double rest = position[i] - mean[i];
            for (int j = 0; j < i; j++) {
                rest -= root[i][j] * solved[j];
            }
            solved[i] = rest / root[i][i];
            squares += solved[i] * solved[i];
        }
        return squares;
    }

    private static double[][] copy(double[][] matrix) {
        double[][] copy = new double[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            copy[i] = matrix[i].clone();
        }
        return copy;
    }
}
