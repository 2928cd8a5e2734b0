package tributary.decide;

/** Where a credible interval stands to the region of practical equivalence. */
public enum RopeVerdict {
    /** Wholly above: the metric rises by more than the region allows. */
    ABOVE,
    /** Wholly below. */
    BELOW,
    /** Wholly inside: the arms are practically equal. */
    EQUIVALENT,
    /** It overlaps an end of the region. */
    UNDECIDED
}
