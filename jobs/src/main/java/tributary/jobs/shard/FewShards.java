package tributary.jobs.shard;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import tributary.consensus.ShardLikelihood;
import tributary.consensus.Workers;

/**
 * Shards that are small values: each travels with every task, and is opened where the task runs.
 *
 * @param <T> what a shard is on its way
 */
public final class FewShards<T extends Serializable> implements Workers {
    private final SparkSession spark;
    private final List<T> parts;
    private final Opener<T> opener;
    private final Consumer<String> told;

    /** Makes the likelihood of a shard; a lambda of it is shipped to executors. */
    @FunctionalInterface
    public interface Opener<T> extends Serializable {
        /** The likelihood, for one thread. */
        ShardLikelihood open(T part);
    }

    /**
     * Workers over shards.
     *
     * @param told is told the words of each pass before it begins
     */
    public FewShards(SparkSession spark, List<T> parts, Opener<T> opener, Consumer<String> told) {
        this.spark = spark;
        this.parts = List.copyOf(parts);
        this.opener = opener;
        this.told = told;
    }

    @Override
    public int shards() {
        return parts.size();
    }

    @Override
    public <R extends Serializable> List<R> map(ShardTask<R> task) {
        told.accept(task.words());
        List<byte[]> sent = new ArrayList<>();
        for (int shard = 0; shard < parts.size(); shard++) {
            sent.add(Travel.written(new One<>(shard, parts.get(shard), task, opener)));
        }
        // Not a data set: planning one costs more than most passes. Results come in the order of the partitions.
        List<byte[]> results = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(sent, sent.size())
                .map(bytes -> Travel.written(Travel.<One<T, R>>read(bytes).run()))
                .collect();
        return results.stream().map(bytes -> Travel.<R>read(bytes)).toList();
    }

    private static final class One<T extends Serializable, R extends Serializable> implements Serializable {
        private static final long serialVersionUID = 1L;
        private final int shard;

        @SuppressWarnings("serial") // the type parameter is Serializable
        private final T part;

        private final ShardTask<R> task;
        private final Opener<T> opener;

        One(int shard, T part, ShardTask<R> task, Opener<T> opener) {
            this.shard = shard;
            this.part = part;
            this.task = task;
            this.opener = opener;
        }

        R run() {
            return task.run(shard, opener.open(part));
        }
    }
}
