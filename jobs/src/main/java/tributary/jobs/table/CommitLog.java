package tributary.jobs.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Finds one's own commit in a Delta log by the mark it carries: the version it made and the rows it added.
 *
 * <p>Reads the newest commit files (the Delta protocol's {@code commitInfo} action), which costs no Spark job.
 */
final class CommitLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern COMMIT = Pattern.compile("[0-9]{20}\\.json");
    private static final int NEWEST = 200;

    /** A commit found. */
    record Commit(long version, long rows) {}

    private CommitLog() {}

    /**
     * The newest commit whose {@code userMetadata} is {@code mark}; where there is none, the newest commit with no rows of
     * ours, because Delta makes no commit of an append without rows.
     */
    static Commit find(Configuration conf, String table, String mark) throws IOException {
        Path log = new Path(table, "_delta_log");
        FileSystem files = log.getFileSystem(conf);
        List<Path> newestFirst = Arrays.stream(files.listStatus(
                        log, path -> COMMIT.matcher(path.getName()).matches()))
                .map(status -> status.getPath())
                .sorted(Comparator.comparing(Path::getName).reversed())
                .limit(NEWEST)
                .toList();
        for (Path path : newestFirst) {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(files.open(path), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    JsonNode info = line.contains("\"commitInfo\"")
                            ? JSON.readTree(line).path("commitInfo")
                            : null;
                    if (info != null && info.path("userMetadata").asText().equals(mark)) {
                        long version = Long.parseLong(path.getName().substring(0, 20));
                        return new Commit(
                                version,
                                info.path("operationMetrics")
                                        .path("numOutputRows")
                                        .asLong());
                    }
                }
            }
        }
        if (newestFirst.isEmpty()) {
            throw new IOException("there is no commit in " + log);
        }
        return new Commit(Long.parseLong(newestFirst.get(0).getName().substring(0, 20)), 0);
    }
}
