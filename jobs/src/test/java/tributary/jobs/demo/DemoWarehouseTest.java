package tributary.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.family.experiment.ArmStatistics;
import tributary.jobs.SharedSpark;
import tributary.jobs.quality.ExperimentChecks;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.quality.QualityThresholds;
import tributary.jobs.quality.Severity;
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
import tributary.jobs.scan.ScanResult;

/** The demo warehouse: the same whatever the partitions, true to its truth, and equal in its three forms. */
class DemoWarehouseTest {
    private static final LocalDate START = LocalDate.of(2026, 1, 5);

    private static ScanResult run(ScanRequest request) {
        return ExperimentScan.run(OpenInput.of(SharedSpark.session(), request.input()), request);
    }

    private static List<ArmAllocation> designs() {
        return DemoExperiment.all().stream()
                .map(e -> ArmAllocation.even(
                        e.name(), e.arms().stream().map(DemoArm::name).toArray(String[]::new)))
                .toList();
    }

    private static Covariate pre(String column) {
        return new Covariate("pre", Measure.sum(column), Duration.ofDays(28), Missing.ZERO);
    }

    @Test
    void threeFormsAgreeAndTellTheTruth(@TempDir Path folder) {
        SparkSession spark = SharedSpark.session();
        DemoWarehouse.write(spark, folder.toString(), 1, 40_000, START, "test");
        ScanRequest wide = new ScanRequest(
                new ExperimentInput.Units(
                        InputTable.delta("units", folder + "/experiment_units"),
                        ExperimentInput.UnitColumns.standard("device"),
                        true),
                designs(),
                List.of(
                        MetricColumns.binary("converted", Measure.sum("converted")),
                        MetricColumns.of("revenue", Measure.sum("revenue")).withCovariates(pre("pre_revenue"))),
                false);
        ScanResult units = run(wide);
        ScanResult facts = run(new ScanRequest(
                new ExperimentInput.Facts(
                        InputTable.delta("exposures", folder + "/exposures"),
                        ExperimentInput.UnitColumns.standard("device"),
                        InputTable.delta("facts", folder + "/metric_facts"),
                        ExperimentInput.FactColumns.standard()),
                designs(),
                List.of(
                        MetricColumns.binary("converted", Measure.any("converted")),
                        MetricColumns.of("revenue", Measure.sum("revenue")).withCovariates(pre("revenue"))),
                false));
        ScanResult daily = run(new ScanRequest(
                new ExperimentInput.Aggregates(
                        InputTable.delta("daily", folder + "/experiment_daily"),
                        ExperimentInput.AggregateColumns.standard(true)),
                designs(),
                wide.metrics(),
                false));
        for (DemoExperiment experiment : DemoExperiment.all()) {
            for (DemoArm arm : experiment.arms()) {
                ArmStatistics one =
                        units.arms(experiment.name(), "revenue", "all").get(arm.name());
                for (ScanResult other : List.of(facts, daily)) {
                    ArmStatistics same =
                            other.arms(experiment.name(), "revenue", "all").get(arm.name());
                    assertThat(same.units()).isEqualTo(one.units());
                    assertThat(same.mean()).isCloseTo(one.mean(), within(1e-12 * one.mean()));
                    assertThat(same.variance()).isCloseTo(one.variance(), within(1e-11 * one.variance()));
                    assertThat(same.all().covariance(0, 1))
                            .isCloseTo(one.all().covariance(0, 1), within(1e-10 * one.variance()));
                }
                ArmStatistics converted =
                        units.arms(experiment.name(), "converted", "all").get(arm.name());
                double truth = DemoExperiment.trueMean(arm, "converted", "all");
                // Five standard errors: 17 arms by two metrics, so a false alarm in fifty thousand seeds.
                assertThat(converted.mean())
                        .isCloseTo(truth, within(5 * Math.sqrt(truth * (1 - truth) / converted.units())));
                double revenue = DemoExperiment.trueMean(arm, "revenue", "all");
                assertThat(one.mean()).isCloseTo(revenue, within(5 * Math.sqrt(one.variance() / one.units())));
            }
        }
        List<QualityCheck> failed = ExperimentChecks.judge(wide, units, QualityThresholds.STANDARD).stream()
                .filter(c -> !c.passed() && c.severity() == Severity.GATE)
                .toList();
        // Its segments' splits fail too, and are warnings where the whole split is a gate.
        assertThat(failed)
                .extracting(QualityCheck::experiment, QualityCheck::check)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("broken_split", "srm"));
    }

    @Test
    void theSameUnitsWhateverThePartitions() {
        SparkSession spark = SharedSpark.session();
        List<Row> one = DemoWarehouse.units(spark, 3, 300, START).collectAsList();
        List<Row> few = spark.range(0, 300, 1, 7)
                .as(org.apache.spark.sql.Encoders.LONG())
                .mapPartitions(DemoWarehouse.drawn(3, START), org.apache.spark.sql.Encoders.row(DemoUnits.SCHEMA))
                .collectAsList();
        assertThat(few).isEqualTo(one);
    }
}
