package tributary.jobs.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tributary.jobs.Counted;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.run.RootOption;
import tributary.jobs.run.RunReport;
import tributary.jobs.run.Session;
import tributary.jobs.table.AbandonedRows;
import tributary.jobs.table.ResultsRoot;
import tributary.jobs.table.RootAccess;
import tributary.jobs.table.StagingTable;
import tributary.jobs.table.TableStore;

/**
 * {@code gc}: removes what is kept of runs that never came to a result: finished shards, and rows that no view shows.
 *
 * <p>A run that was killed is resumed from them by the same command, so they stay for a while: those that were written to
 * in the last days belong to a run that is under way or may still be repeated. After that a repetition samples its shards
 * again, which costs time and changes no bit. Rows of killed and failed attempts were never seen; after the same while
 * nobody is still writing beside them.
 */
@Command(
        mixinStandardHelpOptions = true,
        description =
                "Removes finished shards kept of runs that never ended and were not repeated since, and rows of attempts"
                        + " that were killed or failed.")
public final class GcCommand implements tributary.jobs.run.Command {
    @ArgGroup(multiplicity = "1")
    RootOption root;

    @Option(
            names = "--older-than-days",
            defaultValue = "7",
            paramLabel = "DAYS",
            description = "What was written to since then stays; ${DEFAULT-VALUE} by default, at least 1.")
    int days;

    @Option(names = "--dry-run", description = "Tells what would be removed, and removes nothing.")
    boolean dryRun;

    @Override
    public RunReport execute(Session session) {
        if (days < 1) {
            throw JobFailure.usage(
                    "--older-than-days is " + days + ".",
                    "A run that is under way may not have kept its next shards for hours.",
                    "Give at least 1, for example --older-than-days 7.");
        }
        SparkSession spark = session.spark();
        ResultsRoot results = root.root();
        RootAccess.requireThere(spark, results);
        Instant oldest = Clock.systemUTC().instant().minus(Duration.ofDays(days));
        List<String> lines = new ArrayList<>();
        int removed = 0;
        List<StagingTable> tables = StagingTable.all(spark, results);
        for (StagingTable table : tables) {
            Instant written = table.lastWritten();
            boolean stale = written.isBefore(oldest);
            lines.add((stale ? (dryRun ? "would remove " : "removed ") : "kept ") + table.location() + ": "
                    + table.results() + " finished shards, written to last at " + written);
            if (stale) {
                removed++;
                if (!dryRun) {
                    table.drop();
                }
            }
        }
        AbandonedRows rows = new AbandonedRows(spark, new TableStore(spark, results));
        long abandoned = 0;
        for (AbandonedRows.Left left : rows.find(oldest)) {
            lines.add((dryRun ? "would remove " : "removed ") + Counted.of(left.rows(), "row") + " of "
                    + Counted.of(left.attempts().size(), "attempt") + " without a result from " + left.table());
            abandoned += left.rows();
            if (!dryRun) {
                rows.remove(left);
            }
        }
        String told =
                (dryRun ? "would remove " : "removed ") + removed + " of " + tables.size() + " staging tables and "
                        + Counted.of(abandoned, "row") + " of attempts without a result in " + results.name();
        lines.add(told);
        return new RunReport(
                "gc",
                Optional.empty(),
                Optional.empty(),
                "SUCCEEDED",
                told,
                ExitCode.DONE,
                List.of(),
                String.join("\n", lines));
    }
}
