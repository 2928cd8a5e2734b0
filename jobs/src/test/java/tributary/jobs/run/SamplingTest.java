package tributary.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.Tuple4;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import tributary.jobs.SharedSpark;

/** The live line of a sampling: what ended tasks counted, and what running ones told by heartbeat, each counted once. */
class SamplingTest {
    private final SparkContext context = SharedSpark.session().sparkContext();
    private final LongAccumulator shards = context.longAccumulator("shards");
    private final LongAccumulator draws = context.longAccumulator("draws");
    private final LongAccumulator divergences = context.longAccumulator("divergences");

    private static <T> Seq<T> seq(List<T> values) {
        return CollectionConverters.asScala(values).toSeq();
    }

    private static AccumulableInfo info(LongAccumulator counter, long soFar) {
        return counter.toInfo(Option.apply((Object) soFar), Option.empty());
    }

    private SparkListenerExecutorMetricsUpdate heartbeat(long task, long drawn, long diverged) {
        List<AccumulableInfo> counts = List.of(info(draws, drawn), info(divergences, diverged));
        Tuple4<Object, Object, Object, Seq<AccumulableInfo>> update = new Tuple4<>(task, 7, 0, seq(counts));
        return new SparkListenerExecutorMetricsUpdate("1", seq(List.of(update)), Map$.MODULE$.empty());
    }

    @Test
    void runningTasksAreCountedByTheirLastWordAndEndedOnesByTheirSum() {
        Sampling sampling = new Sampling(shards, draws, divergences, 8, 16_000);
        assertThat(sampling.moved()).isFalse();
        sampling.running(heartbeat(1, 900, 0));
        sampling.running(heartbeat(2, 500, 3));
        sampling.running(heartbeat(1, 1200, 0));
        assertThat(sampling.moved()).isTrue();
        assertThat(sampling.words()).isEqualTo("shards 0/8, draws 1,700/16,000, divergences 3");
        assertThat(sampling.moved()).isFalse();
        // The first ends: Spark adds what it counted to the sums.
        shards.add(1L);
        draws.add(2000L);
        sampling.ended(1);
        assertThat(sampling.words()).isEqualTo("shards 1/8, draws 2,500/16,000, divergences 3");
    }
}
