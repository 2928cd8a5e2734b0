package tributary.jobs.table;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * What a process leaves that was killed while it made a Delta table: a log without a commit, which Delta neither reads nor
 * makes a table in.
 */
final class HalfMade {
    private static final Pattern COMMITTED = Pattern.compile("[0-9]{20}\\..*|_last_checkpoint");

    private HalfMade() {}

    /**
     * Removes it; whether there was any. A log with a commit stays, whoever writes it at the same time: only what is no commit,
     * and folders that are empty by then, are deleted.
     */
    static boolean removed(SparkSession spark, String location) {
        try {
            Path log = new Path(location, "_delta_log");
            FileSystem files = log.getFileSystem(spark.sessionState().newHadoopConf());
            if (!files.exists(log)) {
                return false;
            }
            FileStatus[] inside = files.listStatus(log);
            if (Arrays.stream(inside)
                    .anyMatch(f -> COMMITTED.matcher(f.getPath().getName()).matches())) {
                return false;
            }
            for (FileStatus file : inside) {
                files.delete(file.getPath(), false);
            }
            return files.delete(log, false);
        } catch (IOException somebodyWritesThere) {
            return false;
        }
    }
}
