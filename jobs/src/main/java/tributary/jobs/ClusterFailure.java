package tributary.jobs;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What it means for whoever submitted a command that memory ran out, that executors were lost again and again, or that Spark
 * was stopped beneath it.
 *
 * <p>Spark survives the loss of an executor: its tasks run elsewhere, and what they had computed is computed again. It
 * gives up where one task fails so often (spark.task.maxFailures). What is known then are words: the exit code of the
 * executor (52 where its JVM ran out of memory, 137 where a container or its machine killed it, 143 where the cluster took
 * it away), what YARN or Kubernetes say of it, or an error within a task.
 */
public final class ClusterFailure {
    /** Ended for want of memory: by the JVM, by a container, or refused to a task. */
    private static final Pattern MEMORY = Pattern.compile("OutOfMemoryError|UNABLE_TO_ACQUIRE_MEMORY"
            + "|[Ee]xit(ed)?( with)?( exit)? (code|status)( is)?:? ?(52|137)\\b"
            + "|Container killed by \\w+ for exceeding (\\w+ )?memory limits");

    /** Killed from outside by a signal: what containers do that grow too large, and hardly anything else. */
    private static final Pattern KILLED = Pattern.compile("(code|status)( is)?:? ?137\\b");

    /** Gone, whatever it was; or going: one that found no memory for a task refuses those that follow, and so uses up their attempts. */
    private static final Pattern LOST =
            Pattern.compile("ExecutorLostFailure|TASK_FAILED_EXECUTOR_LOSS|Master removed our application"
                    + "|has failed the maximum allowable number of times"
                    + "|RejectedExecutionException: Task org\\.apache\\.spark\\.executor");

    /** Spark was stopped beneath the command: by a signal to the driver, or by the platform that took it away. */
    private static final Pattern STOPPED =
            Pattern.compile("SparkContext was shut down|stopped SparkContext|No active or default Spark session found");

    /** What came before the words that count. */
    private static final Pattern LEAD = Pattern.compile("(?s).*most recent failure(?: reason)?:\\s*");

    private static final String LOCAL = "executor driver)";
    private static final int LONGEST = 400;

    private ClusterFailure() {}

    /** The failure behind a chain of causes; empty where neither memory nor executors were missing. */
    static Optional<JobFailure> behind(Throwable thrown) {
        return behind(thrown, "", "");
    }

    /**
     * The same, of one station.
     *
     * @param station what was being done, such as {@code "exact pass, 8 shards"}; may be empty
     * @param smaller what makes its tasks smaller, as the end of a sentence; may be empty
     */
    public static Optional<JobFailure> behind(Throwable thrown, String station, String smaller) {
        boolean inSpark = false;
        Optional<JobFailure> lost = Optional.empty();
        Optional<JobFailure> stopped = Optional.empty();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage());
            String type = t.getClass().getName();
            // What cannot be analysed quotes names, which may be anything.
            inSpark |= type.startsWith("org.apache.spark.") && !type.endsWith("AnalysisException");
            if (t instanceof OutOfMemoryError
                    || (inSpark && MEMORY.matcher(message).find())) {
                return Optional.of(memory(thrown, t, station, smaller));
            }
            if (lost.isEmpty() && inSpark && LOST.matcher(message).find()) {
                lost = Optional.of(lost(thrown, message, station));
            }
            if (stopped.isEmpty()
                    && !type.endsWith("AnalysisException")
                    && STOPPED.matcher(message).find()) {
                stopped = Optional.of(stopped(thrown, message, station));
            }
        }
        return lost.isPresent() ? lost : stopped;
    }

    private static JobFailure stopped(Throwable thrown, String message, String station) {
        return new JobFailure(
                ExitCode.UNEXPECTED,
                "The command was ended from outside" + at(station) + ".",
                told(message),
                "Run the same command again: finished shards are kept. Nothing of this attempt is published.",
                thrown);
    }

    private static JobFailure memory(Throwable thrown, Throwable found, String station, String smaller) {
        String message = String.valueOf(found.getMessage());
        // An executor's errors come as words; an error itself was thrown in this process.
        boolean thrownHere = found instanceof OutOfMemoryError;
        boolean own = thrownHere || message.contains(LOCAL);
        boolean killed = !own && KILLED.matcher(message).find();
        String more = own
                ? "Give the process more memory (--driver-memory of spark-submit, TRIBUTARY_DRIVER_MEMORY of scripts/submit)"
                : "Give executors more memory (spark.executor.memory, and spark.executor.memoryOverhead where a container"
                        + " was killed) or fewer cores each (spark.executor.cores)";
        return new JobFailure(
                ExitCode.UNEXPECTED,
                problem(own, killed) + at(station) + ".",
                thrownHere ? "OutOfMemoryError: " + message : told(message),
                more + (smaller.isEmpty() ? "" : ", " + smaller) + "; then run the same command again."
                        + " Nothing of this attempt is published.",
                thrown);
    }

    private static String problem(boolean own, boolean killed) {
        if (own) {
            return "The command ran out of memory";
        }
        return killed ? "An executor was killed, as for want of memory" : "An executor ran out of memory";
    }

    private static JobFailure lost(Throwable thrown, String message, String station) {
        return new JobFailure(
                ExitCode.UNEXPECTED,
                "Executors were lost again and again" + at(station) + ".",
                told(message),
                "Look at the executors' own logs for who ended them: want of memory (spark.executor.memory,"
                        + " spark.executor.memoryOverhead), preemption, or the network; then run the same command again."
                        + " Nothing of this attempt is published.",
                thrown);
    }

    private static String at(String station) {
        return station.isEmpty() ? "" : " (" + station + ")";
    }

    /** The first line of the words that count, without Spark's preliminaries. */
    private static String told(String message) {
        Matcher lead = LEAD.matcher(message);
        String rest = lead.lookingAt() ? message.substring(lead.end()) : message;
        String line = rest.lines()
                .filter(l -> !l.isBlank())
                .findFirst()
                .orElse(message)
                .strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }
}
