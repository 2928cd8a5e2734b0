package tributary.jobs.shard;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Tasks fanned out over the cluster: pure functions of small serialisable values.
 *
 * <p>The number of partitions depends on the number of tasks alone, and a task's result on the task alone, so neither the
 * cluster nor the order of finishing can show in the results.
 */
public final class FanOut {
    /** Enough to keep a large cluster busy; small enough that a laptop's scheduler does not notice. */
    private static final int MOST_PARTITIONS = 64;

    /** Rows end in files, and a reader pays for every file: one partition for so many values. */
    private static final int VALUES_A_FILE = 32;

    private FanOut() {}

    /** A task of one value; a lambda of it is shipped to executors. */
    @FunctionalInterface
    public interface Task<T, R> extends Serializable {
        /** The result for one value. */
        R apply(T value);
    }

    /** Runs the task on every value, results in the order of the values; they travel through the driver, so keep them small. */
    public static <T extends Serializable, R extends Serializable> List<R> map(
            SparkSession spark, List<T> values, Task<T, R> task) {
        if (values.isEmpty()) {
            return List.of();
        }
        List<Numbered<T>> numbered = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            numbered.add(new Numbered<>(i, values.get(i)));
        }
        Dataset<byte[]> results = spread(spark, numbered, MOST_PARTITIONS)
                .map(
                        (MapFunction<byte[], byte[]>) bytes -> {
                            Numbered<T> one = Travel.<Numbered<T>>read(bytes);
                            return Travel.written(new Numbered<>(one.index, task.apply(one.value)));
                        },
                        Encoders.BINARY());
        List<R> ordered = new ArrayList<>(java.util.Collections.nCopies(values.size(), null));
        for (byte[] bytes : results.collectAsList()) {
            Numbered<R> one = Travel.<Numbered<R>>read(bytes);
            ordered.set(one.index, one.value);
        }
        return ordered;
    }

    /** The rows that a task makes of every value, as a data set: they never pass through the driver. */
    public static <T extends Serializable> Dataset<Row> rows(
            SparkSession spark, List<T> values, StructType schema, Task<T, Iterator<Row>> task) {
        return all(spark, values, Encoders.row(schema), task);
    }

    /** The same for beans or whatever else has an encoder. */
    public static <T extends Serializable, R> Dataset<R> all(
            SparkSession spark, List<T> values, Encoder<R> encoder, Task<T, Iterator<R>> task) {
        int files = Math.min(MOST_PARTITIONS, (values.size() + VALUES_A_FILE - 1) / VALUES_A_FILE);
        return spread(spark, values, files)
                .flatMap((FlatMapFunction<byte[], R>) bytes -> task.apply(Travel.<T>read(bytes)), encoder);
    }

    private static <T extends Serializable> Dataset<byte[]> spread(SparkSession spark, List<T> values, int most) {
        List<byte[]> bytes = values.stream().map(Travel::written).toList();
        return spark.createDataset(bytes, Encoders.BINARY()).repartition(Math.max(1, Math.min(values.size(), most)));
    }

    private static final class Numbered<T> implements Serializable {
        private static final long serialVersionUID = 1L;
        private final int index;

        @SuppressWarnings("serial") // the type parameter is Serializable wherever one is made
        private final T value;

        Numbered(int index, T value) {
            this.index = index;
            this.value = value;
        }
    }
}
