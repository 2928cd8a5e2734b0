package tributary.check;

/**
 * The robustness value of a regression coefficient: the share of the residual variance of both treatment and outcome
 * that an unmeasured confounder must explain to bring the estimate down (Cinelli and Hazlett, 2020).
 */
public final class RobustnessValue {
    private RobustnessValue() {}

    /** The partial R2 of the treatment with the outcome: t^2 / (t^2 + df). */
    public static double partialR2(double t, double degreesOfFreedom) {
        return t * t / (t * t + degreesOfFreedom);
    }

    /**
     * The value for bringing the estimate down by a share of itself.
     *
     * @param t estimate over standard error
     * @param degreesOfFreedom rows less coefficients
     * @param share 1 to bring it to zero
     */
    public static double of(double t, double degreesOfFreedom, double share) {
        return value(share * Math.abs(t) / Math.sqrt(degreesOfFreedom));
    }

    /**
     * The value for making zero no longer rejected.
     *
     * @param critical the quantile of t that rejects, such as 1.96
     */
    public static double ofSignificance(double t, double degreesOfFreedom, double critical) {
        double f = Math.abs(t) / Math.sqrt(degreesOfFreedom) - critical / Math.sqrt(degreesOfFreedom - 1);
        return f > 0 ? value(f) : 0;
    }

    private static double value(double f) {
        double square = f * f;
        return 0.5 * (Math.sqrt(square * square + 4 * square) - square);
    }

    /**
     * How far a confounder moves the estimate at most.
     *
     * @param withOutcome share of the outcome's residual variance that it explains
     * @param withTreatment share of the treatment's
     */
    public static double bias(double standardError, double degreesOfFreedom, double withOutcome, double withTreatment) {
        return standardError
                * Math.sqrt(degreesOfFreedom)
                * Math.sqrt(withOutcome * withTreatment / (1 - withTreatment));
    }

    /**
     * The strength of a confounder.
     *
     * @param withOutcome share of the outcome's residual variance that it explains, given treatment and covariates
     * @param withTreatment share of the treatment's, given covariates
     */
    public record Confounder(double withOutcome, double withTreatment) {}

    /**
     * A bound on a confounder as strong as a covariate (Cinelli and Hazlett, 2020, section 4.4).
     *
     * @param outcome the covariate's partial R2 with the outcome, given treatment and the other covariates
     * @param treatment its partial R2 with the treatment, given the other covariates
     * @return strengths, NaN where the covariate is too strong for any confounder to match
     */
    public static Confounder asStrongAs(double outcome, double treatment) {
        double withTreatment = treatment / (1 - treatment);
        double shared = treatment * treatment / ((1 - treatment) * (1 - treatment));
        double scale = (1 + Math.sqrt(shared)) / Math.sqrt(1 - shared);
        double withOutcome = Math.min(1, scale * scale * outcome / (1 - outcome));
        return withTreatment < 1 ? new Confounder(withOutcome, withTreatment) : new Confounder(Double.NaN, Double.NaN);
    }
}
