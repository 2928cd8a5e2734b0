package tributary.jobs;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tributary.jobs.run.RunRequest;

/** The options every job shares. */
final class CommonOptions {
    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The conf file (HOCON), on any file system Hadoop knows.")
    String config;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Overrides one key of the conf; may be repeated, later ones win.")
    List<String> overrides = new ArrayList<>();

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description = "The run's id; by default a hash of command, conf, code, logical date and input versions.")
    @Nullable
    String runId;

    @Option(
            names = "--logical-date",
            paramLabel = "YYYY-MM-DD",
            description = "The date the run stands for; wins over run.logical-date.")
    @Nullable
    LocalDate logicalDate;

    @Option(names = "--dry-run", description = "Resolve and check everything, print the plan, write nothing.")
    boolean dryRun;

    @Option(names = "--force", description = "Make a new attempt, even of a run that finished.")
    boolean force;

    /** What these options ask for. */
    RunRequest request() {
        return request(dryRun ? RunRequest.Mode.DRY_RUN : RunRequest.Mode.RUN);
    }

    /** The same in another mode. */
    RunRequest request(RunRequest.Mode mode) {
        return new RunRequest(
                config,
                overrides,
                Optional.ofNullable(runId),
                Optional.ofNullable(logicalDate),
                mode,
                force,
                Clock.systemUTC());
    }
}
