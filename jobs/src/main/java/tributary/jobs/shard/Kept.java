package tributary.jobs.shard;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.jobs.table.StagingTable;

/**
 * Runs a dear task shard by shard and keeps each result as soon as it is there: what a killed run had finished is not
 * made again.
 *
 * <p>Shards go in small groups, each one Spark job that computes and commits; a few jobs are under way at a time, so that
 * no core waits for the slowest shard and no commit waits behind all others. How many at a time does not show in results.
 *
 * @param table where results are kept
 * @param cores how many tasks the cluster runs at once, about
 */
public record Kept(StagingTable table, int cores) {
    private static final Logger LOG = LoggerFactory.getLogger(Kept.class);
    /** A commit takes about a second: so many rows make a group worth one. */
    private static final long ROWS = 25_000;

    /** Every job looks at all blocks to find its own, so that many shards make larger groups. */
    private static final int MOST_GROUPS = 16;

    /** The results by shard: those found, and the others made and kept. */
    Map<Integer, byte[]> results(String task, Dataset<Row> blocks, SparkBlocks.Run run, long[] rows) {
        Map<Integer, byte[]> found = table.finished(task);
        List<Integer> missing = IntStream.range(0, rows.length)
                .filter(shard -> rows[shard] > 0 && !found.containsKey(shard))
                .boxed()
                .toList();
        if (!found.isEmpty()) {
            LOG.info(
                    "{} of {} shards were finished by an earlier attempt, and are not sampled again",
                    found.size(),
                    found.size() + missing.size());
        }
        run.found(found.size());
        if (missing.isEmpty()) {
            return found;
        }
        table.create();
        make(groups(missing, rows), group -> {
            Object[] wanted = group.toArray();
            table.append(blocks.where(col("shard").isin(wanted))
                    .mapPartitions(new Keep(task, run), Encoders.row(StagingTable.SCHEMA)));
        });
        return table.finished(task);
    }

    private static List<List<Integer>> groups(List<Integer> missing, long[] rows) {
        long all = missing.stream().mapToLong(shard -> rows[shard]).sum();
        int most = (int) Math.max(1, Math.min(Math.min(MOST_GROUPS, missing.size()), all / ROWS));
        int size = (missing.size() + most - 1) / most;
        List<List<Integer>> groups = new ArrayList<>();
        for (int first = 0; first < missing.size(); first += size) {
            groups.add(missing.subList(first, Math.min(missing.size(), first + size)));
        }
        return groups;
    }

    private interface Work {
        void on(List<Integer> group);
    }

    /** Works on all groups, some at a time; after a failure none is begun, and those under way still end and are kept. */
    private void make(List<List<Integer>> groups, Work work) {
        int size = groups.get(0).size();
        int atOnce = Math.max(2, Math.min(groups.size(), (2 * cores + size - 1) / size));
        ExecutorService pool = Executors.newFixedThreadPool(atOnce, runnable -> {
            Thread thread = new Thread(runnable, "tributary-shards");
            thread.setDaemon(true);
            return thread;
        });
        SparkSession spark = SparkSession.active();
        AtomicBoolean failed = new AtomicBoolean();
        try {
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (List<Integer> group : groups) {
                running.add(CompletableFuture.runAsync(
                        () -> {
                            if (failed.get()) {
                                return;
                            }
                            boolean done = false;
                            try {
                                SparkSession.setActiveSession(spark);
                                work.on(group);
                                done = true;
                            } finally {
                                failed.compareAndSet(false, !done);
                            }
                        },
                        pool));
            }
            CompletableFuture.allOf(running.toArray(CompletableFuture<?>[]::new))
                    .handle((done, thrown) -> true)
                    .join();
            running.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw e;
        } finally {
            pool.shutdown();
        }
    }

    /** Results as rows of the staging table. */
    private static final class Keep implements MapPartitionsFunction<Row, Row> {
        private static final long serialVersionUID = 1L;
        private final String task;
        private final SparkBlocks.Run run;

        Keep(String task, SparkBlocks.Run run) {
            this.task = task;
            this.run = run;
        }

        @Override
        public Iterator<Row> call(Iterator<Row> blocks) {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return blocks.hasNext();
                }

                @Override
                public Row next() {
                    Row block = blocks.next();
                    return RowFactory.create(task, block.getInt(0), run.result(block));
                }
            };
        }
    }
}
