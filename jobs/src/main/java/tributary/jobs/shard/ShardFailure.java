package tributary.jobs.shard;

import tributary.jobs.ClusterFailure;
import tributary.jobs.JobFailure;

/** What a failed pass over shards means for whoever submitted it. */
final class ShardFailure {
    private ShardFailure() {}

    /**
     * Thrown on an executor: a shard needs more memory than there is. The error itself is not its cause, because Spark ends
     * a process that it finds one in, and with it the blocks of all other shards.
     */
    static IllegalStateException outOfMemory(int shard, long rows, OutOfMemoryError error) {
        return new IllegalStateException(
                "OutOfMemoryError (" + error.getMessage() + ") on shard " + shard + " with " + rows + " rows");
    }

    /** What to throw for a failed pass. */
    static RuntimeException of(Exception thrown, String pass, int shards) {
        RuntimeException unchanged = thrown instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException(thrown.getMessage(), thrown);
        return JobFailure.ours(thrown).isPresent()
                ? unchanged
                : ClusterFailure.behind(
                                thrown,
                                pass + ", " + shards + " shards",
                                "or cut the table finer with inference.shards (shards that were finished and kept are not"
                                        + " sampled again)")
                        .<RuntimeException>map(failure -> failure)
                        .orElse(unchanged);
    }
}
