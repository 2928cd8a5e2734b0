package tributary.family.experiment;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import tributary.stats.CrossProducts;

/**
 * CUPED (Deng et al. 2013): y - theta'(x - mean(x)), with theta = Var(x)^-1 Cov(x, y) over all units of all arms
 * together; for one covariate Cov(y, x) / Var(x).
 *
 * <p>Works on cross-products over (y, x...). Constant or collinear covariates take no part (pseudo-inverse). Immutable.
 */
final class Cuped {
    private final CrossProducts pooled;
    private final double[] theta;

    Cuped(CrossProducts pooled) {
        this.pooled = pooled;
        int p = pooled.dimension() - 1;
        double[] unit = new double[p];
        for (int i = 0; i < p; i++) {
            double square = pooled.centred(i + 1, i + 1);
            unit[i] = square > 0 ? 1 / StrictMath.sqrt(square) : 0;
        }
        double[][] correlation = new double[p][p];
        double[] right = new double[p];
        for (int i = 0; i < p; i++) {
            right[i] = unit[i] * pooled.centred(0, i + 1);
            for (int j = 0; j < p; j++) {
                correlation[i][j] = unit[i] * unit[j] * pooled.centred(i + 1, j + 1);
            }
        }
        this.theta = p == 1
                ? right
                : new SingularValueDecomposition(new Array2DRowRealMatrix(correlation))
                        .getSolver()
                        .solve(new ArrayRealVector(right))
                        .toArray();
        for (int i = 0; i < p; i++) {
            theta[i] *= unit[i];
        }
    }

    double theta(int covariate) {
        return theta[covariate];
    }

    /** The mean of the adjusted outcome in one arm. */
    double mean(CrossProducts arm) {
        double mean = arm.mean(0);
        for (int i = 0; i < theta.length; i++) {
            mean -= theta[i] * (arm.mean(i + 1) - pooled.mean(i + 1));
        }
        return mean;
    }

    /** The centred sum of squares of the adjusted outcome. */
    double centredSquares(CrossProducts arm) {
        double squares = arm.centred(0, 0);
        for (int i = 0; i < theta.length; i++) {
            squares -= 2 * theta[i] * arm.centred(0, i + 1);
            for (int j = 0; j < theta.length; j++) {
                squares += theta[i] * theta[j] * arm.centred(i + 1, j + 1);
            }
        }
        return Math.max(0, squares);
    }

    /** The share of the pooled variance that is removed; 0 if there is none to remove. */
    double varianceReduction() {
        double before = pooled.centred(0, 0);
        return before > 0 ? Math.max(0, 1 - centredSquares(pooled) / before) : 0;
    }
}
