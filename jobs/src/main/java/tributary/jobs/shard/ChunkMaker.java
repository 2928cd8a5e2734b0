package tributary.jobs.shard;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Packs the rows of a partition into chunks by shard before they travel; equal rows of a chunk travel once. */
final class ChunkMaker implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    static final StructType SCHEMA =
            new StructType().add("shard", DataTypes.IntegerType, false).add("chunk", DataTypes.BinaryType, false);

    /** All open chunks of a task together take about so many numbers: 32 MB. */
    private static final int NUMBERS = 1 << 22;

    private static final int LARGEST = 8192;
    private static final int SMALLEST = 64;

    private final int numbers;
    private final int categories;
    private final int rows;

    ChunkMaker(int numbers, int categories, int shards) {
        this.numbers = numbers;
        this.categories = categories;
        this.rows = Math.max(SMALLEST, Math.min(LARGEST, NUMBERS / shards / (numbers + categories + 1)));
    }

    @Override
    public Iterator<Row> call(Iterator<Row> all) {
        Map<Integer, Chunk> open = new HashMap<>();
        Queue<Row> ready = new ArrayDeque<>();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                while (ready.isEmpty() && all.hasNext()) {
                    Row row = all.next();
                    int shard = row.getInt(0);
                    Chunk chunk = open.computeIfAbsent(shard, s -> new Chunk(numbers, categories, SMALLEST));
                    chunk.add(row);
                    if (chunk.size() == rows) {
                        open.remove(shard);
                        ready.add(packed(shard, chunk));
                    }
                }
                if (ready.isEmpty() && !open.isEmpty()) {
                    open.forEach((shard, chunk) -> ready.add(packed(shard, chunk)));
                    open.clear();
                }
                return !ready.isEmpty();
            }

            @Override
            public Row next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return ready.remove();
            }
        };
    }

    private static Row packed(int shard, Chunk chunk) {
        return RowFactory.create(shard, chunk.merged().written());
    }
}
