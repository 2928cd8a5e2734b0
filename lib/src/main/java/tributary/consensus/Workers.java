package tributary.consensus;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import tributary.infer.nuts.DrawWatch;

/**
 * The seam between the algorithms and a cluster: it runs a task on every shard and brings the results back in the order
 * of the shards.
 *
 * <p>A task may run more than once (a retry, a speculative copy), on any machine: it must be a pure function of its
 * fields and the shard.
 */
public interface Workers {
    /** The number of shards. */
    int shards();

    /**
     * Runs a task on every shard.
     *
     * @return one result a shard, in the order of the shards whatever order they finished in
     */
    <R extends Serializable> List<R> map(ShardTask<R> task);

    /**
     * The same for a task so dear that workers may keep its results: those kept under the same name are not made again.
     *
     * @param name names the task and all that decides its results but the rows
     */
    default <R extends Serializable> List<R> mapKept(String name, ShardTask<R> task) {
        return map(task);
    }

    /**
     * The same rows in fewer shards: shard k of n holds the shards s with {@code s n / S = k}, rounded down, one after the
     * other.
     *
     * @return empty where shards cannot be poured together
     */
    default Optional<Workers> merged(int shards) {
        return Optional.empty();
    }

    /** A pure function of one shard. */
    @FunctionalInterface
    interface ShardTask<R extends Serializable> extends Serializable {
        /**
         * Runs on one shard.
         *
         * @param shard the index of the shard, from 0
         * @param likelihood the shard's log likelihood, for this thread alone
         */
        R run(int shard, ShardLikelihood likelihood);

        /** What it does, in a few words for people who wait. */
        default String words() {
            return "pass over the shards";
        }

        /** {@link #run(int, ShardLikelihood)}, telling of every draw where there are any. */
        default R run(int shard, ShardLikelihood likelihood, DrawWatch watch) {
            return run(shard, likelihood);
        }
    }
}
