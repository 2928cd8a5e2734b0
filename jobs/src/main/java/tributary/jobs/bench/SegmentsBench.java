package tributary.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import tributary.jobs.run.RunFrame;
import tributary.jobs.run.RunReport;
import tributary.jobs.run.RunRequest;
import tributary.jobs.run.Session;
import tributary.jobs.segments.SegmentsJob;

/**
 * The {@code segments} command on a made table, from conf to commit.
 *
 * <p>Arguments: a folder for tables, the number of segments, the number of rows, the outcome (normal; bernoulli or poisson of
 * yes and no; alike: yes and no whose segments do not differ), and more conf. The table is kept for the next run; making it is not timed. {@code aggregate_seconds} ends with the moments on the executors, {@code
 * hyper_seconds} with draws of the hyper-parameters, {@code all_seconds} is everything after the aggregate: hyper-parameters,
 * all segments, commits. The last line of standard output is one JSON object.
 */
public final class SegmentsBench {
    private SegmentsBench() {}

    /** When the first Spark job of each station began, in milliseconds of the epoch. */
    private static final class Stations extends SparkListener {
        private final Map<String, Long> begun = new ConcurrentHashMap<>();

        @Override
        public void onJobStart(SparkListenerJobStart start) {
            String words = start.properties().getProperty("spark.job.description");
            if (words != null) {
                begun.putIfAbsent(words.lines().findFirst().orElse(""), start.time());
            }
        }

        long of(String words) {
            return begun.entrySet().stream()
                    .filter(e -> e.getKey().startsWith(words))
                    .mapToLong(Map.Entry::getValue)
                    .min()
                    .orElseThrow(() -> new IllegalStateException("no job of the station " + words + ", of " + begun));
        }
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]).toAbsolutePath().resolve("segments");
        long segments = Long.parseLong(arguments[1]);
        long rows = Long.parseLong(arguments[2]);
        String outcome = arguments[3];
        List<String> more = List.of(arguments).subList(4, arguments.length);
        Files.createDirectories(folder);
        String table = folder.resolve("segments_" + segments + "_" + rows).toString();
        String results = folder.resolve("results_" + segments + "_" + rows + "_" + outcome)
                .toString();
        String metric = switch (outcome) {
            case "normal" -> "y { covariates = [x]";
            case "alike" -> "alike { outcome = bernoulli";
            default -> "yes { outcome = " + outcome;
        };
        String text = """
                name = bench
                run { results = "%s", seed = 1 }
                input {
                  rows { path = "%s" }
                  columns { segment = segment, arm = arm }
                  control = control, treatments = [treated]
                }
                metrics { %s, decision { economics { users = 1000, value = 1, cost = 500 } } } }
                """.formatted(results, table, metric);
        Path file = Files.writeString(folder.resolve("bench.conf"), text);
        try (Session session = new Session("tributary bench segments")) {
            SparkSession spark = session.spark();
            if (!Files.exists(Path.of(table, "_delta_log"))) {
                make(spark, segments, rows, table);
            }
            Stations stations = new Stations();
            spark.sparkContext().addSparkListener(stations);
            long began = System.currentTimeMillis();
            RunReport report = RunFrame.execute(new SegmentsJob(), RunRequest.anew(file, more), session);
            long ended = System.currentTimeMillis();
            long hyper = stations.of("hyper-parameters");
            long answers = stations.of("segments of");
            System.out.println(report.text());
            System.out.println(String.format(
                    Locale.ROOT,
                    "{\"segments\": %d, \"rows\": %d, \"outcome\": \"%s\", \"aggregate_seconds\": %.1f, \"hyper_seconds\": %.1f,"
                            + " \"all_seconds\": %.1f, \"command_seconds\": %.1f, \"heap_mb\": %d, \"status\": \"%s\"}",
                    segments,
                    rows,
                    outcome,
                    (hyper - began) / 1e3,
                    (answers - hyper) / 1e3,
                    (ended - hyper) / 1e3,
                    (ended - began) / 1e3,
                    (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20,
                    report.status()));
        }
    }

    /**
     * Rows in uneven segments, many of them small. Levels and effects of {@code y} and of {@code yes} (on the scale of log odds, with
     * deviations of 0.4 and 0.3) vary between segments; those of {@code alike} do not.
     */
    private static void make(SparkSession spark, long segments, long rows, String table) {
        spark.range(rows)
                .selectExpr(
                        "id",
                        "cast(floor(" + segments + " * pow(pmod(hash(id, 1), 1000003) / 1000003D, 1.5D)) as bigint) s",
                        "pmod(hash(id, 2), 2) = 0 treated",
                        "(pmod(hash(id, 3), 1000003) / 1000003D - 0.5D) * 3.4641D x",
                        "(pmod(hash(id, 4), 1000003) / 1000003D - 0.5D) * 3.4641D e")
                .selectExpr(
                        "concat('s', s) segment",
                        "if(treated, 'treated', 'control') arm",
                        "x",
                        "10 + (pmod(hash(s, 5), 1000003) / 1000003D - 0.5D) * 3.4641D"
                                + " + if(treated, 1 + 0.5D * (pmod(hash(s, 6), 1000003) / 1000003D - 0.5D) * 3.4641D, 0D)"
                                + " + 0.7D * x + 2 * e y",
                        "e / 3.4641D + 0.5D < 1 / (1 + exp(2.2D - 0.4D * (pmod(hash(s, 7), 1000003) / 1000003D - 0.5D) * 3.4641D"
                                + " - if(treated, 0.4D + 0.3D * (pmod(hash(s, 8), 1000003) / 1000003D - 0.5D) * 3.4641D, 0D))) yes",
                        "e < if(treated, -1.2D, -1.4D) alike")
                .write()
                .format("delta")
                .mode("overwrite")
                .save(table);
    }
}
