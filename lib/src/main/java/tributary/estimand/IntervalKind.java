package tributary.estimand;

/** The kind of a credible interval. */
public enum IntervalKind {
    /** Highest density: the shortest interval of the given probability. */
    HDI,
    /** Equal tails: the same probability left out on either side. */
    ETI
}
