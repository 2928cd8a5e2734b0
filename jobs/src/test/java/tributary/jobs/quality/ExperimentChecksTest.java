package tributary.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;
import tributary.family.experiment.ArmStatistics;
import tributary.jobs.scan.AnalysisKey;
import tributary.jobs.scan.ArmAllocation;
import tributary.jobs.scan.ExperimentCounts;
import tributary.jobs.scan.ExperimentInput;
import tributary.jobs.scan.InputTable;
import tributary.jobs.scan.Measure;
import tributary.jobs.scan.MetricColumns;
import tributary.jobs.scan.MetricCounts;
import tributary.jobs.scan.ScanRequest;
import tributary.jobs.scan.ScanResult;

/** Checks judged from counts and statistics alone: shares of the design, arms compared with control, words that help. */
class ExperimentChecksTest {
    private static final List<String> ARMS = List.of("old", "alpha", "beta");
    private static final MetricColumns SPEND = MetricColumns.of("spend", Measure.sum("amount"))
            .withCovariates(
                    new MetricColumns.Covariate("before", Measure.sum("before"), null, MetricColumns.Missing.ZERO));

    @Test
    void theSplitIsTestedAgainstTheSharesOfTheDesign() {
        SortedMap<String, Long> units = new TreeMap<>(Map.of("old", 8020L, "alpha", 1010L, "beta", 970L));
        QualityCheck asMeant = check(judged(List.of(0.8, 0.1, 0.1), List.of(), units, 0, 0), "srm");
        // Pearson's statistic by hand: (20)^2/8000 + (10)^2/1000 + (-30)^2/1000.
        double statistic = 400 / 8000.0 + 100 / 1000.0 + 900 / 1000.0;
        assertThat(asMeant.observed())
                .isCloseTo(1 - new ChiSquaredDistribution(2).cumulativeProbability(statistic), within(1e-12));
        assertThat(asMeant.passed()).isTrue();
        QualityCheck even = check(judged(List.of(1 / 3.0, 1 / 3.0, 1 / 3.0), List.of(), units, 0, 0), "srm");
        assertThat(even.passed()).isFalse();
        assertThat(even.words()).contains("srm failed; cause:", "old=8020", "remedy:", "experiments.e.shares");
    }

    @Test
    void aSplitThatIsBrokenInOneSegmentIsSeenThereThoughTheWholeIsSound() {
        List<Double> even = List.of(1 / 3.0, 1 / 3.0, 1 / 3.0);
        SortedMap<String, SortedMap<String, Long>> segments = new TreeMap<>(Map.of(
                "country=NL", new TreeMap<>(Map.of("old", 1200L, "alpha", 800L, "beta", 1000L)),
                "country=DE", new TreeMap<>(Map.of("old", 800L, "alpha", 1200L, "beta", 1000L)),
                "country=FR", new TreeMap<>(Map.of("old", 1000L, "alpha", 1050L, "beta", 1000L)),
                "country=LI", new TreeMap<>(Map.of("old", 9L, "alpha", 1L))));
        SortedMap<String, Long> sound = new TreeMap<>(Map.of("old", 3000L, "alpha", 3050L, "beta", 3000L));
        List<QualityCheck> found = judged(even, List.of(), sound, segments, 0, 0).stream()
                .filter(c -> c.check().equals("srm") && c.segment() != null)
                .toList();
        assertThat(found)
                .as("too few units in one of them for the test")
                .extracting(QualityCheck::segment)
                .containsExactly("country=DE", "country=FR", "country=NL");
        assertThat(found).extracting(QualityCheck::passed).containsExactly(false, true, false);
        assertThat(found).allSatisfy(c -> {
            assertThat(c.severity()).isEqualTo(Severity.GATE);
            assertThat(c.threshold()).isCloseTo(0.001 / 3, within(1e-18));
        });
        // 40,000 / 1000 twice: exp(-statistic / 2) is the tail of two degrees of freedom.
        assertThat(found.get(0).observed()).isCloseTo(StrictMath.exp(-40), within(1e-12 * StrictMath.exp(-40)));
        SortedMap<String, Long> broken = new TreeMap<>(Map.of("old", 4000L, "alpha", 2000L, "beta", 3000L));
        assertThat(judged(even, List.of(), broken, segments, 0, 0))
                .filteredOn(c -> c.check().equals("srm") && c.segment() != null)
                .allSatisfy(c -> assertThat(c.severity()).isEqualTo(Severity.WARN));
    }

    @Test
    void unknownVariantsAreAGateUnlessTheyAreIgnored() {
        SortedMap<String, Long> units =
                new TreeMap<>(Map.of("old", 1000L, "alpha", 1000L, "beta", 1000L, "stopped", 1L, "stray", 2L));
        List<Double> shares = List.of(1 / 3.0, 1 / 3.0, 1 / 3.0);
        QualityCheck strict = check(judged(shares, List.of(), units, 0, 0), "unknown_arms");
        assertThat(strict.passed()).isFalse();
        assertThat(strict.severity()).isEqualTo(Severity.GATE);
        assertThat(strict.words()).contains("{stopped=1, stray=2} of column \"variant_id\"", ".ignored-arms");
        assertThat(check(judged(shares, List.of("stopped", "stray"), units, 0, 0), "unknown_arms")
                        .passed())
                .isTrue();
        assertThat(check(judged(shares, List.of("stopped"), units, 0, 0), "unknown_arms")
                        .rowsAffected())
                .isEqualTo(2);
    }

    @Test
    void armsAreComparedWithControlBeforeExposure() {
        SortedMap<String, Long> units = new TreeMap<>(Map.of("old", 400L, "alpha", 400L, "beta", 400L));
        List<Double> shares = List.of(1 / 3.0, 1 / 3.0, 1 / 3.0);
        // Alpha and beta stand on either side of control, each within its noise, but not within each other's.
        QualityCheck apart = check(judged(shares, List.of(), units, 0.18, -0.18), "pre_period_imbalance");
        assertThat(apart.passed()).isTrue();
        QualityCheck off = check(judged(shares, List.of(), units, 0, 0.5), "pre_period_imbalance");
        assertThat(off.passed()).isFalse();
        assertThat(off.words()).contains("covariate before", "against control old");
        assertThat(apart.observed()).isGreaterThan(0.01);
    }

    @Test
    void brokenValuesAreNamedWithTableColumnAndExample() {
        SortedMap<String, Long> units = new TreeMap<>(Map.of("old", 400L, "alpha", 400L, "beta", 400L));
        QualityCheck broken = check(judged(List.of(0.4, 0.3, 0.3), List.of(), units, 0, 0), "not_finite");
        assertThat(broken.words())
                .isEqualTo("not_finite of spend failed; cause: 3 of 1200 values of column \"amount\" of input units are"
                        + " NaN, infinite or beyond 1e50 in size; for example NaN; remedy: they are left out: repair the"
                        + " column, or map another by metrics.spend.source");
    }

    private static QualityCheck check(List<QualityCheck> checks, String name) {
        return checks.stream().filter(c -> c.check().equals(name)).findFirst().orElseThrow();
    }

    private static List<QualityCheck> judged(
            List<Double> shares, List<String> ignored, SortedMap<String, Long> units, double alpha, double beta) {
        return judged(shares, ignored, units, new TreeMap<>(), alpha, beta);
    }

    private static List<QualityCheck> judged(
            List<Double> shares,
            List<String> ignored,
            SortedMap<String, Long> units,
            SortedMap<String, SortedMap<String, Long>> segments,
            double alpha,
            double beta) {
        ScanRequest request = new ScanRequest(
                new ExperimentInput.Units(
                        InputTable.delta("units", "somewhere"), ExperimentInput.UnitColumns.standard(), true),
                List.of(new ArmAllocation("e", ARMS, shares, ignored)),
                List.of(SPEND),
                false);
        SortedMap<String, ArmStatistics> arms =
                new TreeMap<>(Map.of("old", before(0), "alpha", before(alpha), "beta", before(beta)));
        SortedMap<AnalysisKey, SortedMap<String, ArmStatistics>> analyses =
                new TreeMap<>(Map.of(new AnalysisKey("e", "spend", "all"), arms));
        ExperimentCounts counts = new ExperimentCounts(
                "e", units, segments, 0, false, 0, 0, 0, 0, Map.of("spend", new MetricCounts(1200, 1197, 0, 0, 3)));
        ScanResult result = new ScanResult(
                analyses, List.of(counts), 0, List.of(), "print", Map.of(new AnalysisKey("e", "spend", "all"), "NaN"));
        return ExperimentChecks.judge(request, result, QualityThresholds.STANDARD);
    }

    /** 400 units whose covariate has this mean and a standard deviation of about 1. */
    private static ArmStatistics before(double mean) {
        double[][] rows = new double[400][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {i % 7, mean + (i % 2 == 0 ? 1 : -1)};
        }
        return ArmStatistics.ofRows(rows, 2);
    }
}
