package tributary.jobs.scan;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;
import tributary.consensus.Workers;
import tributary.family.segments.SegmentConsensus;
import tributary.family.segments.SegmentDesign;
import tributary.family.segments.SegmentMoments;
import tributary.family.segments.SegmentShard;
import tributary.jobs.shard.Travel;

/**
 * The segments of one metric in shards on the executors, each segment whole in one shard; tasks run where a shard lies, and
 * only their results come to the driver.
 *
 * <p>Segments are dealt round the shards in the order of blocks, and in a block by the hash of their names: shards are of
 * one size, and depend on names alone.
 */
public final class SegmentWorkers implements Workers, AutoCloseable {
    private static final StructType PART = new StructType()
            .add("shard", DataTypes.IntegerType, false)
            .add("block", DataTypes.IntegerType, false)
            .add("moments", DataTypes.BinaryType, false);
    private static final StructType SHARD =
            new StructType().add("shard", DataTypes.IntegerType, false).add("moments", DataTypes.BinaryType, false);

    /** Not a data set: planning one costs more than most passes. */
    private final JavaRDD<Row> cut;

    private final int shards;
    private final SegmentDesign design;
    private final OpenRows table;
    private final Consumer<String> told;

    private SegmentWorkers(JavaRDD<Row> cut, int shards, SegmentDesign design, OpenRows table, Consumer<String> told) {
        this.cut = cut;
        this.shards = shards;
        this.design = design;
        this.table = table;
        this.told = told;
    }

    /**
     * Deals the segments of blocks.
     *
     * @param blocks of one metric
     * @param before for each block, by number, the segments of those before it
     * @param told is told the words of each pass before it begins
     */
    static SegmentWorkers of(
            Dataset<Row> blocks,
            Map<Integer, Long> before,
            int shards,
            SegmentDesign design,
            OpenRows table,
            Consumer<String> told) {
        JavaRDD<Row> cut = blocks.flatMap(
                        (FlatMapFunction<Row, Row>)
                                row -> parts(row.getInt(0), SegmentBlocks.moments(row), shards, before),
                        Encoders.row(PART))
                .repartitionById(shards, col("shard"))
                .sortWithinPartitions("shard", "block")
                .mapPartitions((MapPartitionsFunction<Row, Row>) SegmentWorkers::joined, Encoders.row(SHARD))
                .toJavaRDD()
                .persist(StorageLevel.MEMORY_AND_DISK());
        return new SegmentWorkers(cut, shards, design, table, told);
    }

    private static Iterator<Row> parts(int block, SegmentMoments moments, int shards, Map<Integer, Long> before) {
        int[] of = SegmentConsensus.deal(moments, shards, Objects.requireNonNull(before.get(block)));
        List<Row> parts = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            int mine = shard;
            int[] picked =
                    IntStream.range(0, of.length).filter(s -> of[s] == mine).toArray();
            if (picked.length > 0) {
                parts.add(RowFactory.create(shard, block, Travel.written(moments.pick(picked))));
            }
        }
        return parts.iterator();
    }

    private static Iterator<Row> joined(Iterator<Row> parts) {
        TreeMap<Integer, List<SegmentMoments>> shards = new TreeMap<>();
        parts.forEachRemaining(row -> shards.computeIfAbsent(row.getInt(0), s -> new ArrayList<>())
                .add(Travel.<SegmentMoments>read(row.<byte[]>getAs(2))));
        return shards.entrySet().stream()
                .map(e -> RowFactory.create(e.getKey(), Travel.written(SegmentMoments.concat(e.getValue()))))
                .iterator();
    }

    @Override
    public int shards() {
        return shards;
    }

    @Override
    public <R extends Serializable> List<R> map(ShardTask<R> task) {
        told.accept(task.words());
        SegmentDesign of = design;
        List<Tuple2<Integer, byte[]>> results = table.reading(() -> cut.map(row -> new Tuple2<>(
                        row.getInt(0),
                        Travel.written(task.run(
                                row.getInt(0),
                                new SegmentShard(of, Travel.<SegmentMoments>read(row.<byte[]>getAs(1)))))))
                .collect());
        TreeMap<Integer, R> ordered = new TreeMap<>();
        for (Tuple2<Integer, byte[]> result : results) {
            ordered.put(result._1(), Travel.<R>read(result._2()));
        }
        if (ordered.size() < shards) {
            throw new IllegalStateException(ordered.size() + " of " + shards + " shards gave a result");
        }
        return new ArrayList<>(ordered.values());
    }

    /** Lets the cluster forget the shards. */
    @Override
    public void close() {
        cut.unpersist();
    }
}
