package tributary.posterior;

/** The way a posterior was computed: one word each, used in every table, plan and report. */
public enum InferencePath {
    /** Closed form on sufficient statistics: independent draws, no approximation. */
    EXACT,
    /** The likelihood of a few distinct weighted cells, integrated or sampled on one machine. */
    CELLS,
    /** Group effects integrated out, hyper-parameters first, groups given them. */
    COLLAPSE,
    /** Distributed Newton steps, a surrogate posterior, and an exact correction. */
    ANCHOR,
    /** Sub-posteriors of shards, combined and certified. */
    CONSENSUS,
    /** Hamiltonian Monte Carlo over the full data on one machine. */
    NUTS,
    /** State-space models by filter and simulation smoother. */
    KALMAN,
    /** A variational approximation. */
    VARIATIONAL
}
