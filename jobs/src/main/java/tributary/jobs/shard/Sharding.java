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
 * <p>A row goes to the shard that the hash of its key names, or of its content where there is no key. Where many rows are
 * equal they are counted together and dealt round the shards from where the hash of their content points: that is a
 * content hash with an ordinal among equal rows. Rows travel packed by the thousand; inside a shard they are sorted by
 * content. Each shard becomes one block of primitive columns, kept by the cluster across passes and rebuilt with the same
 * bytes where it is lost.
 *
 * <p>Rows of a group are dealt over all shards unless the conf keeps them together. Every shard samples the effects of all
 * groups, and those it holds no row of have their share of the prior alone: centred effects then pull their standard
 * deviation t up by {@code t^(1 - 1/S)} a group. Measured with 40 groups of about 100 normal rows in four shards, raw
 * consensus misses the mean of log t by 1.5 posterior sds with random rows and by 24 with whole groups where effects are
 * centred, by 4.4 and by 11 where they are not.
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
     * @param compress whether so many rows are equal that they are counted before they travel, and dealt round the shards
     */
    public static SparkBlocks cut(ModelTable table, int shards, Optional<String> together, boolean compress) {
        List<Column> values = new ArrayList<>();
        table.columns().forEach(name -> values.add(col(name)));
        Column[] all = values.toArray(Column[]::new);
        Column[] hashed = together.isPresent()
                ? new Column[] {col("c" + table.categories().indexOf(together.get()))}
                : table.keyed() ? new Column[] {col(ModelTable.KEY)} : all;
        Dataset<Row> dealt = together.isEmpty() && compress
                ? dealt(table, all, shards)
                : table.rows().withColumn(WEIGHT, lit(1L)).withColumn(SHARD, place(xxhash64(hashed), shards));
        List<Column> wanted = new ArrayList<>(List.of(col(SHARD), col(WEIGHT)));
        wanted.addAll(values);
        Dataset<Row> blocks = dealt.select(wanted.toArray(Column[]::new))
                .mapPartitions(
                        new ChunkMaker(
                                table.numbers().size(), table.categories().size(), shards),
                        Encoders.row(ChunkMaker.SCHEMA))
                .repartitionById(shards, col(SHARD))
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
