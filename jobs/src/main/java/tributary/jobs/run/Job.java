package tributary.jobs.run;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.ConfReader;
import tributary.jobs.conf.RunSettings;
import tributary.jobs.table.TableInput;

/**
 * A command as its list of stations: conf to spec, spec to pinned inputs, inputs to plan, and the run itself.
 *
 * @param <S> the spec: immutable records read from conf
 * @param <I> the inputs at their pinned versions
 */
public interface Job<S, I> {
    /** The command's name, as in the {@code runs} table. */
    String command();

    /** What it does, in one sentence for {@code --help}. */
    String description();

    /**
     * Conf to spec. Sections {@code run} and {@code gate} are read by the frame; every other known key is asked for
     * here. Errors are noted in the reader, which the frame finishes: the spec of a faulty conf is never used.
     */
    S spec(ConfReader conf, RunSettings run);

    /**
     * Spec to inputs: each opened once, its version pinned.
     *
     * @throws tributary.jobs.JobFailure where an input is absent or its schema does not fit
     */
    I pin(SparkSession spark, S spec);

    /** The pinned inputs as they stand before they are read: part of the default run id. */
    List<TableInput> inputs(I pinned);

    /** The inference plan in words: what {@code explain} and {@code --dry-run} print. */
    String plan(S spec, I pinned);

    /**
     * What the command prints when it is asked to explain itself: the plan, or, of a job with a causal graph, the
     * identification of its questions or the graph.
     *
     * @throws JobFailure usage, where the job has no causal graph
     */
    default String explained(RunRequest.Mode mode, S spec, I pinned) {
        return switch (mode) {
            case RUN, DRY_RUN, EXPLAIN -> plan(spec, pinned);
            case IDENTIFY, GRAPH ->
                throw JobFailure.usage(
                        "The command " + command() + " has no causal graph.",
                        "Its effects are identified by the design of the experiment.",
                        "Ask explain causal, with the conf of a model file.");
        };
    }

    /** Checks, statistics, posterior, gates, then writing: {@code attempt.judged(gates)} is the only way to write. */
    Outcome run(SparkSession spark, S spec, I pinned, Attempt attempt);
}
