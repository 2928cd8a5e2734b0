package tributary.check;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import tributary.consensus.Blocks;

/**
 * Linear mediation under a correlation rho of the residuals of mediator and outcome, which unmeasured confounding of the
 * two makes (Imai, Keele and Yamamoto, 2010): indirect effect (rho) = b s1 / s2 (r - rho sqrt((1 - r^2) / (1 - rho^2))).
 *
 * @param treatmentOnMediator b, the effect of the treatment on the mediator
 * @param outcomeSd s1, the residual sd of the outcome given treatment and covariates
 * @param mediatorSd s2, the residual sd of the mediator
 * @param correlation r, the correlation of these two residuals; also the rho at which the indirect effect is zero
 */
public record MediationRho(double treatmentOnMediator, double outcomeSd, double mediatorSd, double correlation) {
    /**
     * From a table in shards, by least squares with covariates.
     *
     * @return all NaN where treatment and covariates are collinear
     */
    public static MediationRho of(
            Blocks blocks, String treatment, String mediator, String outcome, List<String> covariates) {
        List<String> columns = new java.util.ArrayList<>(List.of(outcome, mediator, treatment));
        columns.addAll(covariates);
        return of(ColumnCovariance.of(blocks, columns));
    }

    /** From the covariance of outcome, mediator, treatment and covariates, in this order. */
    static MediationRho of(ColumnCovariance covariance) {
        int given = covariance.size() - 2;
        double[][] all =
                covariance.select(java.util.stream.IntStream.range(0, given + 2).toArray());
        RealMatrix whole = new Array2DRowRealMatrix(all);
        RealMatrix inner = whole.getSubMatrix(2, given + 1, 2, given + 1);
        RealMatrix cross = whole.getSubMatrix(2, given + 1, 0, 1);
        RealMatrix slopes;
        try {
            slopes = new CholeskyDecomposition(inner, 1e-9, 0).getSolver().solve(cross);
        } catch (NonPositiveDefiniteMatrixException e) {
            return new MediationRho(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        RealMatrix left =
                whole.getSubMatrix(0, 1, 0, 1).subtract(cross.transpose().multiply(slopes));
        double outcome = Math.sqrt(left.getEntry(0, 0));
        double mediator = Math.sqrt(left.getEntry(1, 1));
        return new MediationRho(slopes.getEntry(0, 1), outcome, mediator, left.getEntry(0, 1) / (outcome * mediator));
    }

    /** The average indirect effect of one unit of treatment, were rho the true correlation. */
    public double indirect(double rho) {
        return treatmentOnMediator
                * outcomeSd
                / mediatorSd
                * (correlation - rho * Math.sqrt((1 - correlation * correlation) / (1 - rho * rho)));
    }
}
