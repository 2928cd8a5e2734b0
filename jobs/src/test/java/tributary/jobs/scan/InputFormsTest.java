package tributary.jobs.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.SharedSpark;
import tributary.jobs.scan.ExperimentInput.SegmentColumn;
import tributary.jobs.scan.ExperimentInput.UnitColumns;
import tributary.jobs.scan.MetricColumns.Covariate;
import tributary.jobs.scan.MetricColumns.Missing;

/** Long, wide and pre-aggregated forms of the same data give the same statistics, to the bit, and in one pass. */
class InputFormsTest {
    static final ShopData SHOP = new ShopData(1500);

    @TempDir
    static Path folder;

    static String wide;

    @BeforeAll
    static void write() {
        wide = ShopData.save(SHOP.wide(), folder, "wide");
    }

    static UnitColumns columns() {
        return new UnitColumns(
                "unit_id",
                "exposed_at",
                "experiment_id",
                "variant_id",
                List.of(new SegmentColumn("country", ShopData.ODD_COLUMN)),
                null);
    }

    static final List<ArmAllocation> DESIGNS = List.of(
            ArmAllocation.even("price", "control", "b", "c"), ArmAllocation.even("layout", "control", "b", "c"));

    private static Covariate pre(String source) {
        return new Covariate("pre", Measure.sum(source), Duration.ofDays(28), Missing.ZERO);
    }

    static ScanRequest wideRequest(String path, boolean unique) {
        return new ScanRequest(
                new ExperimentInput.Units(InputTable.delta("units", path), columns(), unique),
                DESIGNS,
                List.of(
                        MetricColumns.binary("purchase", Measure.sum("converted"))
                                .withCovariates(pre("pre_revenue")),
                        MetricColumns.of("revenue", Measure.sum("revenue")).withCovariates(pre("pre_revenue"))),
                false);
    }

    static ScanResult run(ScanRequest request) {
        return ExperimentScan.run(OpenInput.of(SharedSpark.session(), request.input()), request);
    }

    @Test
    void theWideFormEqualsPlainJava() {
        ScanResult result = run(wideRequest(wide, true));
        for (String experiment : List.of("price", "layout")) {
            for (String arm : ShopData.ARMS) {
                assertThat(result.arms(experiment, "purchase", "all").get(arm))
                        .isEqualTo(SHOP.expected(experiment, arm, "all", ShopData.Unit::converted));
                assertThat(result.arms(experiment, "revenue", "all").get(arm))
                        .isEqualTo(SHOP.expected(experiment, arm, "all", ShopData.Unit::revenue));
                assertThat(result.arms(experiment, "revenue", "country=O'Brien").get(arm))
                        .isEqualTo(SHOP.expected(experiment, arm, "O'Brien", ShopData.Unit::revenue));
            }
        }
        assertThat(result.analyses()).hasSize(2 * 2 * 3);
        assertThat(result.inputs().get(0).version()).isZero();
        assertThat(result.inputs().get(0).rows()).isEqualTo(1500);
    }

    @Test
    void firstExposuresOfUniqueUnitsAreTheUnits() {
        ScanResult unique = run(wideRequest(wide, true));
        ScanResult first = run(wideRequest(wide, false));
        assertThat(first.analyses()).isEqualTo(unique.analyses());
        assertThat(first.contentFingerprint()).isEqualTo(unique.contentFingerprint());
    }

    @Test
    void factsEqualTheWideForm() {
        Duration week = Duration.ofDays(7);
        ScanRequest request = new ScanRequest(
                new ExperimentInput.Facts(
                        InputTable.delta("exposures", ShopData.save(SHOP.exposures(), folder, "exposures")),
                        columns(),
                        InputTable.delta("facts", ShopData.save(SHOP.facts(), folder, "facts")),
                        ExperimentInput.FactColumns.standard()),
                DESIGNS,
                List.of(
                        MetricColumns.binary("purchase", Measure.any("purchase"))
                                .withWindow(week)
                                .withCovariates(pre("revenue")),
                        MetricColumns.of("revenue", Measure.sum("revenue"))
                                .withWindow(week)
                                .withCovariates(pre("revenue"))),
                false);
        ScanResult facts = run(request);
        assertThat(facts.analyses()).isEqualTo(run(wideRequest(wide, true)).analyses());
        assertThat(facts.experiments().get(0).repeated()
                        + facts.experiments().get(1).repeated())
                .isEqualTo(500);
        assertThat(facts.experiments().get(0).crossovers()).isZero();
        assertThat(facts.inputs()).hasSize(2);
    }

    @Test
    void aggregatesEqualTheWideForm() {
        Covariate pre = pre("pre");
        ScanRequest request = new ScanRequest(
                new ExperimentInput.Aggregates(
                        InputTable.delta("daily", ShopData.save(SHOP.daily(), folder, "daily")),
                        ExperimentInput.AggregateColumns.standard(true)),
                DESIGNS,
                List.of(
                        MetricColumns.binary("purchase", Measure.sum("purchase"))
                                .withCovariates(pre),
                        MetricColumns.of("revenue", Measure.sum("revenue")).withCovariates(pre)),
                false);
        ScanResult daily = run(request);
        ScanResult units = run(wideRequest(wide, true));
        assertThat(daily.analyses().keySet()).isEqualTo(units.analyses().keySet());
        daily.analyses()
                .forEach((key, arms) -> arms.forEach((arm, statistics) -> assertThat(statistics.all())
                        .as(key + " " + arm)
                        .isEqualTo(units.analyses().get(key).get(arm).all())));
        assertThat(daily.experiments().get(0).units())
                .isEqualTo(units.experiments().get(0).units());
    }

    @Test
    void anyPartitioningAndOrderGivesTheSameBits() {
        Dataset<Row> base = SharedSpark.session()
                .range(5000)
                .selectExpr(
                        "concat('u', id) unit_id",
                        "timestamp_seconds(id) exposed_at",
                        "if(id % 3 = 0, 'price', 'layout') experiment_id",
                        "element_at(array('control', 'b', 'c'), cast(pmod(hash(id), 3) + 1 as int)) variant_id",
                        "cast(pmod(hash(id, 1), 2) as int) converted",
                        "exp(pmod(hash(id, 2), 1000) / 70) revenue",
                        "sin(id) * 1e6 + 1e-7 * id pre_revenue")
                .withColumn(ShopData.ODD_COLUMN, functions.lit("x"));
        List<String> fingerprints = new ArrayList<>();
        for (int partitions : new int[] {1, 2, 7}) {
            Dataset<Row> shuffled =
                    base.repartition(partitions, functions.hash(functions.col("unit_id"), functions.lit(partitions)));
            String path = ShopData.save(shuffled, folder, "shuffled" + partitions);
            for (boolean unique : new boolean[] {true, false}) {
                ScanRequest request = wideRequest(path, unique);
                List<MetricColumns> withLogs = List.of(
                        request.metrics().get(0), request.metrics().get(1).withLogs());
                ScanResult result = run(new ScanRequest(request.input(), request.experiments(), withLogs, false));
                fingerprints.add(result.contentFingerprint());
            }
        }
        assertThat(fingerprints).hasSize(6).containsOnly(fingerprints.get(0));
    }

    @Test
    void everythingComesFromOnePassOverTheData() throws java.util.concurrent.TimeoutException {
        Map<Integer, Long> readByStage = new ConcurrentHashMap<>();
        SparkListener listener = new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                if (end.taskMetrics() != null) {
                    long read = end.taskMetrics().inputMetrics().recordsRead();
                    readByStage.merge(end.stageId(), read, Long::sum);
                }
            }

            @Override
            public void onStageCompleted(SparkListenerStageCompleted completed) {
                readByStage.putIfAbsent(completed.stageInfo().stageId(), 0L);
            }
        };
        ScanRequest request = wideRequest(wide, true);
        OpenInput open = OpenInput.of(SharedSpark.session(), request.input());
        SharedSpark.session().sparkContext().addSparkListener(listener);
        try {
            ExperimentScan.run(open, request);
            SharedSpark.session().sparkContext().listenerBus().waitUntilEmpty();
        } finally {
            SharedSpark.session().sparkContext().removeSparkListener(listener);
        }
        // The ranges come from stages over the log; the data themselves are read by one stage, once.
        assertThat(readByStage.values().stream().filter(read -> read >= 1500)).containsExactly(1500L);
        assertThat(readByStage.size()).isLessThanOrEqualTo(8);
    }
}
