package tributary.jobs.shard;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import tributary.consensus.Blocks;
import tributary.posterior.Data;

/**
 * Blocks that lie on executors: each task runs where its block is kept, and only results come to the driver, in the
 * order of the shards.
 */
public final class SparkBlocks implements Blocks, AutoCloseable {
    private static final String TABLE = "rows";

    private final Dataset<Row> blocks;
    private final int shards;
    private final Data columns;
    private final long[] rows;

    private SparkBlocks(Dataset<Row> blocks, int shards, Data columns, long[] rows) {
        this.blocks = blocks;
        this.shards = shards;
        this.columns = columns;
        this.rows = rows;
    }

    /** Counts the rows of every block, which also fills the cache. */
    static SparkBlocks of(Dataset<Row> blocks, int shards, List<String> numbers, List<String> categories) {
        long[] rows = new long[shards];
        boolean repeated = false;
        for (Row row : blocks.select("shard", "rows", "repeated").collectAsList()) {
            rows[row.getInt(0)] = row.getLong(1);
            repeated |= row.getBoolean(2);
        }
        Data.Builder columns = Data.builder();
        numbers.forEach(columns::numbers);
        categories.forEach(columns::categories);
        if (repeated) {
            columns.numbers(WEIGHT);
        }
        return new SparkBlocks(blocks, shards, columns.build(), rows);
    }

    @Override
    public int shards() {
        return shards;
    }

    @Override
    public Data columns() {
        return columns;
    }

    /** The rows of the table that a shard stands for. */
    public long rows(int shard) {
        return rows[shard];
    }

    /** The rows of the table that all shards stand for. */
    public long rows() {
        return Arrays.stream(rows).sum();
    }

    @Override
    public <R extends Serializable> List<R> map(BlockTask<R> task) {
        boolean weighted = weighted();
        List<byte[]> results = blocks.mapPartitions(new Run<>(task, weighted), Encoders.BINARY())
                .collectAsList();
        List<R> ordered = new ArrayList<>(Collections.nCopies(shards, null));
        Set<Integer> seen = new HashSet<>();
        for (byte[] bytes : results) {
            Done<R> done = Travel.<Done<R>>read(bytes);
            ordered.set(done.shard, done.result);
            seen.add(done.shard);
        }
        for (int shard = 0; shard < shards; shard++) {
            if (!seen.contains(shard)) {
                // A shard that got no row has no block.
                ordered.set(shard, task.run(shard, columns));
            }
        }
        return ordered;
    }

    /** Lets the cluster forget the blocks. */
    @Override
    public void close() {
        blocks.unpersist();
    }

    private static final class Run<R extends Serializable> implements MapPartitionsFunction<Row, byte[]> {
        private static final long serialVersionUID = 1L;
        private final BlockTask<R> task;
        private final boolean weighted;

        Run(BlockTask<R> task, boolean weighted) {
            this.task = task;
            this.weighted = weighted;
        }

        @Override
        public Iterator<byte[]> call(Iterator<Row> rows) {
            List<byte[]> results = new ArrayList<>();
            while (rows.hasNext()) {
                Row row = rows.next();
                Data block = Travel.<Data>read(row.<byte[]>getAs(3));
                if (weighted && !block.hasNumbers(TABLE, WEIGHT)) {
                    double[] ones = new double[block.rows(TABLE)];
                    Arrays.fill(ones, 1);
                    block = block.with(TABLE, WEIGHT, ones);
                }
                results.add(Travel.written(new Done<>(row.getInt(0), task.run(row.getInt(0), block))));
            }
            return results.iterator();
        }
    }

    private static final class Done<R extends Serializable> implements Serializable {
        private static final long serialVersionUID = 1L;
        private final int shard;
        private final R result;

        Done(int shard, R result) {
            this.shard = shard;
            this.result = result;
        }
    }
}
