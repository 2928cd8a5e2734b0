package tributary.jobs.shard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import tributary.consensus.Blocks;
import tributary.posterior.Data;

/** Turns sorted rows into one block of columns for each shard: shard, rows of the table, whether rows repeat, bytes. */
final class BlockMaker implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;
    private static final int FIRST_VALUE = 2;

    private final ArrayList<String> numbers;
    private final ArrayList<String> categories;

    BlockMaker(List<String> numbers, List<String> categories) {
        this.numbers = new ArrayList<>(numbers);
        this.categories = new ArrayList<>(categories);
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        List<Row> blocks = new ArrayList<>();
        Growing growing = new Growing();
        int shard = -1;
        while (rows.hasNext()) {
            Row row = rows.next();
            if (row.getInt(0) != shard) {
                if (shard >= 0) {
                    blocks.add(growing.block(shard));
                    growing = new Growing();
                }
                shard = row.getInt(0);
            }
            growing.add(row);
        }
        if (shard >= 0) {
            blocks.add(growing.block(shard));
        }
        return blocks.iterator();
    }

    /** The columns of one shard while its rows come in. */
    private final class Growing {
        private double[] weights = new double[1024];
        private final double[][] values = new double[numbers.size()][1024];
        private final String[][] labels = new String[categories.size()][1024];
        // One object for each label: written once, and afterwards as a short reference.
        private final Map<String, String> known = new HashMap<>();
        private int size;
        private long rows;

        void add(Row row) {
            if (size == weights.length) {
                int larger = Math.addExact(size, size);
                weights = Arrays.copyOf(weights, larger);
                for (int i = 0; i < values.length; i++) {
                    values[i] = Arrays.copyOf(values[i], larger);
                }
                for (int i = 0; i < labels.length; i++) {
                    labels[i] = Arrays.copyOf(labels[i], larger);
                }
            }
            long weight = row.getLong(1);
            weights[size] = weight;
            rows += weight;
            for (int i = 0; i < values.length; i++) {
                values[i][size] = row.getDouble(FIRST_VALUE + i);
            }
            for (int i = 0; i < labels.length; i++) {
                String label = row.getString(FIRST_VALUE + values.length + i);
                labels[i][size] = known.computeIfAbsent(label, same -> same);
            }
            size++;
        }

        Row block(int shard) {
            Data.Builder data = Data.builder();
            for (int i = 0; i < values.length; i++) {
                data.numbers(numbers.get(i), Arrays.copyOf(values[i], size));
            }
            for (int i = 0; i < labels.length; i++) {
                data.categories(categories.get(i), Arrays.copyOf(labels[i], size));
            }
            boolean repeated = rows > size;
            if (repeated) {
                data.numbers(Blocks.WEIGHT, Arrays.copyOf(weights, size));
            }
            return RowFactory.create(shard, rows, repeated, Travel.written(data.build()));
        }
    }
}
