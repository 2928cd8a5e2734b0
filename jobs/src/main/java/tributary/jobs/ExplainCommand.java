package tributary.jobs;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tributary.jobs.run.Job;
import tributary.jobs.run.RunFrame;
import tributary.jobs.run.RunReport;
import tributary.jobs.run.RunRequest;
import tributary.jobs.run.Session;

/**
 * {@code explain COMMAND}: prints the inference plan of a job, or of a causal model what its graph identifies ({@code
 * --identify}) or the graph itself ({@code --graph}); writes nothing.
 */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Prints the inference plan of a command: which block is answered how, why, at what cost;"
                + " or what a causal model's graph identifies.")
final class ExplainCommand implements tributary.jobs.run.Command {
    private final List<Job<?, ?>> jobs;

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..1",
            description = "The command to explain, such as experiment; causal with --identify or --graph.")
    @Nullable
    String command;

    @Option(
            names = "--identify",
            description = "Prints what the causal graph says of each question: formula, adjustment sets, instruments,"
                    + " assumptions; and how large the dependences are that it rules out.")
    boolean identify;

    @Option(names = "--graph", description = "Prints the causal graph as Mermaid and Graphviz text.")
    boolean graph;

    @Mixin
    CommonOptions options;

    ExplainCommand(List<Job<?, ?>> jobs) {
        this.jobs = List.copyOf(jobs);
    }

    @Override
    public RunReport execute(Session session) {
        if (identify && graph) {
            throw JobFailure.usage(
                    "--identify and --graph are asked for at once.",
                    "Each prints a text of its own.",
                    "Give one of the two.");
        }
        String asked = command == null && (identify || graph) ? "causal" : command;
        if (asked == null) {
            throw JobFailure.usage(
                    "explain names no command.",
                    "Each command has a plan of its own.",
                    "Name one, such as explain experiment --config conf/experiment.conf.");
        }
        RunRequest.Mode mode =
                identify ? RunRequest.Mode.IDENTIFY : graph ? RunRequest.Mode.GRAPH : RunRequest.Mode.EXPLAIN;
        Job<?, ?> job = jobs.stream()
                .filter(j -> j.command().equals(asked))
                .findFirst()
                .orElseThrow(() -> JobFailure.usage(
                        "There is no plan for " + JobFailure.quote(asked) + ".",
                        "It is not a command that runs an inference.",
                        "Name one of "
                                + String.join(
                                        ", ", jobs.stream().map(Job::command).toList()) + "."));
        return RunFrame.execute(job, options.request(mode), session);
    }
}
