package tributary.jobs.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.RunSettings;
import tributary.jobs.shard.Kept;
import tributary.jobs.shard.Tally;
import tributary.jobs.table.DataQualityTable;
import tributary.jobs.table.StagingTable;
import tributary.jobs.table.TableOutput;
import tributary.jobs.table.TableStore;

/**
 * One attempt of a run: it may note data checks at once, and may write results only after the gates have judged.
 */
public final class Attempt implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final SparkSession spark;
    private final TableStore store;
    private final String runId;
    private final String attemptId;
    private final RunSettings settings;
    private final Writes writes;
    private final StagingTable staging;
    private boolean staged;
    private volatile Optional<Sampling> sampling = Optional.empty();
    private final List<AutoCloseable> sources = new ArrayList<>();

    /**
     * @param identity what identifies the run by what decides its results, whatever id it was given
     */
    Attempt(
            SparkSession spark,
            TableStore store,
            String runId,
            String attemptId,
            RunSettings settings,
            String identity) {
        this.staging = new StagingTable(spark, store.root(), identity);
        this.spark = spark;
        this.writes = new Writes(spark);
        this.store = store;
        this.runId = runId;
        this.attemptId = attemptId;
        this.settings = settings;
    }

    /** The run's id. */
    public String runId() {
        return runId;
    }

    /** This attempt's id, unique among the attempts of the run. */
    public String attemptId() {
        return attemptId;
    }

    /** Seed, chains, draws, logical date. */
    public RunSettings settings() {
        return settings;
    }

    /** Says in a few words what the next Spark jobs are for: progress and Spark's own pages show it. */
    public void station(String words) {
        Progress.station(spark, words);
    }

    /** Where finished shards of this run are kept until it ends, whichever attempt finished them. */
    public Kept kept() {
        staged = true;
        return new Kept(staging, Progress.parallelism(spark));
    }

    /** Begins to tell how a sampling of so many shards and draws goes; null where the platform cannot. */
    public @Nullable Tally sampling(int shards, long draws) {
        sampling = Progress.sampling(spark, shards, draws);
        return sampling.map(Sampling::tally).orElse(null);
    }

    /** What there is to tell of a sampling. */
    Optional<Sampling> sampling() {
        return sampling;
    }

    /** Forgets what was kept for a repetition: the run has ended. */
    void forget() {
        if (staged) {
            try {
                staging.drop();
            } catch (Exception e) { // Spark's checked exceptions come undeclared through Scala
                LOG.warn(
                        "the staging table {} could not be dropped: {}", staging.location(), JobFailure.rootMessage(e));
            }
        }
    }

    /** Passes the verdicts of the gates, and gives the writer that puts every analysis where it belongs. */
    public Results judged(List<GateVerdict> verdicts) {
        return new Results(store, runId, attemptId, Gates.of(verdicts, settings.gateScope()), writes);
    }

    /** Rows of the {@code data_quality} table, written at once: they say why an analysis is held back. */
    public void noteQuality(List<Row> checks) {
        writes.begin(
                DataQualityTable.DEFINITION.name(),
                () -> store.append(
                        DataQualityTable.DEFINITION,
                        false,
                        store.rows(DataQualityTable.DEFINITION, checks),
                        runId,
                        attemptId));
    }

    /** Keeps something that the tables being written are made of, and closes it when they are. */
    public void closeAtEnd(AutoCloseable source) {
        sources.add(source);
    }

    /** Everything written by this attempt; waits for it. */
    List<TableOutput> outputs() {
        return writes.outputs();
    }

    /** Waits until nothing more is written. */
    @Override
    public void close() {
        writes.close();
        for (AutoCloseable source : sources) {
            try {
                source.close();
            } catch (Exception e) {
                LOG.warn("a source could not be closed", e);
            }
        }
    }
}
