/**
 * Consensus Monte Carlo with a certificate: sub-posteriors are sampled in shards, joined, corrected against the
 * full-data density, and either certified or refused.
 *
 * <p>Floor 5: imports {@code math, random, infer, posterior} and below; knows no Spark. The seam to a cluster is
 * {@link tributary.consensus.Workers}; read it first, then {@link tributary.consensus.Consensus}, {@link
 * tributary.consensus.Combiner}, {@link tributary.consensus.Ladder} and {@link tributary.consensus.Certificate}.
 *
 * <p>Everything happens in the unconstrained space of the model: the log prior there (Jacobian included) is computed
 * once and fractionated as a whole, so that the shard densities multiply to the full density.
 */
@NullMarked
package tributary.consensus;

import org.jspecify.annotations.NullMarked;
