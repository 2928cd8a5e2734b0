package tributary.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import tributary.jobs.report.ReportCommand;

/** The example DAG's arguments are what the real commands take, read from the file itself, without Python. */
class AirflowExampleTest {
    private static final Path DAG = Path.of("..", "scripts", "airflow", "experiment_daily.py");
    private static final Pattern LIST = Pattern.compile("application_args=\\[([^]]*)]");
    private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|\\b(CONF|DATE)\\b");

    @Test
    void everyTaskIsTakenByTheRealParser() throws IOException {
        List<List<String>> tasks = tasks();
        assertThat(tasks).extracting(task -> task.get(0)).containsExactly("experiment", "experiment", "report");
        for (List<String> task : tasks) {
            Object command = task.get(0).equals("report") ? new ReportCommand() : new JobCommand(new CountJob());
            ParseResult parsed = new CommandLine(command)
                    .parseArgs(task.subList(1, task.size()).toArray(String[]::new));
            assertThat(parsed.matchedOptionValue("--run-id", "")).isEqualTo("manual__2026-01-31T04:00:00+00:00");
        }
    }

    @Test
    void onlyALateInputIsRetried() throws IOException {
        assertThat(Files.readString(DAG))
                .contains("Error code is: " + ExitCode.INPUT_ABSENT.number() + ".")
                .contains("raise AirflowFailException");
    }

    @Test
    void aPartialRunIsReportedAndOnlyAWholeOnePublished() throws IOException {
        String dag = Files.readString(DAG);
        assertThat(dag).containsSubsequence("report = ", "trigger_rule=\"all_done\"", "publish = ", "outlets=");
        assertThat(dag.substring(0, dag.indexOf("publish = "))).doesNotContain("outlets=");
        assertThat(dag).contains("[run, report] >> publish");
    }

    private static List<List<String>> tasks() throws IOException {
        List<List<String>> tasks = new ArrayList<>();
        Matcher lists = LIST.matcher(Files.readString(DAG));
        while (lists.find()) {
            List<String> task = new ArrayList<>();
            Matcher arguments = ARGUMENT.matcher(lists.group(1));
            while (arguments.find()) {
                String word = arguments.group();
                task.add(
                        switch (word) {
                            case "CONF" -> "conf/experiment.conf";
                            case "DATE" -> "2026-01-31";
                            case "\"{{ run_id }}\"" -> "manual__2026-01-31T04:00:00+00:00";
                            default -> arguments.group(1);
                        });
            }
            tasks.add(task);
        }
        return tasks;
    }
}
