package tributary.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/**
 * One command run inside this process as the real command line runs it: what it returned, printed and logged.
 *
 * @param exitCode the exit code
 * @param out standard output
 * @param log what the command line logged and printed as errors
 */
public record CommandRun(int exitCode, String out, String log) {
    /** {@code experiment} with a conf file of this text in {@code folder}, and more arguments. */
    public static CommandRun experiment(Path folder, String conf, String... more) {
        try {
            Path file = Files.writeString(Files.createTempFile(folder, "experiment", ".conf"), conf);
            List<String> arguments = new ArrayList<>(List.of("experiment", "--config", file.toString()));
            arguments.addAll(Arrays.asList(more));
            return of(arguments.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A command with this conf file and this run id, with settings ({@code key=value}) over the file and options ({@code
     * --dry-run}); the command may be of several words, such as {@code explain causal}.
     */
    public static CommandRun set(String command, Path conf, String id, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
        arguments.addAll(List.of("--config", conf.toString(), "--run-id", id));
        for (String one : more) {
            arguments.addAll(one.startsWith("--") ? List.of(one) : List.of("--set", one));
        }
        return of(arguments.toArray(String[]::new));
    }

    /** Any command of the real command line. */
    public static CommandRun of(String... arguments) {
        SharedSpark.session();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Lines lines = new Lines();
        lines.start();
        Logger logger = (Logger) LogManager.getLogger("tributary.jobs");
        logger.addAppender(lines);
        try {
            int exitCode = Main.commandLine(Main.jobs(), new PrintWriter(out, true), new PrintWriter(err, true))
                    .execute(arguments);
            return new CommandRun(exitCode, out.toString(), String.join("\n", lines.seen) + "\n" + err);
        } finally {
            logger.removeAppender(lines);
        }
    }

    private static final class Lines extends AbstractAppender {
        private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

        Lines() {
            super("lines", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            seen.add(event.getMessage().getFormattedMessage());
        }
    }
}
