package tributary.family.experiment;

import java.util.List;
import tributary.posterior.conjugate.ConjugateRegression;
import tributary.stats.CrossProducts;

/**
 * Regression of the outcome on arm indicators and covariates, from the cross-products of the arms: indicators need no
 * rows, their cross-products follow from the arms' sizes and means.
 */
final class ArmRegression {
    private final ConjugateRegression posterior;
    private final double[] armShares;
    private final CrossProducts pooled;

    /**
     * The posterior.
     *
     * @param arms cross-products over (y, x...), control first, all with at least one unit
     * @param prior of the coefficients
     */
    ArmRegression(List<CrossProducts> arms, PriorSpec.Coefficients prior) {
        CrossProducts all = arms.get(0);
        for (CrossProducts arm : arms.subList(1, arms.size())) {
            all = all.merge(arm);
        }
        this.pooled = all;
        int treated = arms.size() - 1;
        int covariates = all.dimension() - 1;
        int p = treated + covariates;
        double n = all.count();
        double[] means = new double[p];
        double[][] xx = new double[p][p];
        double[] xy = new double[p];
        this.armShares = new double[treated];
        for (int j = 0; j < treated; j++) {
            CrossProducts arm = arms.get(j + 1);
            double share = arm.count() / n;
            armShares[j] = share;
            means[j] = share;
            xy[j] = arm.count() * (arm.mean(0) - all.mean(0));
            for (int k = 0; k < treated; k++) {
                xx[j][k] = arm.count() * ((j == k ? 1 : 0) - arms.get(k + 1).count() / n);
            }
            for (int c = 0; c < covariates; c++) {
                xx[j][treated + c] = xx[treated + c][j] = arm.count() * (arm.mean(c + 1) - all.mean(c + 1));
            }
        }
        for (int c = 0; c < covariates; c++) {
            means[treated + c] = all.mean(c + 1);
            xy[treated + c] = all.centred(0, c + 1);
            for (int d = 0; d < covariates; d++) {
                xx[treated + c][treated + d] = all.centred(c + 1, d + 1);
            }
        }
        this.posterior = ConjugateRegression.fit(
                n, means, all.mean(0), xx, xy, all.centred(0, 0), prior.variance(), prior.shape(), prior.scale());
    }

    /** The posterior; coefficient j is the effect of treated arm j - 1. */
    ConjugateRegression posterior() {
        return posterior;
    }

    /** The means of control and the treated arms at the pooled covariate means, from one draw of the coefficients. */
    double[] armMeans(double[] coefficients) {
        double[] result = new double[armShares.length + 1];
        result[0] = coefficients[0];
        for (int j = 0; j < armShares.length; j++) {
            result[0] -= armShares[j] * coefficients[j + 1];
        }
        for (int j = 0; j < armShares.length; j++) {
            result[j + 1] = result[0] + coefficients[j + 1];
        }
        return result;
    }

    /** The share of the outcome's variance that the model explains. */
    double varianceReduction() {
        double before = pooled.variance(0);
        return before > 0 ? Math.max(0, 1 - posterior.residualVariance() / before) : 0;
    }
}
