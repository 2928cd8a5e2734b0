package tributary.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * The folder of a test class: the confs it writes, the commands it runs over them, and their results root.
 *
 * @param path the folder; results lie in its {@code results}
 */
public record CommandFolder(Path path) {
    /** The results root, as confs and options name it. */
    public String results() {
        return path.resolve("results").toString();
    }

    /**
     * Runs a command over a conf that names {@link #results}.
     *
     * @param command such as {@code causal} or {@code explain causal}
     * @param id the run's id, and the name of the conf file
     * @param conf its text
     * @param more settings ({@code key=value}) over the conf, and options ({@code --dry-run})
     */
    public CommandRun run(String command, String id, String conf, String... more) {
        try {
            return CommandRun.set(command, Files.writeString(path.resolve(id + ".conf"), conf), id, more);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A question to the views over the results. */
    public List<Row> sql(String query) {
        return PublishedViews.rows(path.resolve("results"), query);
    }

    /** Asserts that a run ended so, and said why. */
    public static void refused(CommandRun run, int exitCode, String... words) {
        assertThat(run.exitCode()).as(run.log()).isEqualTo(exitCode);
        assertThat(run.log()).contains(words);
    }
}
