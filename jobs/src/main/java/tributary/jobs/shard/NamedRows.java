package tributary.jobs.shard;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import tributary.posterior.Data;

/**
 * Work on the rows of a table where they lie, some hundred at a time, each with a name: its key, or a hash of its content
 * where it has none. What depends on a row and its name alone does not depend on partitions.
 *
 * <p>Equal rows without a key have one name and so one noise: what is told of each, a distribution of its own, is the same,
 * as it should be of rows that nothing tells apart. To number them would move the whole table; a key tells them apart.
 */
public final class NamedRows {
    private static final int TOGETHER = 256;

    private NamedRows() {}

    /** A pure function of some rows and their names. */
    @FunctionalInterface
    public interface Work extends Serializable {
        /** What becomes of the rows. */
        List<Row> of(Data rows, List<String> names);
    }

    /** The work done on every row. */
    public static Dataset<Row> map(ModelTable table, StructType schema, Work work) {
        List<Column> wanted = new ArrayList<>();
        List<Column> content = new ArrayList<>();
        table.columns().forEach(name -> content.add(col(name)));
        wanted.add(table.keyed() ? col(ModelTable.KEY) : hex(xxhash64(content.toArray(Column[]::new))));
        wanted.addAll(content);
        return table.rows()
                .select(wanted.toArray(Column[]::new))
                .mapPartitions(new Task(table.numbers(), table.categories(), work), Encoders.row(schema));
    }

    /** What comes of items some at a time, on demand. */
    static <T> Iterator<Row> lazily(Iterator<T> items, Function<Iterator<T>, List<Row>> some) {
        return new Iterator<>() {
            private Iterator<Row> ready = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                while (!ready.hasNext() && items.hasNext()) {
                    ready = some.apply(items).iterator();
                }
                return ready.hasNext();
            }

            @Override
            public Row next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return ready.next();
            }
        };
    }

    private static final class Task implements MapPartitionsFunction<Row, Row> {
        private static final long serialVersionUID = 1L;
        private final ArrayList<String> numbers;
        private final ArrayList<String> categories;
        private final Work work;

        Task(List<String> numbers, List<String> categories, Work work) {
            this.numbers = new ArrayList<>(numbers);
            this.categories = new ArrayList<>(categories);
            this.work = work;
        }

        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            return lazily(rows, this::some);
        }

        private List<Row> some(Iterator<Row> rows) {
            List<String> names = new ArrayList<>();
            double[][] values = new double[numbers.size()][TOGETHER];
            String[][] labels = new String[categories.size()][TOGETHER];
            while (rows.hasNext() && names.size() < TOGETHER) {
                Row row = rows.next();
                int at = names.size();
                for (int k = 0; k < values.length; k++) {
                    values[k][at] = row.getDouble(1 + k);
                }
                for (int k = 0; k < labels.length; k++) {
                    labels[k][at] = row.getString(1 + values.length + k);
                }
                names.add(row.getString(0));
            }
            Data.Builder data = Data.builder().rows(names.size());
            for (int k = 0; k < values.length; k++) {
                data.numbers(numbers.get(k), Arrays.copyOf(values[k], names.size()));
            }
            for (int k = 0; k < labels.length; k++) {
                data.categories(categories.get(k), Arrays.copyOf(labels[k], names.size()));
            }
            return work.of(data.build(), names);
        }
    }

    /** The work done on rows that are nothing but numbers. */
    public static Dataset<Row> numbered(Dataset<Long> numbers, StructType schema, Work work) {
        MapPartitionsFunction<Long, Row> task = these -> lazily(these, some -> {
            List<String> names = new ArrayList<>();
            while (some.hasNext() && names.size() < TOGETHER) {
                names.add(Long.toString(some.next()));
            }
            return work.of(Data.builder().rows(names.size()).build(), names);
        });
        return numbers.mapPartitions(task, Encoders.row(schema));
    }
}
