package tributary.jobs.scan;

import org.jspecify.annotations.Nullable;
import tributary.jobs.JobFailure;
import tributary.jobs.scan.ExperimentInput.AggregateColumns;

/** Refuses the metrics that pre-aggregated sums cannot answer, and says which column or form would. */
final class AggregateFit {
    private AggregateFit() {}

    static void require(MetricColumns metric, AggregateColumns columns) {
        if (metric.logs()) {
            refuse(
                    metric,
                    "moments of the logarithm are wanted",
                    "take amount = normal for its priors, or give rows by unit");
        }
        if (metric.byCluster()) {
            refuse(metric, "it is analysed by cluster", "give rows by unit with a cluster column");
        }
        if (metric.cap().kind() != MetricColumns.CapKind.NONE) {
            refuse(metric, "large values are to be capped", "cap them where the sums are made");
        }
        if (!metric.binary() && columns.sumSquares() == null) {
            refuse(metric, "no column of sums of squares is mapped", "map sum-sq");
        }
        int covariates = metric.covariates().size();
        if (covariates > 1 || (covariates == 1 && metric.denominator() != null)) {
            refuse(metric, "one covariate at most, and none for a ratio, fits in the sums", "give rows by unit");
        }
        if (covariates == 1 && anyNull(columns.preSum(), columns.preSumSquares(), columns.cross())) {
            refuse(metric, "a covariate is wanted", "map pre-sum, pre-sum-sq and cross");
        }
        if (metric.denominator() != null
                && anyNull(columns.denominatorSum(), columns.denominatorSumSquares(), columns.denominatorCross())) {
            refuse(metric, "it is a ratio", "map the denominator's sum, sum-sq and cross");
        }
    }

    private static boolean anyNull(@Nullable String... names) {
        for (String name : names) {
            if (name == null) {
                return true;
            }
        }
        return false;
    }

    private static void refuse(MetricColumns metric, String why, String remedy) {
        throw JobFailure.usage(
                "metric " + JobFailure.quote(metric.name()) + " cannot be read from pre-aggregated sums", why, remedy);
    }
}
