package tributary.jobs.shard;

import java.io.Serializable;
import org.apache.spark.util.LongAccumulator;
import tributary.infer.nuts.DrawWatch;

/**
 * How far the sampling of shards has come: counted by tasks, summed by Spark, and never read by what computes.
 *
 * <p>A task that runs twice counts twice: this is for people who wait.
 */
public final class Tally implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LongAccumulator shards;
    private final LongAccumulator draws;
    private final LongAccumulator divergences;

    /** Counters that Spark knows. */
    public Tally(LongAccumulator shards, LongAccumulator draws, LongAccumulator divergences) {
        this.shards = shards;
        this.draws = draws;
        this.divergences = divergences;
    }

    DrawWatch watch() {
        return divergent -> {
            draws.add(1L);
            if (divergent) {
                divergences.add(1L);
            }
        };
    }

    void done(long count) {
        shards.add(count);
    }
}
