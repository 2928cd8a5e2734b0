package tributary.jobs.shard;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Cuts a table into shards that depend on the content of its rows alone: not on files, partitions or their order.
 *
 * <p>A row goes to the shard that the hash of its key names. Without a key, or where many rows are equal, equal rows are
 * counted together and dealt round the shards from where the hash of their content points: that is a content hash with
 * an ordinal among equal rows. Inside a shard rows are sorted by content. Each shard becomes one block of primitive
 * columns, kept by the cluster across passes and rebuilt with the same bytes where it is lost.
 */
public final class Sharding {
    private static final String SHARD = "shard";
    private static final String WEIGHT = "weight";
    static final StructType BLOCK = new StructType()
            .add(SHARD, DataTypes.IntegerType, false)
            .add("rows", DataTypes.LongType, false)
            .add("repeated", DataTypes.BooleanType, false)
            .add("block", DataTypes.BinaryType, false);

    private Sharding() {}

    /**
     * Cuts a table whose every value is there and finite.
     *
     * @param shards how many
     * @param together a group whose rows stay in one shard
     * @param compress whether equal rows are counted together though there is a key
     */
    public static SparkBlocks cut(ModelTable table, int shards, Optional<String> together, boolean compress) {
        List<Column> values = new ArrayList<>();
        table.columns().forEach(name -> values.add(col(name)));
        Column[] all = values.toArray(Column[]::new);
        Dataset<Row> dealt = table.keyed() && !compress
                ? table.rows()
                        .withColumn(WEIGHT, lit(1L))
                        .withColumn(SHARD, place(xxhash64(col(ModelTable.KEY)), shards))
                : dealt(table, all, shards);
        if (together.isPresent()) {
            Column group = col("c" + table.categories().indexOf(together.get()));
            dealt = table.rows()
                    .groupBy(all)
                    .agg(count(lit(1)).as(WEIGHT))
                    .withColumn(SHARD, place(xxhash64(group), shards));
        }
        List<Column> order = new ArrayList<>(List.of(col(SHARD)));
        order.addAll(values);
        List<Column> wanted = new ArrayList<>(List.of(col(SHARD), col(WEIGHT)));
        wanted.addAll(values);
        Dataset<Row> blocks = dealt.select(wanted.toArray(Column[]::new))
                .repartitionById(shards, col(SHARD))
                .sortWithinPartitions(order.toArray(Column[]::new))
                .mapPartitions(new BlockMaker(table.numbers(), table.categories()), Encoders.row(BLOCK))
                .persist(StorageLevel.MEMORY_AND_DISK());
        return SparkBlocks.of(blocks, shards, table.numbers(), table.categories());
    }

    /** Equal rows counted, and their copies dealt round the shards. */
    private static Dataset<Row> dealt(ModelTable table, Column[] all, int shards) {
        Column copies = col("copies");
        Column turn = col("turn");
        return table.rows()
                .groupBy(all)
                .agg(count(lit(1)).as("copies"))
                .withColumn(
                        "turn",
                        explode(sequence(
                                lit(0L),
                                when(copies.lt(lit((long) shards)), copies)
                                        .otherwise(lit((long) shards))
                                        .minus(lit(1L)))))
                .withColumn(SHARD, place(pmod(xxhash64(all), lit((long) shards)).plus(turn), shards))
                .withColumn(
                        WEIGHT,
                        copies.minus(pmod(copies, lit((long) shards)))
                                .divide(lit((long) shards))
                                .cast("long")
                                .plus(when(turn.lt(pmod(copies, lit((long) shards))), lit(1L))
                                        .otherwise(lit(0L))));
    }

    private static Column place(Column hash, int shards) {
        return pmod(hash, lit((long) shards)).cast("int");
    }
}
