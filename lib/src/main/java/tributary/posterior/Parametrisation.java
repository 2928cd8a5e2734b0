package tributary.posterior;

/** How the effects of a group are sampled; the posterior is the same, the geometry is not. */
public enum Parametrisation {
    /** Centred where the data inform the group's levels well, non-centred where they do not: for each effect. */
    BY_DATA,
    /** The effects themselves: best when data inform them. */
    CENTRED,
    /** Standardised effects, scaled and shifted afterwards: best when data say little about each. */
    NON_CENTRED
}
