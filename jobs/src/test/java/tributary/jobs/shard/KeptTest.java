package tributary.jobs.shard;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.consensus.Blocks.BlockTask;
import tributary.jobs.JobFailure;
import tributary.jobs.SharedSpark;
import tributary.jobs.table.ResultsRoot;
import tributary.jobs.table.StagingTable;
import tributary.posterior.Data;

/** Results of finished shards outlive a failure: only what is missing is made again. */
class KeptTest {
    private static final int SHARDS = 6;
    /** What tasks ran on; local mode runs them in this process. */
    private static final Set<Integer> RAN = new ConcurrentSkipListSet<>();

    @TempDir
    static Path folder;

    /** Sums a shard's column; fails on one shard, or on none where that is negative. */
    private record Sum(int fails) implements BlockTask<Double> {
        @Override
        public Double run(int shard, Data rows) {
            RAN.add(shard);
            if (shard == fails) {
                throw new IllegalStateException("shard " + shard + " was killed");
            }
            return Arrays.stream(rows.numbers("rows", "x")).sum();
        }
    }

    private static SparkBlocks blocks() {
        // 120,000 rows: a group is worth a commit at 25,000, so that there are four for six shards.
        var rows = SharedSpark.session().range(120_000).selectExpr("cast(id as string) id", "id / 8.0D x");
        return Sharding.cut(
                ModelTable.of(rows, Map.of("x", col("x")), Map.of(), col("id")), SHARDS, Optional.empty(), false);
    }

    @Test
    void onlyWhatIsMissingIsMadeAgainAndTheBitsAreThoseOfAnUndisturbedRun() {
        StagingTable table =
                new StagingTable(SharedSpark.session(), ResultsRoot.path(folder.toString()), "causal-0123");
        try (SparkBlocks blocks = blocks()) {
            List<Double> undisturbed = blocks.mapKept("task", new Sum(-1));
            SparkBlocks kept = blocks.watched(new Kept(table, 2), null, words -> {});
            RAN.clear();
            assertThatThrownBy(() -> kept.mapKept("task", new Sum(SHARDS - 1)))
                    .hasStackTraceContaining("shard 5 was killed");
            Set<Integer> finished = Set.copyOf(table.finished("task").keySet());
            assertThat(finished).isNotEmpty().doesNotContain(SHARDS - 1);
            RAN.clear();
            assertThat(kept.mapKept("task", new Sum(-1))).isEqualTo(undisturbed);
            assertThat(RAN).contains(SHARDS - 1).doesNotContainAnyElementsOf(finished);
            RAN.clear();
            assertThat(kept.mapKept("task", new Sum(-1))).isEqualTo(undisturbed);
            assertThat(RAN).isEmpty();
            // Another task of the same run, such as another factor, has results of its own.
            assertThat(table.finished("other")).isEmpty();
        }
        table.drop();
        assertThat(Files.exists(folder.resolve("staging"))).isFalse();
        assertThat(table.finished("task")).isEmpty();
    }

    /** Needs more memory than there is. */
    private record Greedy() implements BlockTask<Double> {
        @Override
        public Double run(int shard, Data rows) {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    @Test
    void wantOfMemoryIsToldWithItsShardAndItsRemedy() {
        try (SparkBlocks blocks = blocks()) {
            assertThatThrownBy(() -> blocks.map(new Greedy()))
                    .isInstanceOf(JobFailure.class)
                    .hasMessageContaining("The command ran out of memory (pass over the shards, 6 shards)")
                    .hasMessageContaining("with 20")
                    .hasMessageContaining("--driver-memory")
                    .hasMessageContaining("inference.shards");
        }
    }
}
