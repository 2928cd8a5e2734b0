package tributary.jobs.shard;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Turns the chunks of a shard into its one block of columns: shard, rows of the table, whether rows repeat, bytes.
 *
 * <p>The rows of a block are in ascending order of their values, so that its bytes do not tell which chunks they came in.
 */
final class BlockMaker implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> numbers;
    private final ArrayList<String> categories;

    BlockMaker(List<String> numbers, List<String> categories) {
        this.numbers = new ArrayList<>(numbers);
        this.categories = new ArrayList<>(categories);
    }

    @Override
    public Iterator<Row> call(Iterator<Row> chunks) {
        Map<Integer, Chunk> shards = new TreeMap<>();
        while (chunks.hasNext()) {
            Row row = chunks.next();
            shards.computeIfAbsent(row.getInt(0), s -> new Chunk(numbers.size(), categories.size(), 0))
                    .add(Travel.<Chunk>read(row.<byte[]>getAs(1)));
        }
        List<Row> blocks = new ArrayList<>();
        shards.forEach((shard, rows) -> {
            Chunk merged = rows.merged();
            blocks.add(RowFactory.create(
                    shard, merged.rows(), merged.repeated(), Travel.written(merged.data(numbers, categories))));
        });
        return blocks.iterator();
    }
}
