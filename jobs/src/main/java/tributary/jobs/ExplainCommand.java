package tributary.jobs;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tributary.jobs.run.Job;
import tributary.jobs.run.RunFrame;
import tributary.jobs.run.RunReport;
import tributary.jobs.run.RunRequest;
import tributary.jobs.run.Session;

/** {@code explain COMMAND}: prints the inference plan of a job, and writes nothing. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Prints the inference plan of a command: which block is answered how, why, at what cost.")
final class ExplainCommand implements tributary.jobs.run.Command {
    private final List<Job<?, ?>> jobs;

    @Parameters(paramLabel = "COMMAND", description = "The command to explain, such as experiment.")
    String command;

    @Mixin
    CommonOptions options;

    ExplainCommand(List<Job<?, ?>> jobs) {
        this.jobs = List.copyOf(jobs);
    }

    @Override
    public RunReport execute(Session session) {
        Job<?, ?> job = jobs.stream()
                .filter(j -> j.command().equals(command))
                .findFirst()
                .orElseThrow(() -> JobFailure.usage(
                        "There is no plan for " + JobFailure.quote(command) + ".",
                        "It is not a command that runs an inference.",
                        "Name one of "
                                + String.join(
                                        ", ", jobs.stream().map(Job::command).toList()) + "."));
        return RunFrame.execute(job, options.request(RunRequest.Mode.EXPLAIN), session);
    }
}
