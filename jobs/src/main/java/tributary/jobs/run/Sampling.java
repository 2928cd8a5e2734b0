package tributary.jobs.run;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple4;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import tributary.jobs.shard.Tally;

/**
 * Where a sampling of shards stands: what ended tasks counted, and what running ones have told by their executors'
 * heartbeats.
 */
final class Sampling {
    static final String SHARDS = "tributary shards";
    static final String DRAWS = "tributary draws";
    static final String DIVERGENCES = "tributary divergences";

    private final LongAccumulator shards;
    private final LongAccumulator draws;
    private final LongAccumulator divergences;
    private final int allShards;
    private final long allDraws;
    /** Of each running task its draws and divergences so far. */
    private final Map<Long, long[]> running = new ConcurrentHashMap<>();

    private volatile String told = "";

    Sampling(LongAccumulator shards, LongAccumulator draws, LongAccumulator divergences, int allShards, long allDraws) {
        this.shards = shards;
        this.draws = draws;
        this.divergences = divergences;
        this.allShards = allShards;
        this.allDraws = allDraws;
    }

    /** What tasks count with. */
    Tally tally() {
        return new Tally(shards, draws, divergences);
    }

    /** A heartbeat. */
    void running(SparkListenerExecutorMetricsUpdate event) {
        Iterator<Tuple4<Object, Object, Object, Seq<AccumulableInfo>>> tasks =
                event.accumUpdates().iterator();
        while (tasks.hasNext()) {
            Tuple4<Object, Object, Object, Seq<AccumulableInfo>> task = tasks.next();
            long[] counts = new long[2];
            Iterator<AccumulableInfo> each = task._4().iterator();
            while (each.hasNext()) {
                AccumulableInfo info = each.next();
                if (info.update().isDefined() && info.update().get() instanceof Long count) {
                    counts[0] += info.id() == draws.id() ? count : 0;
                    counts[1] += info.id() == divergences.id() ? count : 0;
                }
            }
            if (counts[0] > 0) {
                running.put((Long) task._1(), counts);
            }
        }
    }

    /** A task ended: from now on the sums hold what it counted. */
    void ended(long task) {
        running.remove(task);
    }

    /** Whether there is news since it was last put in words. */
    boolean moved() {
        return draws.value() + inFlight(0) > 0 && !line().equals(told);
    }

    /** Such as {@code shards 5/8, draws 12,400/16,000, divergences 0}. */
    String words() {
        told = line();
        return told;
    }

    private String line() {
        return String.format(
                Locale.ROOT,
                "shards %d/%d, draws %,d/%,d, divergences %,d",
                shards.value(),
                allShards,
                draws.value() + inFlight(0),
                allDraws,
                divergences.value() + inFlight(1));
    }

    private long inFlight(int which) {
        return running.values().stream().mapToLong(counts -> counts[which]).sum();
    }
}
