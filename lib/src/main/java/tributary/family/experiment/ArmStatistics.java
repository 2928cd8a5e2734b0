package tributary.family.experiment;

import java.io.Serializable;
import tributary.stats.CrossProducts;

/**
 * All that an analysis needs of the rows of one arm: mergeable, exact, small.
 *
 * @param units number of units; those with a missing outcome that the metric's policy dropped are not counted
 * @param all cross-products over (outcome, denominator if the metric is a ratio, pre-period covariates...)
 * @param positives exact number of units with an outcome above zero; the successes of a binary metric
 * @param logPositive cross-products over the logarithm of the positive outcomes (one column); empty where the metric
 *     is not revenue
 */
public record ArmStatistics(long units, CrossProducts all, long positives, CrossProducts logPositive)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public ArmStatistics {
        if (units != all.count()) {
            throw new IllegalArgumentException("units (" + units + ") and cross-products (" + all.count() + ") differ");
        }
        if (positives < 0 || positives > units) {
            throw new IllegalArgumentException("positives must lie in 0.." + units + ", are " + positives);
        }
        if (logPositive.dimension() != 1 || (logPositive.count() != 0 && logPositive.count() != positives)) {
            throw new IllegalArgumentException("log outcomes must be one column of the " + positives + " positives");
        }
    }

    /** Of a binary outcome. */
    public static ArmStatistics binary(long units, long successes) {
        double rate = units == 0 ? 0 : (double) successes / units;
        // n p (1 - p) without the cancellation of n p - n p^2.
        double squares = units == 0 ? 0 : (double) successes * (units - successes) / units;
        return of(CrossProducts.ofMoments(units, new double[] {rate}, new double[][] {{squares}}), successes);
    }

    /** Of any outcome without logarithms. */
    public static ArmStatistics of(CrossProducts all, long positives) {
        return new ArmStatistics(all.count(), all, positives, CrossProducts.empty(1));
    }

    /** Of raw rows: for tests and small tables. */
    public static ArmStatistics ofRows(double[][] rows, int columns) {
        double[] logs = java.util.Arrays.stream(rows)
                .mapToDouble(row -> row[0])
                .filter(outcome -> outcome > 0)
                .map(StrictMath::log)
                .toArray();
        return new ArmStatistics(
                rows.length, CrossProducts.of(rows, columns), logs.length, CrossProducts.ofColumn(logs));
    }

    /** Both sets of units together. */
    public ArmStatistics merge(ArmStatistics other) {
        return new ArmStatistics(
                Math.addExact(units, other.units),
                all.merge(other.all),
                Math.addExact(positives, other.positives),
                logPositive.merge(other.logPositive));
    }

    /** The outcome's mean. */
    public double mean() {
        return all.mean(0);
    }

    /** The outcome's unbiased variance. */
    public double variance() {
        return all.variance(0);
    }
}
