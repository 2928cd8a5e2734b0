package tributary.jobs.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import tributary.jobs.table.TableOutput;

/**
 * The appends of one attempt, a few side by side: the tables are independent, and a commit is mostly waiting. Only the
 * {@code runs} row must follow them all.
 */
final class Writes implements AutoCloseable {
    private static final int AT_ONCE = 4;

    private final SparkSession spark;
    private final ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE, work -> {
        Thread thread = new Thread(work, "tributary-write");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Future<TableOutput>> begun = new ArrayList<>();

    Writes(SparkSession spark) {
        this.spark = spark;
    }

    /** Begins an append to the table of this name. */
    void begin(String table, Supplier<TableOutput> append) {
        begun.add(pool.submit(() -> {
            SparkSession.setActiveSession(spark);
            Progress.station(spark, "write " + table);
            return append.get();
        }));
    }

    /** What was written, in the order it was begun; waits for all, and then throws the first failure there was. */
    List<TableOutput> outputs() {
        List<TableOutput> outputs = new ArrayList<>();
        Throwable failure = null;
        for (Future<TableOutput> write : begun) {
            try {
                outputs.add(write.get());
            } catch (ExecutionException e) {
                failure = failure == null ? e.getCause() : failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while tables were written", e);
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
        }
        return List.copyOf(outputs);
    }

    /** Lets what was begun end. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
