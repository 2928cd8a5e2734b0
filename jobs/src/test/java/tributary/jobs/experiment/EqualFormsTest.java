package tributary.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.PublishedViews;
import tributary.jobs.SharedSpark;

/**
 * The same experiment told as events, as units and as sums, in any partitioning and order: equal effects, equal
 * decisions and draws equal to the bit, through the whole command.
 */
class EqualFormsTest {
    private static final int UNITS = 1200;

    private static final String TAIL = """
            experiments { shop { treatments = [blue, "gre'en"] } }
            decision { economics { users = 100000, value = 2, cost = 1000 } }
            metrics {
              converted { kind = binary, window = 14d }
              spend {
                kind = continuous, window = 14d
                covariates { pre_spend { source = %s, window = 28d } }
              }
              visits { kind = count, window = 14d }
            }
            """;

    private static final Map<Integer, Long> READ_BY_STAGE = new ConcurrentHashMap<>();
    private static final AtomicInteger JOBS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static Path results;

    @BeforeAll
    static void run() throws TimeoutException {
        results = folder.resolve("results");
        Dataset<Row> units = units();
        units.createOrReplaceTempView("equal_units");
        String conf = unitsConf(save(units.repartition(1), "units1"));
        succeeds("units1", conf);
        succeeds("units2", unitsConf(save(units.repartition(2, functions.col("unit_id")), "units2")));
        String units7 = unitsConf(save(units.orderBy(functions.rand(5)).repartition(7), "units7"));
        watched(() -> succeeds("units7", units7, "--set", "input.units-unique=true"));
        succeeds("facts", factsConf());
        succeeds("sums", sumsConf());
    }

    /** Counts the jobs that a run starts, and the records that each of their stages reads. */
    private static void watched(Runnable run) throws TimeoutException {
        SparkListener listener = new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart start) {
                JOBS.incrementAndGet();
            }

            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                if (end.taskMetrics() != null) {
                    READ_BY_STAGE.merge(
                            end.stageId(), end.taskMetrics().inputMetrics().recordsRead(), Long::sum);
                }
            }
        };
        var context = SharedSpark.session().sparkContext();
        context.listenerBus().waitUntilEmpty();
        context.addSparkListener(listener);
        try {
            run.run();
            context.listenerBus().waitUntilEmpty();
        } finally {
            context.removeSparkListener(listener);
        }
    }

    /** Amounts are multiples of 1/4, so that a sum of facts, a unit's value and a sum of squares are all exact. */
    private static Dataset<Row> units() {
        return SharedSpark.session()
                .range(UNITS)
                .selectExpr(
                        "concat('u', id) unit_id",
                        "timestamp'2026-01-05 00:00:00' + make_dt_interval(0, 0, 0, id) exposed_at",
                        "'shop' experiment_id",
                        "element_at(array('control', 'blue', 'gre\\'en'), cast(id % 3 + 1 as int)) variant_id",
                        "if(pmod(hash(id), 3) = 0, 'NL', 'D\\'E') country",
                        "cast(pmod(hash(id, 1), 100) < 20 + 5 * (id % 3) as int) converted",
                        "(pmod(hash(id, 2), 200) + pmod(hash(id, 4), 400) + 30 * (id % 3)) / 4.0D spend",
                        "pmod(hash(id, 2), 200) / 4.0D pre_spend",
                        "cast(pmod(hash(id, 3), 6) as int) visits");
    }

    private static String save(Dataset<Row> table, String name) {
        String path = folder.resolve(name).toString();
        table.write().format("delta").save(path);
        return path;
    }

    private static String unitsConf(String path) {
        return "input { form = units, units { path = \"" + path + "\" }, segments = [country] }\n"
                + TAIL.formatted("pre_spend");
    }

    private static String factsConf() {
        var spark = SharedSpark.session();
        Dataset<Row> exposures = spark.sql("SELECT unit_id, exposed_at, experiment_id, variant_id, country"
                + " FROM equal_units UNION ALL SELECT unit_id, exposed_at + INTERVAL 1 DAY, experiment_id, variant_id,"
                + " country FROM equal_units WHERE pmod(hash(unit_id), 4) = 0");
        Dataset<Row> facts = spark.sql("SELECT unit_id, exposed_at + INTERVAL 1 HOUR event_at, 'converted' metric,"
                + " 1.0D value FROM equal_units WHERE converted = 1"
                + " UNION ALL SELECT unit_id, exposed_at + INTERVAL 2 HOUR, 'spend', spend - 0.25D FROM equal_units"
                + " UNION ALL SELECT unit_id, exposed_at + INTERVAL 13 DAY, 'spend', 0.25D FROM equal_units"
                + " UNION ALL SELECT unit_id, exposed_at + INTERVAL 15 DAY, 'spend', 1000D FROM equal_units"
                + " UNION ALL SELECT unit_id, exposed_at - INTERVAL 3 DAY, 'spend', pre_spend FROM equal_units"
                + " UNION ALL SELECT unit_id, exposed_at - INTERVAL 30 DAY, 'spend', 1000D FROM equal_units"
                + " UNION ALL SELECT unit_id, exposed_at + INTERVAL 1 HOUR, 'visits', 1D FROM"
                + " (SELECT *, explode(sequence(1, visits)) FROM equal_units WHERE visits > 0)");
        return "input { form = facts, segments = [country], exposures { path = \""
                + save(exposures.orderBy(functions.rand(1)).repartition(3), "exposures") + "\" }, facts { path = \""
                + save(facts.orderBy(functions.rand(2)).repartition(4), "facts") + "\" } }\n" + TAIL.formatted("spend");
    }

    private static String sumsConf() {
        String sums = "SELECT experiment_id, variant_id, %s segment, date'2026-01-05' date, '%s' metric, count(*) n,"
                + " sum(%s) sum, sum(%s * %s) sum_sq, sum(pre_spend) pre_sum, sum(pre_spend * pre_spend) pre_sum_sq,"
                + " sum(%s * pre_spend) cross FROM equal_units GROUP BY ALL";
        List<String> selects = new java.util.ArrayList<>();
        for (String metric : List.of("converted", "spend", "visits")) {
            String value = "double(" + metric + ")";
            for (String segment : List.of("'all'", "'country=' || country")) {
                selects.add("(" + sums.formatted(segment, metric, value, value, value, value) + ")");
            }
        }
        String path = save(SharedSpark.session().sql(String.join(" UNION ALL ", selects)), "sums");
        return "input { form = aggregates, aggregates { path = \"" + path + "\" }, columns { pre-sum = pre_sum,"
                + " pre-sum-squares = pre_sum_sq, cross = cross } }\n"
                + TAIL.formatted("pre_spend");
    }

    private static void succeeds(String runId, String conf, String... more) {
        String run = "run { results = \"" + results + "\", seed = 9, draws = 250 }\n";
        String[] arguments = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("--run-id", runId), java.util.stream.Stream.of(more))
                .toArray(String[]::new);
        CommandRun ended = CommandRun.experiment(folder, run + conf, arguments);
        assertThat(ended.exitCode()).as(runId + ": " + ended.log()).isZero();
    }

    @Test
    void theWholeCommandReadsUniqueUnitsOnce() {
        // All else that is read are logs and a few rows of the tables written: one stage reads the units, once.
        assertThat(READ_BY_STAGE.values().stream().filter(read -> read >= UNITS))
                .containsExactly((long) UNITS);
        assertThat(JOBS.get()).isBetween(2, 150);
    }

    @Test
    void drawsAreEqualToTheBit() {
        List<Row> prints = rows("SELECT COUNT(*), BIT_XOR(xxhash64(experiment, metric, arm, segment, chain, draw,"
                + " control_mean, treated_mean, lift_abs, lift_rel)), COUNT(DISTINCT run_id)"
                + " FROM published_effect_draws GROUP BY run_id");
        assertThat(prints).hasSize(5);
        assertThat(prints.stream().map(Row::toString).distinct()).hasSize(1);
        assertThat(prints.get(0).getLong(0)).isEqualTo(3 * 2 * 3 * 1000L);
    }

    @Test
    void effectsDecisionsAndSensitivityAreEqual() {
        for (String table : List.of("effects", "decisions", "sensitivity")) {
            List<Row> runs = rows("SELECT run_id, COUNT(*) FROM published_" + table + " GROUP BY run_id");
            // Counted over the hash of the whole row: what a run says of itself is all that may differ.
            List<Row> different = rows("SELECT * FROM (SELECT *, COUNT(*) OVER (PARTITION BY struct(* EXCEPT (run_id,"
                    + " attempt_id))) AS times FROM published_" + table
                    + ") WHERE times <> 5");
            assertThat(runs).as(table).hasSize(5);
            assertThat(different).as(table).isEmpty();
        }
    }

    @Test
    void aForcedRerunDrawsTheSameAndIsReadOnce() {
        String conf = unitsConf(folder.resolve("units1").toString());
        succeeds("units1", conf, "--force");
        List<Row> attempts = rows("SELECT COUNT(*), BIT_XOR(xxhash64(metric, arm, segment, chain, draw, lift_rel))"
                + " FROM effect_draws WHERE run_id = 'units1' GROUP BY attempt_id");
        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(0)).isEqualTo(attempts.get(1));
        assertThat(rows("SELECT COUNT(*) FROM published_effect_draws WHERE run_id = 'units1'")
                        .toString())
                .isEqualTo("[[18000]]");
    }

    private static List<Row> rows(String query) {
        return PublishedViews.rows(results, query);
    }
}
