package tributary.jobs.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;

/** Writes {@code report.html} and {@code decision.md} into a folder of any file system Hadoop knows. */
public final class ReportFiles {
    private ReportFiles() {}

    /** Writes both, over older ones, and returns their paths. */
    public static List<String> write(SparkSession spark, String folder, ReportData data) {
        return List.of(
                write(spark, folder, "report.html", ReportPage.render(data)),
                write(spark, folder, "decision.md", DecisionMemo.render(data)));
    }

    private static String write(SparkSession spark, String folder, String name, String words) {
        try {
            Path path = new Path(folder, name);
            FileSystem files = path.getFileSystem(spark.sessionState().newHadoopConf());
            try (OutputStream out = files.create(path, true)) {
                out.write(words.getBytes(StandardCharsets.UTF_8));
            }
            return files.makeQualified(path).toString();
        } catch (IOException | IllegalArgumentException e) {
            throw new JobFailure(
                    ExitCode.USAGE,
                    "The file " + name + " cannot be written to " + JobFailure.quote(folder) + ".",
                    JobFailure.rootMessage(e),
                    "Name a folder that can be written with --out.",
                    e);
        }
    }
}
