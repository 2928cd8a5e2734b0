package tributary.jobs.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.jobs.experiment.ExperimentJob;
import tributary.jobs.run.RunFrame;
import tributary.jobs.run.RunRequest;
import tributary.jobs.run.Session;
import tributary.jobs.scan.ArmAllocation;
import tributary.jobs.scan.ExperimentInput;
import tributary.jobs.scan.ExperimentScan;
import tributary.jobs.scan.InputTable;
import tributary.jobs.scan.Measure;
import tributary.jobs.scan.MetricColumns;
import tributary.jobs.scan.MetricColumns.Covariate;
import tributary.jobs.scan.MetricColumns.Missing;
import tributary.jobs.scan.OpenInput;
import tributary.jobs.scan.ScanRequest;

/**
 * The {@code experiment} command, and the scan inside it, against a plain GROUP BY of the same columns, in turns in the
 * same session.
 *
 * <p>Arguments: a folder for the tables, the number of rows, and the number of turns. The wide form promises unique
 * units; the long form seeks first exposures on both sides. Both sides read the same columns, the unit id (whose nulls
 * are counted) among them; {@code bare_group_by_seconds} is without it. Medians over the turns after one warm-up; each
 * scan includes opening and pinning its input, and the command everything from conf to commit, draws included. The last
 * line of standard output is one JSON object; {@code ratio_to_group_by} is the whole command's, {@code stations} says
 * when in its last turn each part's Spark jobs ran, in seconds from the beginning.
 */
public final class ExperimentBench {
    private static final Logger LOG = LoggerFactory.getLogger(ExperimentBench.class);
    private static final List<String> METRICS = List.of("converted", "revenue", "minutes");
    private static final List<String> ADJUSTED = List.of("revenue", "minutes");
    private static final int LONG_FORM_SHARE = 4;
    /** The wide comparison as a conf: four experiments x three arms x three metrics x twenty segments, with CUPED. */
    private static final String CONF = """
            run { results = "%s/results", seed = 1 }
            input { form = units, units { format = delta, path = "%s" }, units-unique = true, segments = [country] }
            experiments {
              experiment_0 { control = arm_0, treatments = [arm_1, arm_2] }
              experiment_1 { control = arm_0, treatments = [arm_1, arm_2] }
              experiment_2 { control = arm_0, treatments = [arm_1, arm_2] }
              experiment_3 { control = arm_0, treatments = [arm_1, arm_2] }
            }
            metrics {
              converted { kind = binary }
              revenue { kind = continuous, adjustment = cuped, covariates { pre { source = pre_revenue, missing = zero } } }
              minutes { kind = continuous, adjustment = cuped, covariates { pre { source = pre_minutes, missing = zero } } }
            }
            """;

    private ExperimentBench() {}

    /** Runs both comparisons. */
    public static void main(String[] arguments) {
        long rows = Long.parseLong(arguments[1]);
        int turns = Integer.parseInt(arguments[2]);
        SparkSession spark = SparkSession.builder().appName("tributary-bench").getOrCreate();
        BenchTables tables = new BenchTables(spark, Path.of(arguments[0]));
        String units = tables.units(rows);
        double[] wide =
                compare("wide, " + rows + " rows", turns, () -> plain(spark, units), () -> scan(spark, wide(units)));
        double bare = median(repeated(turns, () -> bare(spark, units)));
        Timeline timeline = new Timeline(spark);
        double command = command(Path.of(arguments[0]), units, turns, timeline);
        long fewer = rows / LONG_FORM_SHARE;
        String exposures = tables.exposures(fewer);
        String facts = tables.facts(fewer);
        double[] facts_form = compare(
                "long, " + fewer + " units",
                turns,
                () -> plainLong(spark, exposures, facts),
                () -> scan(spark, facts(exposures, facts)));
        System.out.println(String.format(
                Locale.ROOT,
                "{\"ratio_to_group_by\":%.3f,\"seconds\":%.3f,\"rows\":%d,\"group_by_seconds\":%.3f,"
                        + "\"bare_group_by_seconds\":%.3f,\"seconds_beyond_scan\":%.3f,\"stations\":%s,"
                        + "\"scan_ratio\":%.3f,\"scan_seconds\":%.3f,"
                        + "\"long_ratio\":%.3f,\"long_seconds\":%.3f,\"long_units\":%d,\"long_group_by_seconds\":%.3f}",
                command / wide[0],
                command,
                rows,
                wide[0],
                bare,
                command - wide[1],
                timeline.json(),
                wide[1] / wide[0],
                wide[1],
                facts_form[1] / facts_form[0],
                facts_form[1],
                fewer,
                facts_form[0]));
    }

    /** Seconds of the whole command, median over the turns after one warm-up: four experiments, all segments, all tables. */
    private static double command(Path folder, String units, int turns, Timeline timeline) {
        double[] seconds = new double[turns];
        try (Session session = new Session("tributary-bench")) {
            Path conf = Files.writeString(folder.resolve("experiment.conf"), CONF.formatted(folder, units));
            for (int turn = -1; turn < turns; turn++) {
                RunRequest request = RunRequest.anew(conf, List.of());
                timeline.begin();
                double taken = seconds(() -> RunFrame.execute(new ExperimentJob(), request, session));
                if (turn >= 0) {
                    seconds[turn] = taken;
                    LOG.warn("command: turn {}, {} s", turn, taken);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return median(seconds);
    }

    private static double[] compare(String what, int turns, Runnable plain, Runnable scan) {
        double[] plainSeconds = new double[turns];
        double[] scanSeconds = new double[turns];
        seconds(plain);
        seconds(scan);
        for (int turn = 0; turn < turns; turn++) {
            plainSeconds[turn] = seconds(plain);
            scanSeconds[turn] = seconds(scan);
            LOG.warn("{}: turn {}, group by {} s, scan {} s", what, turn, plainSeconds[turn], scanSeconds[turn]);
        }
        return new double[] {median(plainSeconds), median(scanSeconds)};
    }

    private static double[] repeated(int turns, Runnable work) {
        seconds(work);
        double[] taken = new double[turns];
        Arrays.setAll(taken, turn -> seconds(work));
        return taken;
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void scan(SparkSession spark, ScanRequest request) {
        ExperimentScan.run(OpenInput.of(spark, request.input()), request);
    }

    private static List<ArmAllocation> designs() {
        return IntStream.range(0, 4)
                .mapToObj(e -> ArmAllocation.even("experiment_" + e, "arm_0", "arm_1", "arm_2"))
                .toList();
    }

    private static ScanRequest wide(String units) {
        List<MetricColumns> metrics = new ArrayList<>();
        for (String name : METRICS) {
            MetricColumns metric = name.equals("converted")
                    ? MetricColumns.binary(name, Measure.sum(name))
                    : MetricColumns.of(name, Measure.sum(name));
            metrics.add(
                    ADJUSTED.contains(name)
                            ? metric.withCovariates(
                                    new Covariate("pre", Measure.sum("pre_" + name), null, Missing.ZERO))
                            : metric);
        }
        return new ScanRequest(
                new ExperimentInput.Units(
                        InputTable.delta("units", units), ExperimentInput.UnitColumns.standard("country"), true),
                designs(),
                metrics,
                false);
    }

    private static ScanRequest facts(String exposures, String facts) {
        return new ScanRequest(
                new ExperimentInput.Facts(
                        InputTable.delta("exposures", exposures),
                        ExperimentInput.UnitColumns.standard("country"),
                        InputTable.delta("facts", facts),
                        ExperimentInput.FactColumns.standard()),
                designs(),
                List.of(MetricColumns.of("revenue", Measure.sum("revenue"))
                        .withCovariates(new Covariate("pre", Measure.sum("revenue"), null, Missing.ZERO))),
                false);
    }

    private static void plain(SparkSession spark, String units) {
        List<Column> totals = new ArrayList<>();
        totals.add(count(col("unit_id")));
        METRICS.forEach(m ->
                totals.addAll(ADJUSTED.contains(m) ? moments(m, "pre_" + m) : List.of(count(col(m)), sum(col(m)))));
        finish(spark.read().format("delta").load(units), totals);
    }

    /** The same without the units' ids. */
    private static void bare(SparkSession spark, String units) {
        List<Column> totals = new ArrayList<>();
        METRICS.forEach(m ->
                totals.addAll(ADJUSTED.contains(m) ? moments(m, "pre_" + m) : List.of(count(col(m)), sum(col(m)))));
        finish(spark.read().format("delta").load(units), totals);
    }

    private static void plainLong(SparkSession spark, String exposures, String facts) {
        Dataset<Row> first = spark.read()
                .format("delta")
                .load(exposures)
                .groupBy("unit_id", "experiment_id")
                .agg(min(struct("exposed_at", "variant_id", "country")).as("first"))
                .select("unit_id", "experiment_id", "first.exposed_at", "first.variant_id", "first.country");
        Column value = col("value");
        Column after = col("event_at").geq(col("exposed_at"));
        Dataset<Row> units = first.join(spark.read().format("delta").load(facts), "unit_id")
                .groupBy("unit_id", "experiment_id", "variant_id", "country")
                .agg(
                        sum(when(after, value)).as("revenue"),
                        sum(when(after, lit(null)).otherwise(value)).as("pre"));
        finish(units, moments("revenue", "pre"));
    }

    private static List<Column> moments(String metric, String covariate) {
        Column x = col(metric);
        Column p = col(covariate);
        return List.of(count(x), sum(x), sum(x.multiply(x)), sum(p), sum(p.multiply(p)), sum(x.multiply(p)));
    }

    private static void finish(Dataset<Row> rows, List<Column> totals) {
        rows.groupBy("experiment_id", "variant_id", "country")
                .agg(count(lit(1)), totals.toArray(Column[]::new))
                .write()
                .format("noop")
                .mode("overwrite")
                .save();
    }
}
