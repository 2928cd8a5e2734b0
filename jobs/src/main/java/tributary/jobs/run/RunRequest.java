package tributary.jobs.run;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks of a run.
 *
 * @param config the conf file, a path of any file system Hadoop knows
 * @param overrides {@code key=value} settings, later ones winning
 * @param runId the id given, if any
 * @param logicalDate the date given, if any; wins over {@code run.logical-date}
 * @param mode what to do
 * @param force whether to make a new attempt of a finished run
 * @param clock tells when the attempt began and ended; no result depends on it
 */
public record RunRequest(
        String config,
        List<String> overrides,
        Optional<String> runId,
        Optional<LocalDate> logicalDate,
        Mode mode,
        boolean force,
        Clock clock) {
    /** What to do with the job. */
    public enum Mode {
        /** Run it. */
        RUN,
        /** Check everything, print the plan, write nothing. */
        DRY_RUN,
        /** Print the plan, write nothing. */
        EXPLAIN,
        /** Print what the causal graph says of each question, and what data say of the graph; write nothing. */
        IDENTIFY,
        /** Print the causal graph for drawing, write nothing. */
        GRAPH
    }

    public RunRequest {
        overrides = List.copyOf(overrides);
    }

    /** A run of a conf with these settings over it; a finished one is made anew. */
    public static RunRequest anew(Path config, List<String> overrides) {
        return new RunRequest(
                config.toString(), overrides, Optional.empty(), Optional.empty(), Mode.RUN, true, Clock.systemUTC());
    }
}
