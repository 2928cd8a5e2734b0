package tributary.jobs.scan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.SparkSession;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;

/**
 * What Spark throws while the rows of an input are read, told as a failure of the input: rows unlike the schema of the
 * conf are wrong use (2), files that are damaged or gone are unexpected (1).
 */
final class ReadFailure {
    private ReadFailure() {}

    /** The failure behind an exception, if it is about the tables read. */
    static Optional<JobFailure> of(SparkSession spark, List<InputTable> tables, Throwable thrown) {
        String names = tables.stream().map(InputTable::name).distinct().collect(Collectors.joining(" or "));
        Throwable file = null;
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage());
            String condition = t instanceof SparkThrowable known ? String.valueOf(known.getCondition()) : "";
            if (message.contains("CSV header")) {
                return Optional.of(notAsItsSchema(names, headerFault(message), thrown));
            }
            if (condition.startsWith("MALFORMED_RECORD")) {
                String reason =
                        fault(spark, tables).orElse((file == null ? "" : told(file) + " ") + JobFailure.rootMessage(t));
                return Optional.of(notAsItsSchema(names, reason, thrown));
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

    private static JobFailure notAsItsSchema(String names, String reason, Throwable thrown) {
        return new JobFailure(
                ExitCode.USAGE,
                "input " + names + " is not as its schema says",
                reason,
                "correct schema, header or delimiter of the input in the conf (input." + names
                        + ".schema and so on), or repair the file",
                thrown);
    }

    /** Spark's message on a header: header and schema on lines of their own, then the first name that differs. */
    private static String headerFault(String message) {
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static Optional<String> fault(SparkSession spark, List<InputTable> tables) {
        try {
            return tables.stream()
                    .flatMap(table -> CsvFault.find(spark, table).stream())
                    .findFirst();
        } catch (RuntimeException unreadable) {
            return Optional.empty(); // what is told then is what Spark said first
        }
    }

    /** The first line of the message, without what Spark adds for its own bookkeeping. */
    private static String told(Throwable t) {
        return InputReader.firstLine(t).replaceAll(" *SQLSTATE: .*", "").strip();
    }
}
