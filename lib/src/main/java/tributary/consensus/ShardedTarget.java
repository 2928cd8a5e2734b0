package tributary.consensus;

import org.jspecify.annotations.Nullable;

/**
 * A posterior whose rows lie in shards: what the algorithms of this package sample and certify.
 *
 * @param prior the log prior in unconstrained space
 * @param workers the shards
 * @param rows takes samples of rows to one machine; null where rows cannot be told apart
 * @param estimands what will be asked of it
 * @param coupling what else there is that no shard can know; null where there is nothing
 */
public record ShardedTarget(
        PriorDensity prior,
        Workers workers,
        @Nullable RowSampler rows,
        Estimands estimands,
        @Nullable Coupling coupling) {
    /** Of which shards know everything. */
    public ShardedTarget(PriorDensity prior, Workers workers, @Nullable RowSampler rows, Estimands estimands) {
        this(prior, workers, rows, estimands, null);
    }

    /** Shards of which no rows can be sampled, asked for their coordinates. */
    public static ShardedTarget of(PriorDensity prior, Workers workers) {
        return new ShardedTarget(
                prior, workers, null, Estimands.coordinates(prior.open().dimension()));
    }
}
