package tributary.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;
import tributary.jobs.conf.Secrets;
import tributary.jobs.run.RunReport;

/** The last log line of a command: how it ended, as one JSON object on one line. */
final class OutcomeLine {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OutcomeLine() {}

    /** The line of a command that came to an end. */
    static String of(RunReport report) {
        ObjectNode line = line(report.command(), report.status(), report.reason(), report.exitCode());
        report.runId().ifPresent(id -> line.put("run_id", id));
        report.attemptId().ifPresent(id -> line.put("attempt_id", id));
        ArrayNode outputs = line.putArray("outputs");
        report.outputs()
                .forEach(o -> outputs.addObject()
                        .put("table", o.table())
                        .put("location", o.location())
                        .put("version", o.version())
                        .put("rows", o.rows()));
        return text(line);
    }

    /** The line of a command that failed before or during its run. */
    static String of(String command, String reason, ExitCode exitCode) {
        ObjectNode line = line(command, "FAILED", reason, exitCode);
        line.putArray("outputs");
        return text(line);
    }

    private static ObjectNode line(String command, String status, String reason, ExitCode exitCode) {
        return JSON.createObjectNode()
                .put("command", command)
                .put("status", status)
                .put("reason", Secrets.masked(oneLine(reason)))
                .put("exit_code", exitCode.number());
    }

    /** What searches of a log can find: a text of several lines, such as all errors of a conf, as one. */
    private static String oneLine(String reason) {
        return reason.lines().map(String::strip).filter(l -> !l.isEmpty()).collect(Collectors.joining("; "));
    }

    private static String text(ObjectNode line) {
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values is always JSON", e);
        }
    }
}
