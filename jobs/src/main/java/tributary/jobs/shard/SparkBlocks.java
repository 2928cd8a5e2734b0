package tributary.jobs.shard;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import tributary.consensus.Blocks;
import tributary.posterior.Data;

/**
 * Blocks that lie on executors: each task runs where its block is kept, and only results come to the driver, in the
 * order of the shards.
 */
public final class SparkBlocks implements Blocks, AutoCloseable {
    private static final String TABLE = "rows";
    private static final StructType RESULT =
            new StructType().add("shard", DataTypes.IntegerType, false).add("result", DataTypes.BinaryType, false);

    private final Dataset<Row> blocks;
    private final int shards;
    private final Data columns;
    private final long[] rows;
    private final @Nullable Kept kept;
    private final @Nullable Tally tally;
    private final Consumer<String> told;

    private SparkBlocks(
            Dataset<Row> blocks,
            int shards,
            Data columns,
            long[] rows,
            @Nullable Kept kept,
            @Nullable Tally tally,
            Consumer<String> told) {
        this.blocks = blocks;
        this.shards = shards;
        this.columns = columns;
        this.rows = rows;
        this.kept = kept;
        this.tally = tally;
        this.told = told;
    }

    /** Counts the rows of every block, which also fills the cache. */
    static SparkBlocks of(Dataset<Row> blocks, int shards, List<String> numbers, List<String> categories) {
        long[] rows = new long[shards];
        boolean repeated = false;
        List<Row> found;
        try {
            found = blocks.select("shard", "rows", "repeated").collectAsList();
        } catch (Exception e) { // Spark's checked exceptions come undeclared through Scala
            throw ShardFailure.of(e, "cutting the table", shards);
        }
        for (Row row : found) {
            rows[row.getInt(0)] = row.getLong(1);
            repeated |= row.getBoolean(2);
        }
        Data.Builder columns = Data.builder();
        numbers.forEach(columns::numbers);
        categories.forEach(columns::categories);
        if (repeated) {
            columns.numbers(WEIGHT);
        }
        return new SparkBlocks(blocks, shards, columns.build(), rows, null, null, words -> {});
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

    /**
     * The same blocks, watched: whoever waits is told of each pass before it begins.
     *
     * @param place where the results of dear tasks are kept; null for nowhere
     * @param counters what counts shards and draws; null for nothing
     * @param told what is told the words of each pass
     */
    public SparkBlocks watched(@Nullable Kept place, @Nullable Tally counters, Consumer<String> told) {
        return new SparkBlocks(blocks, shards, columns, rows, place, counters, told);
    }

    @Override
    public <R extends Serializable> List<R> map(BlockTask<R> task) {
        told.accept(task.words());
        return ordered(task, telling(task, () -> collected(new Run(task, weighted(), null))));
    }

    @Override
    public <R extends Serializable> List<R> mapKept(String name, BlockTask<R> task) {
        told.accept(task.words());
        Run run = new Run(task, weighted(), tally);
        Kept place = kept;
        return ordered(
                task, telling(task, () -> place == null ? collected(run) : place.results(name, blocks, run, rows)));
    }

    private Map<Integer, byte[]> telling(BlockTask<?> task, Supplier<Map<Integer, byte[]>> pass) {
        try {
            return pass.get();
        } catch (Exception e) { // Spark's checked exceptions come undeclared through Scala
            throw ShardFailure.of(e, task.words(), shards);
        }
    }

    private Map<Integer, byte[]> collected(Run run) {
        Map<Integer, byte[]> results = new HashMap<>();
        for (Row row : blocks.mapPartitions(run, Encoders.row(RESULT)).collectAsList()) {
            results.put(row.getInt(0), row.<byte[]>getAs(1));
        }
        return results;
    }

    private <R extends Serializable> List<R> ordered(BlockTask<R> task, Map<Integer, byte[]> results) {
        List<R> ordered = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            byte[] bytes = results.get(shard);
            if (bytes == null && rows[shard] > 0) {
                throw new IllegalStateException("shard " + shard + " of " + shards + " gave no result");
            }
            // A shard that got no row has no block.
            ordered.add(bytes == null ? task.run(shard, columns) : Travel.<R>read(bytes));
        }
        return ordered;
    }

    /**
     * Blocks poured together where they lie; a pass over them pours again, since few are made. What is kept stays apart by
     * the name of its task, and nobody counts these shards.
     */
    @Override
    public Optional<Blocks> merged(int fewer) {
        long[] sums = new long[fewer];
        for (int s = 0; s < shards; s++) {
            sums[(int) ((long) s * fewer / shards)] += rows[s];
        }
        Column place = floor(col("shard").multiply(lit((long) fewer)).divide(lit((long) shards)))
                .cast("int");
        Dataset<Row> poured = blocks.repartitionById(fewer, place)
                .mapPartitions(new Pour(fewer, shards, weighted()), Encoders.row(Sharding.BLOCK));
        return Optional.of(new SparkBlocks(poured, fewer, columns, sums, kept, null, told));
    }

    /** Joins the blocks of each new shard in their order. */
    private static final class Pour implements MapPartitionsFunction<Row, Row> {
        private static final long serialVersionUID = 1L;
        private final int fewer;
        private final int shards;
        private final boolean weighted;

        Pour(int fewer, int shards, boolean weighted) {
            this.fewer = fewer;
            this.shards = shards;
            this.weighted = weighted;
        }

        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            TreeMap<Integer, Row> sorted = new TreeMap<>();
            rows.forEachRemaining(row -> sorted.put(row.getInt(0), row));
            Map<Integer, List<Row>> groups = new TreeMap<>();
            sorted.forEach((shard, row) -> groups.computeIfAbsent(
                            (int) ((long) shard * fewer / shards), s -> new ArrayList<>())
                    .add(row));
            List<Row> results = new ArrayList<>();
            groups.forEach((shard, parts) -> results.add(RowFactory.create(
                    shard,
                    parts.stream().mapToLong(row -> row.getLong(1)).sum(),
                    weighted,
                    Travel.written(Data.joined(
                            TABLE,
                            parts.stream().map(row -> block(row, weighted)).toList())))));
            return results.iterator();
        }
    }

    /** The rows of a block, with weights where any block has them. */
    private static Data block(Row row, boolean weighted) {
        Data block = Travel.<Data>read(row.<byte[]>getAs(3));
        if (!weighted || block.hasNumbers(TABLE, WEIGHT)) {
            return block;
        }
        double[] ones = new double[block.rows(TABLE)];
        Arrays.fill(ones, 1);
        return block.with(TABLE, WEIGHT, ones);
    }

    /** Lets the cluster forget the blocks. */
    @Override
    public void close() {
        blocks.unpersist();
    }

    /** A task on the way to the blocks. */
    static final class Run implements MapPartitionsFunction<Row, Row> {
        private static final long serialVersionUID = 1L;
        private final BlockTask<?> task;
        private final boolean weighted;
        private final @Nullable Tally tally;

        Run(BlockTask<?> task, boolean weighted, @Nullable Tally tally) {
            this.task = task;
            this.weighted = weighted;
            this.tally = tally;
        }

        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            List<Row> results = new ArrayList<>();
            while (rows.hasNext()) {
                Row row = rows.next();
                results.add(RowFactory.create(row.getInt(0), result(row)));
            }
            return results.iterator();
        }

        /** So many shards need not be run. */
        void found(int shardsFound) {
            if (tally != null) {
                tally.done(shardsFound);
            }
        }

        /** The bytes of the result for one block. */
        byte[] result(Row row) {
            try {
                return run(row);
            } catch (OutOfMemoryError e) {
                // What the task held is garbage now: the process lives, and says which shard was too large.
                throw ShardFailure.outOfMemory(row.getInt(0), row.getLong(1), e);
            }
        }

        private byte[] run(Row row) {
            Data block = block(row, weighted);
            if (tally == null) {
                return Travel.written(task.run(row.getInt(0), block));
            }
            byte[] bytes = Travel.written(task.run(row.getInt(0), block, tally.watch()));
            tally.done(1);
            return bytes;
        }
    }
}
