package tributary.jobs.scan;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import tributary.family.segments.SegmentCells;
import tributary.family.segments.SegmentDesign;
import tributary.family.segments.SegmentMoments;
import tributary.family.segments.SegmentScale;
import tributary.hierarchy.Groups;
import tributary.jobs.shard.Travel;
import tributary.stats.CrossProducts;

/**
 * The moments of all segments, in blocks that lie on the executors. A block holds the segments that its hash names, in
 * the order of their names; results come to the driver in the order of blocks.
 */
public final class SegmentBlocks implements AutoCloseable {
    private final Dataset<Row> blocks;
    private final OpenRows table;
    /** What was sent to all executors. */
    private final List<Broadcast<?>> shared = new ArrayList<>();

    SegmentBlocks(Dataset<Row> blocks, OpenRows table) {
        this.blocks = blocks;
        this.table = table;
    }

    /** What is done with a block; shipped to executors. */
    @FunctionalInterface
    public interface Task<R> extends Serializable {
        /** The result for one block. */
        R of(SegmentMoments moments);
    }

    /** How two results become one; the order must not matter. */
    @FunctionalInterface
    public interface Merge<R> extends Serializable, BinaryOperator<R> {}

    static SegmentMoments moments(Row row) {
        SegmentMoments moments = Travel.<SegmentMoments>read(row.<byte[]>getAs(2));
        int cells = SegmentBlockMaker.BLOCK.size();
        return row.size() == cells || row.isNullAt(cells)
                ? moments
                : moments.with(Travel.<SegmentCells>read(row.<byte[]>getAs(cells)));
    }

    private Dataset<Row> of(int metric) {
        return blocks.where(col("metric").equalTo(metric));
    }

    /** Where the variables of a metric lie and how far they spread, from the exact sums of all blocks. */
    public SegmentScale scale(int metric) {
        return table.reading(() -> {
            CrossProducts all = null;
            double[] origins = {};
            boolean[] within = {};
            for (byte[] bytes : of(metric).select("total").as(Encoders.BINARY()).collectAsList()) {
                SegmentBlockMaker.Totalled block = Travel.<SegmentBlockMaker.Totalled>read(bytes);
                origins = block.origins;
                within = within.length == 0 ? new boolean[origins.length] : within;
                for (int i = 0; i < within.length; i++) {
                    within[i] |= block.within[i];
                }
                all = all == null ? block.total : all.merge(block.total);
            }
            return SegmentScale.of(origins, all == null ? CrossProducts.empty(origins.length) : all, within);
        });
    }

    /**
     * Segments that lie within more than one group.
     *
     * @param segments how many
     * @param example one of them and two of its groups; empty if there is none
     */
    public record Crossed(long segments, List<String> example) {
        /** Copies its list. */
        public Crossed {
            example = List.copyOf(example);
        }
    }

    /** The segments of a metric's table that lie within more than one group; the same for every metric. */
    public Crossed crossed(int metric) {
        return table.reading(() -> {
            long segments = 0;
            List<String> example = List.of();
            for (Row row : of(metric).select("block", "total").orderBy("block").collectAsList()) {
                SegmentBlockMaker.Totalled block = Travel.<SegmentBlockMaker.Totalled>read(row.<byte[]>getAs(1));
                segments += block.crossed;
                example = example.isEmpty() ? block.example : example;
            }
            return new Crossed(segments, example);
        });
    }

    /**
     * The names of the groups that segments lie within, sorted.
     *
     * @param most more than these are not gathered
     */
    public List<String> parents(int metric, int most) {
        return List.copyOf(this.<TreeSet<String>>fold(
                metric,
                moments -> {
                    TreeSet<String> names = new TreeSet<>();
                    for (int s = 0; s < moments.segments() && names.size() <= most; s++) {
                        names.add(moments.parent(s));
                    }
                    return names;
                },
                (a, b) -> {
                    if (a.size() <= most) {
                        a.addAll(b);
                    }
                    return a;
                }));
    }

    /** What the collapsed density needs of all segments, without their names. */
    public Groups gather(int metric, SegmentDesign design) {
        return design.concat(map(metric, design::groups));
    }

    /**
     * The segments dealt to shards, each whole in one.
     *
     * @param shards how many, at most as many as segments
     * @param told is told the words of each pass over them before it begins
     */
    public SegmentWorkers deal(int metric, SegmentDesign design, int shards, Consumer<String> told) {
        Map<Integer, Long> before = new TreeMap<>();
        long sum = 0;
        for (var block : numbered(metric, moments -> moments.segments()).entrySet()) {
            before.put(block.getKey(), sum);
            sum += block.getValue();
        }
        return SegmentWorkers.of(of(metric), before, shards, design, table, told);
    }

    /** Runs a task on every block; results, kept small, come in the order of the blocks. */
    public <R extends Serializable> List<R> map(int metric, Task<R> task) {
        return new ArrayList<>(numbered(metric, task).values());
    }

    /** Results by the numbers of the blocks, in their order. */
    private <R extends Serializable> Map<Integer, R> numbered(int metric, Task<R> task) {
        List<Row> results = table.reading(() -> of(metric)
                .map(
                        (MapFunction<Row, Row>) row -> org.apache.spark.sql.RowFactory.create(
                                row.getInt(0), Travel.written(task.of(moments(row)))),
                        Encoders.row(new StructType().add("block", "int").add("result", "binary")))
                .collectAsList());
        TreeMap<Integer, R> ordered = new TreeMap<>();
        for (Row row : results) {
            ordered.put(row.getInt(0), Travel.<R>read(row.<byte[]>getAs(1)));
        }
        return ordered;
    }

    /** Runs a task on every block and merges the results, first where they are made. */
    public <R extends Serializable> R fold(int metric, Task<R> task, Merge<R> merge) {
        return merged(of(metric), table, row -> task.of(moments(row)), merge);
    }

    /** What is done with a row that tells of a block; shipped to executors. */
    @FunctionalInterface
    interface RowTask<R> extends Serializable {
        /** The result for one row. */
        R of(Row row);
    }

    /** The results for all rows, merged where they are made and then on the driver. */
    static <R extends Serializable> R merged(Dataset<Row> all, OpenRows table, RowTask<R> task, Merge<R> merge) {
        List<byte[]> parts = table.reading(() -> all.mapPartitions(
                        (MapPartitionsFunction<Row, byte[]>) rows -> {
                            R merged = null;
                            while (rows.hasNext()) {
                                R one = task.of(rows.next());
                                merged = merged == null ? one : merge.apply(merged, one);
                            }
                            return merged == null
                                    ? List.<byte[]>of().iterator()
                                    : List.of(Travel.written(merged)).iterator();
                        },
                        Encoders.BINARY())
                .collectAsList());
        R merged = null;
        for (byte[] bytes : parts) {
            R one = Travel.<R>read(bytes);
            merged = merged == null ? one : merge.apply(merged, one);
        }
        if (merged == null) {
            throw new IllegalStateException("a table of segments without a block");
        }
        return merged;
    }

    /** Runs a task on every block once, and keeps what it makes on the executors. */
    public SegmentStage stage(int metric, SegmentStage.Columns columns, Task<Stream<SegmentStage.Block>> task) {
        return SegmentStage.of(
                of(metric)
                        .flatMap(
                                (FlatMapFunction<Row, Row>) row -> task.of(moments(row))
                                        .map(SegmentStage.Block::row)
                                        .iterator(),
                                Encoders.row(columns.schema())),
                table);
    }

    /** Sends a value that every task of later passes needs to each executor once, not with each task; until these blocks close. */
    public <T extends Serializable> Broadcast<T> share(T value) {
        Broadcast<T> sent = JavaSparkContext.fromSparkContext(
                        blocks.sparkSession().sparkContext())
                .broadcast(value);
        shared.add(sent);
        return sent;
    }

    /** How many cells all segments have; 0 where moments suffice. */
    public long cells(int metric) {
        return this.<Long>fold(
                metric,
                moments -> {
                    SegmentCells cells = moments.cells();
                    return cells == null ? 0L : (long) cells.cells();
                },
                (a, b) -> a + b);
    }

    /** The least standard error of all estimates, and a segment that has it. */
    public LeastError leastError(int metric, SegmentDesign design) {
        return this.<LeastError>fold(
                metric,
                moments -> {
                    LeastError least = LeastError.NONE;
                    for (int s = 0; s < moments.segments(); s++) {
                        if (moments.count(s) > 0) {
                            least = least.or(
                                    new LeastError(design.raw(moments, s)[0].standardError(), moments.name(s)));
                        }
                    }
                    return least;
                },
                LeastError::or);
    }

    /**
     * The least standard error.
     *
     * @param standardError infinite where there is no estimate
     * @param segment one that has it, the first of them by name; empty where there is none
     */
    public record LeastError(double standardError, String segment) implements Serializable {
        private static final long serialVersionUID = 1L;
        static final LeastError NONE = new LeastError(Double.POSITIVE_INFINITY, "");

        LeastError or(LeastError other) {
            int order = Double.compare(standardError, other.standardError);
            return order < 0 || (order == 0 && segment.compareTo(other.segment) <= 0) ? this : other;
        }
    }

    /** Lets the cluster forget the blocks, and what was shared. */
    @Override
    public void close() {
        shared.forEach(Broadcast::destroy);
        shared.clear();
        blocks.unpersist();
    }
}
