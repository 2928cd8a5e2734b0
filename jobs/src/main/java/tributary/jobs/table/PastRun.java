package tributary.jobs.table;

/**
 * An earlier attempt of a run, as the {@code runs} table remembers it.
 *
 * @param attemptId the attempt
 * @param status SUCCEEDED, PARTIAL, QUARANTINED or FAILED
 * @param reason why, in words
 * @param exitCode the exit code it ended with
 * @param confHash the hash of its resolved conf
 */
public record PastRun(String attemptId, String status, String reason, int exitCode, String confHash) {
    /** Whether the attempt came to an end that a repetition would only repeat. */
    public boolean finished() {
        return !status.equals("FAILED");
    }
}
