package tributary.plan;

/** What a conf may ask of a plan: one path for every factor that reads rows, or the plan's own choice. */
public enum PathChoice {
    /** The plan chooses. */
    AUTO,
    /** Independent draws of a closed form; only for models that have one. */
    EXACT,
    /** Distinct rows with their counts, sampled on one machine. */
    CELLS,
    /** Groups integrated out of a normal hierarchy; only for models that are one. */
    COLLAPSE,
    /** All rows on one machine. */
    NUTS,
    /** Shards, consensus, certificate. */
    CONSENSUS,
    /** The Laplace approximation about the anchor, certified; no shard is sampled. */
    ANCHOR
}
