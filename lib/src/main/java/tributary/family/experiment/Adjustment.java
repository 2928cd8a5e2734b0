package tributary.family.experiment;

/** How pre-period covariates sharpen a continuous outcome. */
public enum Adjustment {
    /** Not at all. */
    NONE,
    /** CUPED (Deng et al. 2013): the outcome less its pooled regression on the covariates, then the arms compared. */
    CUPED,
    /** Conjugate Bayesian linear regression of the outcome on arms and covariates. */
    REGRESSION
}
