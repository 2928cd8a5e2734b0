package tributary.posterior;

/** How far a posterior may be trusted: one word each, used in every table, gate and report. */
public enum InferenceStatus {
    /** Closed form or quadrature: only the number of draws limits it. */
    EXACT,
    /** Corrected against the full data, within the certificate's bounds. */
    CERTIFIED,
    /** Corrected against a sample of the data, within the certificate's bounds. */
    CERTIFIED_SAMPLED,
    /** Markov chains over the full data that passed their diagnostics. */
    MCMC,
    /** Amortised variational inference: as good as its family. */
    AMORTISED,
    /** Not certified: not to be published as an answer. */
    UNCERTIFIED
}
