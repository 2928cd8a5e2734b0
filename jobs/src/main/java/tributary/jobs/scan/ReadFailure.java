package tributary.jobs.scan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;

/**
 * What Spark throws while the rows of an input are read, told as a failure of the input: rows unlike the schema of the
 * conf are wrong use (2), files that are damaged or gone are unexpected (1).
 */
final class ReadFailure {
    private ReadFailure() {}

    /** The failure behind an exception, if it is about the tables read. */
    static Optional<JobFailure> of(List<InputSnapshot> tables, Throwable thrown) {
        String names = tables.stream().map(InputSnapshot::name).distinct().collect(Collectors.joining(" or "));
        Throwable file = null;
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage());
            String condition = t instanceof SparkThrowable known ? String.valueOf(known.getCondition()) : "";
            if (condition.startsWith("MALFORMED_RECORD") || message.contains("CSV header does not conform")) {
                return Optional.of(new JobFailure(
                        ExitCode.USAGE,
                        "input " + names + " is not as its schema says",
                        (file == null ? "" : told(file) + " ") + JobFailure.rootMessage(t),
                        "correct schema, header or delimiter of the input in the conf, or repair the file",
                        thrown));
            }
            if (condition.startsWith("AMBIGUOUS_REFERENCE")) {
                return Optional.of(new JobFailure(
                        ExitCode.USAGE,
                        "input " + names + " has columns whose names differ by case only",
                        told(t),
                        "rename one of them where the table is made",
                        thrown));
            }
            file = condition.startsWith("FAILED_READ_FILE") ? t : file;
        }
        return Optional.ofNullable(file)
                .map(t -> new JobFailure(
                        ExitCode.UNEXPECTED,
                        "input " + names + " cannot be read",
                        told(t) + " " + JobFailure.rootMessage(t),
                        "a file is damaged or gone: restore the table, or name an older version of it",
                        thrown));
    }

    /** The first line of the message, without what Spark adds for its own bookkeeping. */
    private static String told(Throwable t) {
        return InputReader.firstLine(t).replaceAll(" *SQLSTATE: .*", "").strip();
    }
}
