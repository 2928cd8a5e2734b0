package tributary.jobs.shard;

import java.util.regex.Pattern;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;

/** What a failed pass over shards means for whoever submitted it: an executor without memory is told from a defect. */
final class ShardFailure {
    /** Spark's words for executors that were ended for want of memory: by the JVM (52), or by a container (137). */
    private static final Pattern KILLED =
            Pattern.compile("OutOfMemoryError|exit(ed with)? code:? 52|[Ee]xit code (is )?137"
                    + "|Container killed .* for exceeding memory|Command exited with code (52|137)");

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
        if (JobFailure.inside(thrown).isPresent()) {
            return unchanged;
        }
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage());
            if (t instanceof OutOfMemoryError || KILLED.matcher(message).find()) {
                return new JobFailure(
                        ExitCode.UNEXPECTED,
                        "An executor ran out of memory (" + pass + ", " + shards + " shards).",
                        message.lines().findFirst().orElse(message),
                        "Give executors more memory (spark.executor.memory, or --driver-memory where the master is local),"
                                + " fewer cores each, or cut the table finer with inference.shards; run the same command"
                                + " again: shards that were finished and kept are not sampled again.",
                        thrown);
            }
        }
        return unchanged;
    }
}
