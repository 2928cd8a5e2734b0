package tributary.jobs.run;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.ConfReader;
import tributary.jobs.conf.HoconText;
import tributary.jobs.conf.RunSettings;
import tributary.jobs.conf.Secrets;
import tributary.jobs.table.AnalysesTable;
import tributary.jobs.table.PastRun;
import tributary.jobs.table.ResultsRoot;
import tributary.jobs.table.RootAccess;
import tributary.jobs.table.RunRow;
import tributary.jobs.table.TableInput;
import tributary.jobs.table.TableOutput;
import tributary.jobs.table.TableStore;
import tributary.jobs.table.WorstDiagnostics;

/**
 * Runs a job from conf to commit: read, pin, identify, skip if finished, attempt, judge, write, and last the one
 * {@code runs} row that publishes the attempt.
 *
 * <p>Whatever fails after the conf was accepted (Spark's checked exceptions, which come undeclared, included) leaves a {@code runs} row with status FAILED, as long as the results
 * root can be written. A process that is killed leaves no row, so its rows are never seen, and the same command
 * starts a new attempt.
 */
public final class RunFrame {
    private static final Logger LOG = LoggerFactory.getLogger(RunFrame.class);

    private RunFrame() {}

    /** Runs {@code job} as {@code request} asks. Failures are thrown, after their row is written. */
    public static <S, I> RunReport execute(Job<S, I> job, RunRequest request, Session session) {
        Instant startedAt = request.clock().instant();
        Optional<String> givenId = request.runId().map(RunId::sanitised);
        Config conf = resolved(request);
        ConfReader reader = ConfReader.of(conf);
        RunSettings settings = RunSettings.read(reader);
        S spec = job.spec(reader, settings);
        reader.finish();

        SparkSession spark = session.spark();
        TableStore store = new TableStore(spark, root(settings));
        boolean writes = request.mode() == RunRequest.Mode.RUN;
        if (writes) {
            RootAccess.requireWritable(spark, store.root());
        } else if (request.mode() == RunRequest.Mode.DRY_RUN) {
            RootAccess.requireLikelyWritable(spark, store.root());
        }
        Draft draft = new Draft(job.command(), conf, settings, startedAt);
        if (givenId.isPresent() && writes && !request.force()) {
            Optional<RunReport> before = finishedBefore(store, givenId.get(), draft);
            if (before.isPresent()) {
                return before.get();
            }
        }
        I pinned;
        try {
            pinned = job.pin(spark, spec);
        } catch (Throwable e) {
            if (writes) {
                String runId = givenId.orElseGet(() -> draft.runId(List.of()));
                fail(store, runId, newAttemptId(), draft, "", e, request, spark);
            }
            throw e;
        }
        String runId = givenId.orElseGet(() -> draft.runId(job.inputs(pinned)));
        if (writes && givenId.isEmpty() && !request.force() && known(job.inputs(pinned))) {
            Optional<RunReport> before = finishedBefore(store, runId, draft);
            if (before.isPresent()) {
                return before.get();
            }
        }
        String plan;
        try {
            plan = Progress.during(spark, Optional::empty, () -> {
                Progress.station(spark, "plan");
                return job.explained(request.mode(), spec, pinned);
            });
        } catch (Throwable e) {
            if (writes) {
                fail(store, runId, newAttemptId(), draft, "", e, request, spark);
            }
            throw e;
        }
        if (!writes) {
            return new RunReport(
                    job.command(),
                    Optional.of(runId),
                    Optional.empty(),
                    "PLANNED",
                    "everything was checked and nothing written",
                    ExitCode.DONE,
                    List.of(),
                    plan);
        }
        String attemptId = newAttemptId();
        LOG.info("run {} attempt {} begins", runId, attemptId);
        String identity = draft.runId(job.inputs(pinned));
        try (Attempt attempt = new Attempt(spark, store, runId, attemptId, settings, identity)) {
            Outcome outcome = Progress.during(spark, attempt::sampling, () -> job.run(spark, spec, pinned, attempt));
            RunReport report = commit(store, attempt, draft, plan, outcome, request, spark);
            attempt.forget();
            return report;
        } catch (Throwable e) {
            fail(store, runId, attemptId, draft, plan, e, request, spark);
            throw e;
        }
    }

    private static RunReport commit(
            TableStore store,
            Attempt attempt,
            Draft draft,
            String plan,
            Outcome outcome,
            RunRequest request,
            SparkSession spark) {
        Gates gates = outcome.results().gates();
        outcome.results().write(AnalysesTable.DEFINITION, gates.rows(draft.command()));
        RunRow row = draft.row(
                new Ending(gates.status(), gates.reason(), gates.exitCode()),
                outcome.inputs(),
                attempt.outputs(),
                plan,
                gates.published().size(),
                gates.heldBack().size(),
                outcome.worst(),
                request.clock().instant(),
                applicationId(spark));
        store.finish(attempt.runId(), attempt.attemptId(), row);
        return new RunReport(
                draft.command(),
                Optional.of(attempt.runId()),
                Optional.of(attempt.attemptId()),
                gates.status(),
                gates.reason(),
                gates.exitCode(),
                attempt.outputs(),
                outcome.summary());
    }

    /** Whether every input tells if it has changed; where one does not, a derived id alone does not make a run the same. */
    private static boolean known(List<TableInput> inputs) {
        List<String> silent = inputs.stream()
                .filter(input -> "".equals(input.fingerprint()) && input.version() == null)
                .map(TableInput::name)
                .toList();
        if (!silent.isEmpty()) {
            LOG.warn(
                    "input {} has neither files nor versions to tell whether it has changed: the run is made anew, and"
                            + " cannot be replayed",
                    String.join(", ", silent));
        }
        return silent.isEmpty();
    }

    /** A finished run with the same conf is not repeated; with another conf its id is taken. */
    private static Optional<RunReport> finishedBefore(TableStore store, String runId, Draft draft) {
        List<PastRun> finished =
                store.attempts(runId).stream().filter(PastRun::finished).toList();
        if (finished.isEmpty()) {
            return Optional.empty();
        }
        PastRun last = finished.get(finished.size() - 1);
        if (!last.confHash().equals(draft.confHash())) {
            throw JobFailure.usage(
                    "The run id " + JobFailure.quote(runId) + " is taken.",
                    "A run of that id finished with another conf.",
                    "Give another --run-id, or --force to make a new attempt with this conf.");
        }
        // A held-back run tells its exit code again: a scheduler's retry must not turn it into a success.
        ExitCode again = ExitCode.of(last.exitCode());
        return Optional.of(new RunReport(
                draft.command(),
                Optional.of(runId),
                Optional.of(last.attemptId()),
                "UNCHANGED",
                "the run was finished before as " + last.status() + ": " + last.reason(),
                again,
                List.of(),
                ""));
    }

    private static void fail(
            TableStore store,
            String runId,
            String attemptId,
            Draft draft,
            String plan,
            Throwable thrown,
            RunRequest request,
            SparkSession spark) {
        ExitCode code = JobFailure.inside(thrown).map(JobFailure::exitCode).orElse(ExitCode.UNEXPECTED);
        String reason =
                JobFailure.inside(thrown).map(Throwable::getMessage).orElseGet(() -> JobFailure.rootMessage(thrown));
        try {
            RunRow row = draft.row(
                    new Ending("FAILED", Secrets.masked(reason), code),
                    List.of(),
                    List.of(),
                    plan,
                    0,
                    0,
                    WorstDiagnostics.NONE,
                    request.clock().instant(),
                    applicationId(spark));
            store.finish(runId, attemptId, row);
        } catch (Exception second) { // the cluster that failed the run may fail this, too
            LOG.warn("the failed run could not be noted in the runs table: {}", JobFailure.rootMessage(second));
        }
    }

    private static Config resolved(RunRequest request) {
        Config conf = HoconText.parse(HadoopText.read(request.config()), request.config(), request.overrides());
        return request.logicalDate()
                .map(date -> conf.withValue("run.logical-date", ConfigValueFactory.fromAnyRef(date.toString())))
                .orElse(conf);
    }

    private static ResultsRoot root(RunSettings settings) {
        return settings.resultsSchema().isEmpty()
                ? ResultsRoot.path(settings.results())
                : ResultsRoot.schema(settings.resultsSchema());
    }

    private static String newAttemptId() {
        return UUID.randomUUID().toString();
    }

    private static Optional<String> applicationId(SparkSession spark) {
        return Progress.applicationId(spark);
    }

    private record Ending(String status, String reason, ExitCode exitCode) {}

    /** What is known of a run before it is attempted. */
    private record Draft(String command, String confJson, String confHash, RunSettings settings, Instant startedAt) {
        Draft(String command, Config conf, RunSettings settings, Instant startedAt) {
            this(
                    command,
                    Secrets.maskedJson(conf),
                    RunId.hash(conf.root().render(ConfigRenderOptions.concise())),
                    settings,
                    startedAt);
        }

        String runId(List<TableInput> inputs) {
            String date = settings.logicalDate().map(LocalDate::toString).orElse("");
            return RunId.derived(command, confHash, CodeVersion.current(), date, inputs);
        }

        RunRow row(
                Ending ending,
                List<TableInput> inputs,
                List<TableOutput> outputs,
                String plan,
                long published,
                long heldBack,
                WorstDiagnostics worst,
                Instant finishedAt,
                Optional<String> application) {
            return new RunRow(
                    command,
                    ending.status(),
                    ending.reason(),
                    ending.exitCode().number(),
                    settings.logicalDate().orElse(null),
                    confJson,
                    confHash,
                    settings.seed(),
                    CodeVersion.current(),
                    inputs,
                    outputs,
                    plan,
                    published,
                    heldBack,
                    worst,
                    startedAt,
                    finishedAt,
                    application.orElse(null));
        }
    }
}
