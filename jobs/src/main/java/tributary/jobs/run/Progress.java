package tributary.jobs.run;

import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A live line about stages that take long; the one class that touches the SparkContext.
 *
 * <p>Where the platform offers no context (Spark Connect, serverless), it does nothing.
 */
final class Progress {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    private Progress() {}

    /** Does the work, and tells of its long stages. */
    static <T> T during(SparkSession spark, Supplier<Optional<Sampling>> sampling, Supplier<T> work) {
        Optional<SparkContext> context = context(spark);
        Reporter reporter = new Reporter(sampling);
        context.ifPresent(c -> c.addSparkListener(reporter));
        try {
            return work.get();
        } finally {
            context.ifPresent(c -> {
                c.removeSparkListener(reporter);
                c.setJobDescription(null);
            });
        }
    }

    /** Names the jobs that this thread starts from now on. */
    static void station(SparkSession spark, String words) {
        context(spark).ifPresent(c -> c.setJobDescription(words));
    }

    /** How many tasks the cluster runs at once, about; 2 where the platform does not tell. */
    static int parallelism(SparkSession spark) {
        return context(spark).map(SparkContext::defaultParallelism).orElse(2);
    }

    /** Counters of a sampling that begins; none where the platform has no context. */
    static Optional<Sampling> sampling(SparkSession spark, int shards, long draws) {
        return context(spark)
                .map(c -> new Sampling(
                        c.longAccumulator(Sampling.SHARDS),
                        c.longAccumulator(Sampling.DRAWS),
                        c.longAccumulator(Sampling.DIVERGENCES),
                        shards,
                        draws));
    }

    /** The application's id, where the platform tells. */
    static Optional<String> applicationId(SparkSession spark) {
        return context(spark).map(SparkContext::applicationId);
    }

    private static Optional<SparkContext> context(SparkSession spark) {
        try {
            return Optional.of(spark.sparkContext());
        } catch (RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** Says where a stage stands, at most every few seconds and only once it has run for a while. */
    private static final class Reporter extends SparkListener {
        private static final long QUIET_MILLIS = 5_000;

        private record Stage(String name, int tasks, long since) {}

        private final ConcurrentHashMap<Integer, Stage> stages = new ConcurrentHashMap<>();
        private final ConcurrentHashMap<Integer, Integer> done = new ConcurrentHashMap<>();
        private final Supplier<Optional<Sampling>> sampling;
        private volatile long lastSpoken = System.currentTimeMillis();

        Reporter(Supplier<Optional<Sampling>> sampling) {
            this.sampling = sampling;
        }

        /** Executors tell with every heartbeat what their tasks have counted so far. */
        @Override
        public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
            sampling.get().ifPresent(counted -> {
                counted.running(event);
                long now = System.currentTimeMillis();
                if (now - lastSpoken >= QUIET_MILLIS && counted.moved()) {
                    lastSpoken = now;
                    LOG.info("sampling: {}", counted.words());
                }
            });
        }

        @Override
        public void onStageSubmitted(SparkListenerStageSubmitted event) {
            StageInfo info = event.stageInfo();
            stages.put(
                    info.stageId(),
                    new Stage(name(event.properties(), info), info.numTasks(), System.currentTimeMillis()));
        }

        /** The station where one was named; Delta adds lines of its own below it. */
        private static String name(@Nullable Properties properties, StageInfo info) {
            String station = properties == null ? null : properties.getProperty("spark.job.description");
            return station == null || station.isBlank()
                    ? info.name()
                    : station.lines().findFirst().orElse(station);
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd event) {
            sampling.get().ifPresent(counted -> counted.ended(event.taskInfo().taskId()));
            int finished = done.merge(event.stageId(), 1, Integer::sum);
            Stage stage = stages.get(event.stageId());
            long now = System.currentTimeMillis();
            if (stage != null && now - lastSpoken >= QUIET_MILLIS && now - stage.since() >= QUIET_MILLIS) {
                lastSpoken = now;
                LOG.info(
                        "{}: stage {}, {}/{} tasks, {} s",
                        stage.name(),
                        event.stageId(),
                        finished,
                        stage.tasks(),
                        (now - stage.since()) / 1000);
            }
        }

        @Override
        public void onStageCompleted(SparkListenerStageCompleted event) {
            stages.remove(event.stageInfo().stageId());
            done.remove(event.stageInfo().stageId());
        }
    }
}
