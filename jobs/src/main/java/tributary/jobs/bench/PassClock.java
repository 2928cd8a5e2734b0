package tributary.jobs.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.collection.Iterator;

/**
 * Where the time of a run goes, and the greatest memory of driver and executors: a listener that Spark makes because the
 * conf names it ({@code spark.extraListeners}).
 *
 * <p>Time is by station, the words a run names its jobs with: the wall time in which any job of the station was under
 * way. Heap and resident memory are what heartbeats report, once a second or so.
 */
public final class PassClock extends SparkListener {
    private static final AtomicReference<@Nullable PassClock> MADE = new AtomicReference<>();

    private final Map<Integer, String> stations = new HashMap<>();
    private final Map<String, Integer> active = new HashMap<>();
    private final Map<String, Long> since = new HashMap<>();
    private final Map<String, Long> spent = new TreeMap<>();
    private final Map<String, Integer> jobs = new TreeMap<>();
    private final Map<String, Long> peaks = new TreeMap<>();

    /** Called by Spark. */
    public PassClock() {
        MADE.set(this);
    }

    /** The one that Spark made. */
    static PassClock get() {
        return Objects.requireNonNull(MADE.get(), "spark.extraListeners does not name " + PassClock.class.getName());
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart event) {
        String station = station(event.properties());
        stations.put(event.jobId(), station);
        jobs.merge(station, 1, Integer::sum);
        if (active.merge(station, 1, Integer::sum) == 1) {
            since.put(station, event.time());
        }
    }

    @Override
    public synchronized void onJobEnd(SparkListenerJobEnd event) {
        String station = stations.remove(event.jobId());
        if (station != null && active.merge(station, -1, Integer::sum) == 0) {
            spent.merge(station, event.time() - since.getOrDefault(station, event.time()), Long::sum);
        }
    }

    private static String station(@Nullable Properties properties) {
        String words = properties == null ? null : properties.getProperty("spark.job.description");
        String first = words == null ? "" : words.lines().findFirst().orElse("");
        // Tables are written side by side: their times overlap, and are one station.
        return first.startsWith("write ") ? "write" : first;
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
        String who = event.execId().equals("driver") ? "driver" : "executor";
        Iterator<Tuple2<Tuple2<Object, Object>, ExecutorMetrics>> updates =
                event.executorUpdates().iterator();
        while (updates.hasNext()) {
            ExecutorMetrics metrics = updates.next()._2();
            for (String metric : new String[] {"JVMHeapMemory", "ProcessTreeJVMRSSMemory"}) {
                peaks.merge(who + " " + metric, metrics.getMetricValue(metric), Math::max);
            }
        }
    }

    /** Seconds of the stations whose words begin so. */
    synchronized double seconds(String words) {
        return spent.entrySet().stream()
                        .filter(e -> e.getKey().startsWith(words))
                        .mapToLong(Map.Entry::getValue)
                        .sum()
                / 1e3;
    }

    /** How many jobs the stations had whose words begin so. */
    synchronized int jobs(String words) {
        return jobs.entrySet().stream()
                .filter(e -> e.getKey().startsWith(words))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** The greatest heap of the driver or of one executor that a heartbeat told of, in MB; 0 if none did. */
    synchronized long heap(String who) {
        return peaks.getOrDefault(who + " JVMHeapMemory", 0L) >> 20;
    }

    /** The same of resident memory. */
    synchronized long resident(String who) {
        return peaks.getOrDefault(who + " ProcessTreeJVMRSSMemory", 0L) >> 20;
    }

    /** All stations with their seconds. */
    synchronized Map<String, Double> stations() {
        Map<String, Double> all = new TreeMap<>();
        spent.forEach((station, millis) -> all.put(station, millis / 1e3));
        return all;
    }
}
