package tributary.family.experiment;

/** What is assumed of the positive amounts of a revenue metric, and with it what their mean is estimated by. */
public enum AmountLikelihood {
    /**
     * Only that their mean is estimated with normal error (central limit theorem): right for amounts of any distribution
     * with a variance once there are many, and the one whose estimate is the mean that was seen.
     */
    NORMAL,
    /** The logarithm is normal with a bounded variance; mean exp(mu + sigma^2 / 2). Sharper, and biased if it is not. */
    LOGNORMAL,
    /** Gamma with unknown shape and rate; mean shape / rate. Intervals are too narrow if the tail is heavier. */
    GAMMA
}
