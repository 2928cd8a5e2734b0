package tributary.plan;

import org.jspecify.annotations.Nullable;
import tributary.consensus.Certificate;
import tributary.consensus.Consensus;
import tributary.infer.Draws;
import tributary.infer.SampleStats;
import tributary.posterior.InferenceStatus;

/**
 * The answer of one factor, with what vouches for it.
 *
 * @param plan how it was answered
 * @param status what may be claimed
 * @param reason why, in words
 * @param unconstrained draws in the factor's own coordinates; null where there are none
 * @param stats what a sampler on one machine noticed; null for shards
 * @param certificate the evidence of weighted draws; null for chains
 * @param consensus all that the shards gave; null where none were sampled
 */
public record FactorFit(
        FactorPlan plan,
        InferenceStatus status,
        String reason,
        @Nullable Draws unconstrained,
        @Nullable SampleStats stats,
        @Nullable Certificate certificate,
        Consensus.@Nullable Result consensus) {}
