package tributary.estimand;

/** Whom an average is over. */
public enum Population {
    /** The rows of the table, each as it is. */
    SAMPLE,
    /** What the rows are a sample of: rows weighted by the Bayesian bootstrap, anew in each draw (Rubin 1981). */
    SUPER
}
