package tributary.jobs.bench;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;

/** When the Spark jobs of each station of a command ran: from the first one's start to the last one's end. */
final class Timeline extends SparkListener {
    private final SparkSession spark;
    private final Map<Integer, String> running = new ConcurrentHashMap<>();
    private final Map<String, long[]> spans = new ConcurrentHashMap<>();
    private volatile long origin;

    Timeline(SparkSession spark) {
        this.spark = spark;
        spark.sparkContext().addSparkListener(this);
    }

    /** Forgets all before now. */
    void begin() {
        settle();
        spans.clear();
        origin = System.currentTimeMillis();
    }

    @Override
    public void onJobStart(SparkListenerJobStart start) {
        String station = Optional.ofNullable(start.properties())
                .map(all -> all.getProperty("spark.job.description"))
                .flatMap(words -> words.lines().findFirst())
                .orElse("other");
        running.put(start.jobId(), station);
        spans.merge(station, new long[] {start.time(), start.time()}, Timeline::union);
    }

    @Override
    public void onJobEnd(SparkListenerJobEnd end) {
        String station = running.remove(end.jobId());
        if (station != null) {
            spans.merge(station, new long[] {end.time(), end.time()}, Timeline::union);
        }
    }

    private static long[] union(long[] a, long[] b) {
        return new long[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])};
    }

    private void settle() {
        try {
            spark.sparkContext().listenerBus().waitUntilEmpty();
        } catch (TimeoutException e) {
            throw new IllegalStateException("Spark's events were not told in time", e);
        }
    }

    /** Seconds from the first job of a station to its last one's end; 0 if it had none. */
    double seconds(String station) {
        settle();
        long[] span = spans.getOrDefault(station, new long[2]);
        return (span[1] - span[0]) / 1e3;
    }

    /** {@code {"station":[from,to],...}} in seconds since {@link #begin}, in the order of their beginnings. */
    String json() {
        settle();
        return spans.entrySet().stream()
                .sorted((a, b) -> Long.compare(a.getValue()[0], b.getValue()[0]))
                .map(span -> String.format(
                        Locale.ROOT,
                        "\"%s\":[%.2f,%.2f]",
                        span.getKey().replaceAll("[^A-Za-z0-9 _:,-]", ""),
                        (span.getValue()[0] - origin) / 1e3,
                        (span.getValue()[1] - origin) / 1e3))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
