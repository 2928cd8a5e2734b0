package tributary.jobs.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.descriptive.StatisticalSummaryValues;
import org.apache.commons.math3.stat.inference.TTest;
import tributary.family.experiment.ArmStatistics;
import tributary.jobs.scan.AnalysisKey;
import tributary.jobs.scan.MetricColumns;
import tributary.stats.CrossProducts;

/**
 * Pre-period imbalance: arms that differ before exposure were not split at random. Welch's t test of each covariate's
 * mean between control and each other arm; the least p value, times their number (Bonferroni).
 */
final class Imbalance {
    private static final int ENOUGH = 2;

    private Imbalance() {}

    static List<QualityCheck> checks(
            AnalysisKey key,
            String control,
            SortedMap<String, ArmStatistics> arms,
            MetricColumns metric,
            QualityThresholds limits) {
        List<QualityCheck> checks = new ArrayList<>();
        int first = metric.denominator() == null ? 1 : 2;
        for (int c = 0; c < metric.covariates().size(); c++) {
            int column = first + c;
            double p = leastPValue(control, arms, column);
            SortedMap<String, Double> means = new TreeMap<>();
            arms.forEach((arm, s) ->
                    means.put(arm, s.units() == 0 ? Double.NaN : s.all().mean(column)));
            String name = metric.covariates().get(c).name();
            checks.add(new QualityCheck(
                    "pre_period_imbalance",
                    key.experiment(),
                    key.metric(),
                    null,
                    p,
                    limits.imbalance(),
                    Severity.WARN,
                    p >= limits.imbalance(),
                    arms.values().stream().mapToLong(ArmStatistics::units).sum(),
                    "means of covariate " + name + " before exposure are " + means + ": p = " + p + " against control "
                            + control,
                    "check the split of units; adjusted results lean on it"));
        }
        return checks;
    }

    private static double leastPValue(String control, Map<String, ArmStatistics> arms, int column) {
        ArmStatistics of = arms.get(control);
        if (of == null || of.units() < ENOUGH) {
            return 1;
        }
        StatisticalSummaryValues a = summary(of.all(), column);
        double[] values = arms.entrySet().stream()
                .filter(e -> !e.getKey().equals(control) && e.getValue().units() >= ENOUGH)
                .mapToDouble(e -> pValue(a, summary(e.getValue().all(), column)))
                .toArray();
        return Math.min(
                1, Math.max(1, values.length) * DoubleStream.of(values).min().orElse(1));
    }

    private static double pValue(StatisticalSummaryValues a, StatisticalSummaryValues b) {
        if (a.getVariance() + b.getVariance() > 0) {
            return new TTest().tTest(a, b);
        }
        return a.getMean() == b.getMean() ? 1 : 0;
    }

    private static StatisticalSummaryValues summary(CrossProducts stats, int column) {
        // The t test reads mean, variance and count; extremes are not known and not needed.
        return new StatisticalSummaryValues(
                stats.mean(column), stats.variance(column), stats.count(), Double.NaN, Double.NaN, stats.sum(column));
    }
}
