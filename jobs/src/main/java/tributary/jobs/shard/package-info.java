/**
 * What runs on executors: tasks fanned out over the cluster, and tables cut into shards for consensus.
 *
 * <p>May import Spark, lib, the failures of {@link tributary.jobs} and {@link tributary.jobs.table} (where finished shards are
 * kept); knows no command. Read {@link tributary.jobs.shard.FanOut} first, then {@link tributary.jobs.shard.ModelTable} (a
 * table seen by a model), {@link tributary.jobs.shard.Sharding}, {@link tributary.jobs.shard.SparkBlocks}, {@link
 * tributary.jobs.shard.FewShards} (shards small enough to travel) and {@link tributary.jobs.shard.Kept} (what outlives a
 * killed run).
 */
@NullMarked
package tributary.jobs.shard;

import org.jspecify.annotations.NullMarked;
