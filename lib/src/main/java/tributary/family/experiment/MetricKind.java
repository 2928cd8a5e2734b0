package tributary.family.experiment;

/** What an outcome is, and with it the likelihood. */
public enum MetricKind {
    /** Yes or no per unit: Bernoulli rates with Beta priors, or the correlated lift prior. */
    BINARY,
    /** A number per unit: normal with unknown mean and variance in each arm. */
    CONTINUOUS,
    /** Mostly zero, otherwise a positive amount: a Bernoulli share times a normal, lognormal or gamma mean amount. */
    REVENUE,
    /** Events per unit: Poisson rates with gamma priors. */
    COUNT,
    /** A ratio of two totals over units, such as clicks per view: bivariate normal means. */
    RATIO
}
