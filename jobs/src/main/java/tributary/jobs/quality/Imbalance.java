package tributary.jobs.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.commons.math3.stat.descriptive.StatisticalSummaryValues;
import org.apache.commons.math3.stat.inference.TTest;
import tributary.family.experiment.ArmStatistics;
import tributary.jobs.scan.AnalysisKey;
import tributary.jobs.scan.MetricColumns;
import tributary.stats.CrossProducts;

/**
 * Pre-period imbalance: arms that differ before exposure were not split at random. Welch's t test of each covariate's
 * mean between the first arm in order of name and each other; the least p value, times their number (Bonferroni).
 */
final class Imbalance {
    private static final int ENOUGH = 2;

    private Imbalance() {}

    static List<QualityCheck> checks(
            AnalysisKey key, SortedMap<String, ArmStatistics> arms, MetricColumns metric, QualityThresholds limits) {
        List<QualityCheck> checks = new ArrayList<>();
        int first = metric.denominator() == null ? 1 : 2;
        for (int c = 0; c < metric.covariates().size(); c++) {
            double p = leastPValue(arms, first + c);
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
                    "covariate " + metric.covariates().get(c).name()
                            + " differs between arms before exposure: check the split; adjusted results lean on it"));
        }
        return checks;
    }

    private static double leastPValue(Map<String, ArmStatistics> arms, int column) {
        List<StatisticalSummaryValues> summaries = arms.values().stream()
                .map(ArmStatistics::all)
                .filter(s -> s.count() >= ENOUGH)
                .map(s -> summary(s, column))
                .toList();
        double least = 1;
        for (int i = 1; i < summaries.size(); i++) {
            StatisticalSummaryValues a = summaries.get(0);
            StatisticalSummaryValues b = summaries.get(i);
            double p;
            if (a.getVariance() + b.getVariance() > 0) {
                p = new TTest().tTest(a, b);
            } else {
                p = a.getMean() == b.getMean() ? 1 : 0;
            }
            least = Math.min(least, p);
        }
        return Math.min(1, least * Math.max(1, summaries.size() - 1));
    }

    private static StatisticalSummaryValues summary(CrossProducts stats, int column) {
        // The t test reads mean, variance and count; extremes are not known and not needed.
        return new StatisticalSummaryValues(
                stats.mean(column), stats.variance(column), stats.count(), Double.NaN, Double.NaN, stats.sum(column));
    }
}
