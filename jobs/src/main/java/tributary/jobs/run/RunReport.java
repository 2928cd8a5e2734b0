package tributary.jobs.run;

import java.util.List;
import java.util.Optional;
import tributary.jobs.ExitCode;
import tributary.jobs.table.TableOutput;

/**
 * How a command ended: what the last log line says.
 *
 * @param command the command
 * @param runId the run, where it got so far
 * @param attemptId the attempt, where it got so far
 * @param status SUCCEEDED, PARTIAL, QUARANTINED, FAILED, PLANNED (nothing was to be written) or UNCHANGED (the run was
 *     finished before)
 * @param reason why, in words
 * @param exitCode the exit code
 * @param outputs what was written
 * @param text what to print for people: the plan, or the job's summary
 */
public record RunReport(
        String command,
        Optional<String> runId,
        Optional<String> attemptId,
        String status,
        String reason,
        ExitCode exitCode,
        List<TableOutput> outputs,
        String text) {
    public RunReport {
        outputs = List.copyOf(outputs);
    }
}
