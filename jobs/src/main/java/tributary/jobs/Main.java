package tributary.jobs;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import tributary.jobs.causal.CausalJob;
import tributary.jobs.conf.Secrets;
import tributary.jobs.demo.SimulateJob;
import tributary.jobs.experiment.DesignJob;
import tributary.jobs.experiment.ExperimentJob;
import tributary.jobs.mediamix.MediaMixJob;
import tributary.jobs.ops.GcCommand;
import tributary.jobs.ops.SqlCommand;
import tributary.jobs.report.ReportCommand;
import tributary.jobs.run.Job;
import tributary.jobs.run.RunReport;
import tributary.jobs.run.Session;
import tributary.jobs.segments.SegmentsJob;

/**
 * The command line: one subcommand per job, and the only place that ends the process.
 *
 * <p>A command prints what it is for (a plan, a table) to standard output, and logs to standard error; the last log
 * line is one JSON object that says how it ended.
 */
@Command(
        name = "tributary",
        description = "Bayesian causal inference over warehouse tables, on Spark and Delta.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final Logger OUTCOME = LoggerFactory.getLogger("tributary.outcome");

    private Main() {}

    /** Runs one command; leaves the process running on success, for the platform that started it to end. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exitCode = commandLine(jobs(), out, err).execute(args);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** The jobs of this version. */
    static List<Job<?, ?>> jobs() {
        return List.of(
                new ExperimentJob(),
                new DesignJob(),
                new SegmentsJob(),
                new CausalJob(),
                new MediaMixJob(),
                new SimulateJob());
    }

    /** The command line over these jobs; {@code execute} returns the exit code and never ends the process. */
    static CommandLine commandLine(List<Job<?, ?>> jobs, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Main());
        jobs.forEach(job -> {
            CommandLine sub =
                    new CommandLine(job instanceof CausalJob causal ? new CausalCommand(causal) : new JobCommand(job));
            sub.getCommandSpec()
                    .usageMessage()
                    .description(
                            job.description() + " conf/" + job.command() + ".conf explains every key of its conf.");
            line.addSubcommand(job.command(), sub);
        });
        line.addSubcommand("explain", new ExplainCommand(jobs));
        line.addSubcommand("report", new ReportCommand());
        line.addSubcommand("sql", new SqlCommand());
        line.addSubcommand("gc", new GcCommand());
        HelpText.complete(line.setUsageHelpWidth(100));
        line.setOut(out).setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(Main::misused);
        line.setExecutionStrategy(Main::carriedOut);
        return line;
    }

    private static int carriedOut(ParseResult parsed) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        if (!parsed.hasSubcommand()) {
            throw new ParameterException(parsed.commandSpec().commandLine(), "Name a command.");
        }
        ParseResult chosen = parsed.subcommand();
        String name = chosen.commandSpec().name();
        PrintWriter out = chosen.commandSpec().commandLine().getOut();
        tributary.jobs.run.Command command =
                (tributary.jobs.run.Command) chosen.commandSpec().userObject();
        String last;
        ExitCode exitCode;
        try (Session session = new Session("tributary " + name)) {
            RunReport report = command.execute(session);
            if (!report.text().isEmpty()) {
                out.println(report.text());
                out.flush();
            }
            exitCode = report.exitCode();
            if (exitCode != ExitCode.DONE) {
                LOG.error("{}: {}", report.status(), Secrets.masked(report.reason()));
            }
            last = OutcomeLine.of(report);
        } catch (Exception | Error e) { // Spark's checked exceptions come undeclared through Scala
            JobFailure failure = JobFailure.inside(e).orElseGet(() -> unexpected(e));
            exitCode = failure.exitCode();
            LOG.error(Secrets.masked(String.valueOf(failure.getMessage())));
            LOG.debug("the exception behind it", e);
            last = OutcomeLine.of(name, failure.problem() + " " + failure.reason(), exitCode);
        }
        OUTCOME.info(last);
        return exitCode.number();
    }

    private static JobFailure unexpected(Throwable e) {
        LOG.error("unexpected failure", e);
        return new JobFailure(
                ExitCode.UNEXPECTED,
                "The command failed unexpectedly.",
                JobFailure.rootMessage(e),
                "Look at the stack trace above; if it is not a fault of the platform, report it as a defect.",
                e);
    }

    private static int misused(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        JobFailure failure = UsageFault.of(e);
        line.getErr().println(Secrets.masked(String.valueOf(failure.getMessage())));
        line.getErr().flush();
        OUTCOME.info(OutcomeLine.of(line.getCommandName(), failure.problem() + " " + failure.reason(), ExitCode.USAGE));
        return ExitCode.USAGE.number();
    }
}
