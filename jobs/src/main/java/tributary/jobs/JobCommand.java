package tributary.jobs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tributary.jobs.run.Job;
import tributary.jobs.run.RunFrame;
import tributary.jobs.run.RunReport;
import tributary.jobs.run.Session;

/** The subcommand of one job: common options, then the frame. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
final class JobCommand implements tributary.jobs.run.Command {
    private final Job<?, ?> job;

    @Mixin
    CommonOptions options;

    JobCommand(Job<?, ?> job) {
        this.job = job;
    }

    @Override
    public RunReport execute(Session session) {
        return RunFrame.execute(job, options.request(), session);
    }
}
