package tributary.infer.mode;

import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import tributary.math.LogDensity;

/** Second derivatives of a log density, by central differences of its gradient: two gradients a coordinate. */
public final class Curvature {
    /** The cube root of the unit roundoff: balances rounding and curvature of the gradient. */
    private static final double RELATIVE_STEP = StrictMath.cbrt(StrictMath.ulp(1.0));
    /** In posterior standard deviations: far above rounding, far below where the curvature changes. */
    private static final double STANDARD_STEP = 1e-3;

    private Curvature() {}

    /**
     * The negative Hessian, symmetric. A first pass with steps relative to the coordinates finds the posterior's scale;
     * where that is usable a second pass steps a thousandth of a standard deviation.
     *
     * @return entries NaN or infinite where the density is not finite nearby
     */
    public static double[][] negativeHessian(LogDensity density, double[] position) {
        int n = position.length;
        double[] steps = new double[n];
        for (int i = 0; i < n; i++) {
            steps[i] = RELATIVE_STEP * StrictMath.max(1, StrictMath.abs(position[i]));
        }
        double[][] rough = differences(density, position, steps);
        for (int i = 0; i < n; i++) {
            if (!(rough[i][i] > 0) || Double.isInfinite(rough[i][i])) {
                return rough;
            }
            double step = STANDARD_STEP / StrictMath.sqrt(rough[i][i]);
            // never so small that the coordinate itself cannot carry it
            steps[i] = StrictMath.max(step, 16 * StrictMath.ulp(position[i]));
        }
        return differences(density, position, steps);
    }

    private static double[][] differences(LogDensity density, double[] position, double[] steps) {
        int n = position.length;
        double[][] hessian = new double[n][n];
        double[] moved = position.clone();
        double[] above = new double[n];
        double[] below = new double[n];
        for (int j = 0; j < n; j++) {
            double up = position[j] + steps[j];
            double down = position[j] - steps[j];
            moved[j] = up;
            density.evaluate(moved, above);
            moved[j] = down;
            density.evaluate(moved, below);
            moved[j] = position[j];
            for (int i = 0; i < n; i++) {
                hessian[i][j] = (below[i] - above[i]) / (up - down);
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double mean = 0.5 * (hessian[i][j] + hessian[j][i]);
                hessian[i][j] = mean;
                hessian[j][i] = mean;
            }
        }
        return hessian;
    }

    /** The Cholesky decomposition of a symmetric matrix; empty if it is not positive definite and finite. */
    static Optional<CholeskyDecomposition> decompose(double[][] matrix) {
        for (double[] row : matrix) {
            if (!Double.isFinite(Lbfgs.largest(row))) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(new CholeskyDecomposition(new Array2DRowRealMatrix(matrix, false), 1e-8, 0));
        } catch (NonPositiveDefiniteMatrixException e) {
            return Optional.empty();
        }
    }
}
