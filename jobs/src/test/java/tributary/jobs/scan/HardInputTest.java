package tributary.jobs.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.family.experiment.ArmStatistics;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.SharedSpark;
import tributary.jobs.quality.ExperimentChecks;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.quality.QualityThresholds;
import tributary.jobs.scan.ExperimentInput.UnitColumns;
import tributary.jobs.scan.MetricColumns.Cap;
import tributary.jobs.scan.MetricColumns.CapKind;
import tributary.jobs.scan.MetricColumns.Missing;

/** Broken values, keys and inputs: counted, left out, or refused with the right exit code. */
class HardInputTest {
    @TempDir
    Path folder;

    private static final String KEYS = "(unit_id, exposed_at, experiment_id, variant_id, country, x, y)";

    private String table(String... rows) {
        Dataset<Row> table = SharedSpark.session()
                .sql("SELECT unit_id, timestamp(exposed_at) exposed_at, experiment_id, variant_id, country, "
                        + "double(x) x, double(y) y FROM VALUES " + String.join(", ", rows) + " AS t" + KEYS);
        String path = folder.resolve("hard").toString();
        table.write().format("delta").save(path);
        return path;
    }

    private static ScanRequest request(String path, boolean unique, boolean dropCrossovers, MetricColumns... metrics) {
        UnitColumns standard = UnitColumns.standard("country");
        UnitColumns columns = new UnitColumns(
                standard.unit(),
                standard.exposedAt(),
                standard.experiment(),
                standard.variant(),
                standard.segments(),
                "country");
        return new ScanRequest(
                new ExperimentInput.Units(InputTable.delta("units", path), columns, unique),
                List.of(ArmAllocation.even("e", "a", "b")),
                List.of(metrics),
                dropCrossovers);
    }

    private static QualityCheck check(List<QualityCheck> checks, String name) {
        return checks.stream().filter(c -> c.check().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void brokenValuesAreCountedAndLeftOut() {
        String path = table(
                "('u1', '2026-01-01', 'e', 'a', 'NL', 2, 1)",
                "('u2', '2026-01-01', 'e', 'a', 'NL', double('NaN'), 1)",
                "('u3', '2026-01-01', 'e', 'a', 'NL', double('Infinity'), 1)",
                "('u4', '2026-01-01', 'e', 'a', 'NL', null, 0)",
                "('u5', '2026-01-01', 'e', 'b', 'NL', -3, 2)",
                "('u6', '2026-01-01', 'e', 'stranger', 'NL', 7, 0)",
                "('u7', '2026-01-01', null, 'b', 'NL', 7, 0)",
                "(null, '2026-01-01', 'e', 'b', 'NL', 7, 0)",
                "('u8', '2026-01-01', 'e', null, 'NL', 7, 0)",
                "('u9', '2026-01-01', 'other', 'a', 'NL', 7, 0)");
        ScanRequest request = request(
                path,
                true,
                false,
                MetricColumns.of("zero", Measure.sum("x")),
                MetricColumns.of("drop", Measure.sum("x")).withMissing(Missing.DROP),
                MetricColumns.binary("binary", Measure.sum("y")));
        ScanResult result = InputFormsTest.run(request);
        assertThat(result.arms("e", "zero", "all").get("a")).isEqualTo(ofValues(2, 0));
        assertThat(result.arms("e", "drop", "all").get("a")).isEqualTo(ofValues(2));
        assertThat(result.arms("e", "zero", "all").get("b")).isEqualTo(ofValues(-3));
        assertThat(result.arms("e", "binary", "country=NL").get("a").positives())
                .isEqualTo(3);
        ExperimentCounts counts = result.experiments().get(0);
        assertThat(counts.metrics().get("zero")).isEqualTo(new MetricCounts(5, 3, 1, 0, 2));
        assertThat(counts.metrics().get("drop")).isEqualTo(new MetricCounts(5, 2, 1, 1, 2));
        assertThat(counts.metrics().get("binary").broken()).isEqualTo(1);
        assertThat(counts.units()).containsEntry("stranger", 1L).containsEntry("a", 4L);
        assertThat(counts.nullKeys()).isEqualTo(2);
        assertThat(result.rowsWithoutExperiment()).isEqualTo(1);
        List<QualityCheck> checks = ExperimentChecks.judge(request, result, QualityThresholds.STANDARD);
        assertThat(check(checks, "not_finite").passed()).isFalse();
        assertThat(check(checks, "null_keys").passed()).isFalse();
        assertThat(check(checks, "unknown_arms").passed()).isFalse();
        assertThat(check(checks, "srm").passed()).isTrue();
        assertThat(check(checks, "segment_size").segment()).isEqualTo("country=NL");
    }

    private static ArmStatistics ofValues(double... values) {
        return ArmStatistics.of(
                tributary.stats.CrossProducts.ofColumn(values),
                java.util.Arrays.stream(values).filter(v -> v > 0).count());
    }

    @Test
    void firstExposureCountsAndCrossoversAreSeen() {
        String path = table(
                "('u1', '2026-01-02', 'e', 'b', 'NL', 9, 1)",
                "('u1', '2026-01-01', 'e', 'a', 'DE', 1, 1)",
                "('u1', '2026-01-03', 'e', 'a', 'NL', 8, 1)",
                "('u2', '2026-01-01', 'e', 'a', 'NL', 2, 1)",
                "('u2', null, 'e', 'a', 'NL', 77, 1)",
                "('u3', '2026-01-01', 'e', 'b', 'NL', 3, 1)",
                "(null, '2026-01-01', 'e', 'b', 'NL', 3, 1)");
        MetricColumns metric = MetricColumns.of("x", Measure.sum("x"));
        ScanResult kept = InputFormsTest.run(request(path, false, false, metric));
        assertThat(kept.arms("e", "x", "all").get("a")).isEqualTo(ofValues(1, 2));
        assertThat(kept.arms("e", "x", "country=DE").get("a")).isEqualTo(ofValues(1));
        assertThat(kept.arms("e", "x", "country=DE").get("b").units()).isZero();
        ExperimentCounts counts = kept.experiments().get(0);
        assertThat(counts.crossovers()).isEqualTo(1);
        assertThat(counts.repeated()).isEqualTo(2);
        assertThat(counts.nullKeys()).isEqualTo(1);
        ScanResult dropped = InputFormsTest.run(request(path, false, true, metric));
        assertThat(dropped.arms("e", "x", "all").get("a")).isEqualTo(ofValues(2));
        List<QualityCheck> checks =
                ExperimentChecks.judge(request(path, false, false, metric), kept, QualityThresholds.STANDARD);
        assertThat(check(checks, "crossovers").passed()).isFalse();
        assertThat(check(checks, "crossovers").holdsBack("e", "x", "all")).isTrue();
    }

    @Test
    void ratiosLogsCapsScalesAndClusters() {
        String path = table(
                "('u1', '2026-01-01', 'e', 'a', 'k1', 1, 10)",
                "('u2', '2026-01-01', 'e', 'a', 'k1', 2, 20)",
                "('u3', '2026-01-01', 'e', 'a', 'k2', 5, 40)",
                "('u4', '2026-01-01', 'e', 'a', 'k3', 0, 80)",
                "('u5', '2026-01-01', 'e', 'b', 'k1', 100, 1)");
        MetricColumns x = MetricColumns.of("x", Measure.sum("x"));
        ScanResult result = InputFormsTest.run(request(
                path,
                true,
                false,
                renamed("ratio", x.over(Measure.sum("y"))),
                renamed("log", x.withLogs()),
                renamed("capped", x.withCap(new Cap(CapKind.VALUE, 3))),
                renamed("quantile", x.withCap(new Cap(CapKind.QUANTILE, 0.8))),
                renamed(
                        "cents",
                        new MetricColumns(
                                "cents",
                                new Measure("x", Measure.Aggregation.SUM, 0.5),
                                null,
                                null,
                                Missing.ZERO,
                                Cap.NONE,
                                List.of(),
                                false,
                                false,
                                false)),
                renamed("clustered", x.clustered())));
        assertThat(result.arms("e", "ratio", "all").get("a").all())
                .isEqualTo(tributary.stats.CrossProducts.of(new double[][] {{1, 10}, {2, 20}, {5, 40}, {0, 80}}, 2));
        ArmStatistics log = result.arms("e", "log", "all").get("a");
        assertThat(log.positives()).isEqualTo(3);
        assertThat(log.logPositive().mean(0)).isCloseTo(Math.log(10) / 3, within(1e-14));
        assertThat(log.logPositive().variance(0))
                .isCloseTo(
                        ArmStatistics.ofRows(new double[][] {{1}, {2}, {5}}, 1)
                                .logPositive()
                                .variance(0),
                        within(1e-13));
        assertThat(result.arms("e", "capped", "all").get("a")).isEqualTo(ofValues(1, 2, 3, 0));
        assertThat(result.arms("e", "quantile", "all").get("b").mean()).isCloseTo(5, within(0.006));
        assertThat(result.arms("e", "cents", "all").get("a")).isEqualTo(ofValues(0.5, 1, 2.5, 0));
        assertThat(result.arms("e", "clustered", "all").get("a").all())
                .isEqualTo(tributary.stats.CrossProducts.of(new double[][] {{3, 2}, {5, 1}, {0, 1}}, 2));
        assertThat(result.arms("e", "clustered", "country=k1").get("a").units()).isEqualTo(1);
    }

    private static MetricColumns renamed(String name, MetricColumns m) {
        return new MetricColumns(
                name,
                m.value(),
                m.denominator(),
                m.window(),
                m.missing(),
                m.cap(),
                m.covariates(),
                m.binary(),
                m.logs(),
                m.byCluster());
    }

    @Test
    void whatCannotBeReadIsRefusedWithItsExitCode() throws IOException {
        String path = table("('u1', '2026-01-01', 'e', 'a', 'NL', 1, 1)");
        expect(
                ExitCode.USAGE,
                "lacks the column",
                request(path, true, false, MetricColumns.of("m", Measure.sum("z\"; --"))));
        expect(ExitCode.USAGE, "wrong type", request(path, true, false, MetricColumns.of("m", Measure.sum("country"))));
        MetricColumns x = MetricColumns.of("m", Measure.sum("x"));
        expect(ExitCode.INPUT_ABSENT, "absent", request(folder + "/nowhere", true, false, x));
        Files.createDirectory(folder.resolve("plain"));
        expect(ExitCode.INPUT_ABSENT, "not a Delta table", request(folder + "/plain", true, false, x));
        SharedSpark.session()
                .read()
                .format("delta")
                .load(path)
                .limit(0)
                .write()
                .format("delta")
                .save(folder + "/empty");
        expect(ExitCode.INPUT_ABSENT, "empty", request(folder + "/empty", true, false, x));
        try (Stream<Path> log = Files.list(folder.resolve("empty/_delta_log"))) {
            for (Path file : log.filter(f -> f.toString().endsWith(".json")).toList()) {
                Files.writeString(file, "{not json");
            }
        }
        try (Stream<Path> log = Files.list(folder.resolve("empty/_delta_log"))) {
            for (Path file : log.filter(f -> f.toString().endsWith(".crc")).toList()) {
                Files.delete(file);
            }
        }
        org.apache.spark.sql.delta.DeltaLog.clearCache();
        expect(ExitCode.UNEXPECTED, "cannot be read", request(folder + "/empty", true, false, x));
    }

    @Test
    void csvNeedsASchemaAndIsReadByIt() throws IOException {
        Path csv = Files.writeString(folder.resolve("units.csv"), "unit_id,variant_id,x\nu1,a,1.5\nu2,b,2\nu3,a,\n");
        UnitColumns columns = new UnitColumns("unit_id", null, null, "variant_id", List.of(), null);
        MetricColumns x = MetricColumns.of("x", Measure.sum("x")).withMissing(Missing.DROP);
        List<ArmAllocation> designs = List.of(ArmAllocation.even("only", "a", "b"));
        InputTable table = InputTable.csv("units", csv.toString(), "unit_id STRING, variant_id STRING, x DOUBLE");
        ScanResult result = InputFormsTest.run(
                new ScanRequest(new ExperimentInput.Units(table, columns, true), designs, List.of(x), false));
        assertThat(result.arms("only", "x", "all").get("a")).isEqualTo(ofValues(1.5));
        InputTable bad = InputTable.csv("units", csv.toString(), "unit_id NONSENSE(");
        expect(
                ExitCode.USAGE,
                "schema",
                new ScanRequest(new ExperimentInput.Units(bad, columns, true), designs, List.of(x), false));
    }

    private static void expect(ExitCode code, String words, ScanRequest request) {
        assertThatThrownBy(() -> InputFormsTest.run(request))
                .isInstanceOfSatisfying(
                        JobFailure.class,
                        f -> assertThat(f.exitCode()).as(f.getMessage()).isEqualTo(code))
                .hasMessageContaining(words);
    }
}
