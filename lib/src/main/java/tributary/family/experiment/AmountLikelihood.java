package tributary.family.experiment;

/** The distribution of the positive amounts of a revenue metric. */
public enum AmountLikelihood {
    /** The logarithm is normal; mean exp(mu + sigma^2 / 2). */
    LOGNORMAL,
    /** Gamma with unknown shape and rate; mean shape / rate. */
    GAMMA
}
