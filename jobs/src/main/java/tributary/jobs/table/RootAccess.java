package tributary.jobs.table;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.spark.sql.SparkSession;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;

/** Finds out early whether a results root can be written, or is there to be read, before any work is spent. */
public final class RootAccess {
    /** What file systems say, on the driver or in the words of a task that failed; the line they say it in. */
    private static final Pattern REFUSED = Pattern.compile(
            ".*(No space left on device|[Qq]uota( is)? exceeded|Permission denied|Access ?[Dd]enied|Read-only file system|AccessControlException).*");

    private RootAccess() {}

    /** Makes the root and writes and deletes a probe in it; fails with exit code 2 if that cannot be done. */
    public static void requireWritable(SparkSession spark, ResultsRoot root) {
        if (root.schema()) {
            requireSchema(spark, root);
            return;
        }
        try {
            Path folder = new Path(root.name());
            FileSystem files = folder.getFileSystem(spark.sessionState().newHadoopConf());
            files.mkdirs(folder);
            Path probe = new Path(folder, ".probe-" + UUID.randomUUID());
            files.create(probe, false).close();
            files.delete(probe, false);
        } catch (IOException | IllegalArgumentException | FSError e) {
            throw unwritable(root, e);
        }
    }

    /** The same question without writing: the nearest folder that exists must be one we may write to. */
    public static void requireLikelyWritable(SparkSession spark, ResultsRoot root) {
        if (root.schema()) {
            requireSchema(spark, root);
            return;
        }
        try {
            Path folder = new Path(root.name());
            FileSystem files = folder.getFileSystem(spark.sessionState().newHadoopConf());
            Path nearest = files.makeQualified(folder);
            while (!files.exists(nearest) && nearest.getParent() != null) {
                nearest = nearest.getParent();
            }
            if (!files.getFileStatus(nearest).isDirectory()) {
                throw new IOException(nearest + " is a file");
            }
            files.access(nearest, FsAction.WRITE_EXECUTE);
        } catch (IOException | IllegalArgumentException e) {
            throw unwritable(root, e);
        }
    }

    /** For reading: there must be a root; fails with exit code 5 where no run has made the folder. */
    public static void requireThere(SparkSession spark, ResultsRoot root) {
        if (root.schema()) {
            requireSchema(spark, root);
            return;
        }
        try {
            Path folder = new Path(root.name());
            if (folder.getFileSystem(spark.sessionState().newHadoopConf()).exists(folder)) {
                return;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new JobFailure(
                    ExitCode.USAGE,
                    "The results root " + JobFailure.quote(root.name()) + " cannot be read.",
                    JobFailure.rootMessage(e),
                    "Grant read access, or name the folder that run.results of the runs names.",
                    e);
        }
        throw JobFailure.inputAbsent(
                "There is no results root " + JobFailure.quote(root.name()) + ".",
                "No run has made that folder.",
                "Name the folder that run.results of the runs names, or run a command first.");
    }

    /** The failure behind a write that did not succeed, where the place itself refused it: full, or no longer writable (exit code 2). */
    static Optional<JobFailure> lost(String location, Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            Matcher words = REFUSED.matcher(String.valueOf(t.getMessage()));
            if (words.find()) {
                return Optional.of(new JobFailure(
                        ExitCode.USAGE,
                        "The results root cannot take the rows of " + location + ".",
                        words.group(),
                        "Free space, or grant write access, under the results root and Spark's folder for temporary files"
                                + " (spark.local.dir); then run the same command again. Nothing of this attempt is published.",
                        thrown));
            }
        }
        return Optional.empty();
    }

    private static void requireSchema(SparkSession spark, ResultsRoot root) {
        if (!spark.catalog().databaseExists(root.name())) {
            throw JobFailure.usage(
                    "The results schema " + root.name() + " does not exist.",
                    "The session's catalog does not know it.",
                    "Create it, or set run.results-schema to one that exists.");
        }
    }

    private static JobFailure unwritable(ResultsRoot root, Throwable e) {
        return new JobFailure(
                ExitCode.USAGE,
                "The results root " + JobFailure.quote(root.name()) + " cannot be written.",
                JobFailure.rootMessage(e),
                "Grant write access, or set run.results to a folder you may write.",
                e);
    }
}
