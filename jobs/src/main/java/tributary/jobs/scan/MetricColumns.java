package tributary.jobs.scan;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a metric is read from an input: its measure, what counts as missing, capping, covariates.
 *
 * @param name the metric's name in the results
 * @param value the outcome, or the numerator of a ratio metric
 * @param denominator the denominator of a ratio metric; null otherwise
 * @param window how long after exposure facts count (facts only); null for ever
 * @param missing what a unit without a value is
 * @param cap where large values are cut
 * @param covariates pre-period covariates for variance reduction
 * @param binary whether values other than 0 and 1 are errors
 * @param logs whether moments of the logarithm of positive values are wanted (revenue)
 * @param byCluster whether the unit of analysis is the cluster: the ratio of cluster sums to cluster sizes
 */
public record MetricColumns(
        String name,
        Measure value,
        @Nullable Measure denominator,
        @Nullable Duration window,
        Missing missing,
        Cap cap,
        List<Covariate> covariates,
        boolean binary,
        boolean logs,
        boolean byCluster)
        implements Serializable {
    /** What a unit without a value is. */
    public enum Missing {
        /** Left out of this metric. */
        DROP,
        /** Counted with value 0. */
        ZERO,
        /** An error: the quality gate holds the metric back. */
        FAIL
    }

    /** How the limit of large values is found. */
    public enum CapKind {
        /** No limit. */
        NONE,
        /** A given value. */
        VALUE,
        /** A quantile of the metric over all units of an experiment; costs one more light pass. */
        QUANTILE
    }

    /**
     * Where large values are cut.
     *
     * @param kind how the limit is found
     * @param limit the value, or the probability of the quantile; unused for none
     */
    public record Cap(CapKind kind, double limit) implements Serializable {
        /** No capping. */
        public static final Cap NONE = new Cap(CapKind.NONE, 0);
    }

    /**
     * A covariate known before exposure.
     *
     * @param name its name in the results
     * @param value where it comes from
     * @param window how long before exposure facts count (facts only); null for ever
     * @param missing what a unit without it is; zero is usual for new units
     */
    public record Covariate(
            String name, Measure value, @Nullable Duration window, Missing missing) implements Serializable {}

    /** Copies the list and checks what needs no data. */
    public MetricColumns {
        covariates = List.copyOf(covariates);
        if (byCluster && denominator != null) {
            throw new IllegalArgumentException("metric " + name
                    + " is analysed by cluster, whose size is its denominator: it cannot have another");
        }
        if (byCluster && logs) {
            throw new IllegalArgumentException("metric " + name + " is analysed by cluster: it has no log moments");
        }
    }

    /** A plain metric: missing is zero, no cap, no covariates. */
    public static MetricColumns of(String name, Measure value) {
        return new MetricColumns(name, value, null, null, Missing.ZERO, Cap.NONE, List.of(), false, false, false);
    }

    /** A 0/1 metric: missing is zero, no covariates. */
    public static MetricColumns binary(String name, Measure value) {
        return new MetricColumns(name, value, null, null, Missing.ZERO, Cap.NONE, List.of(), true, false, false);
    }

    /** This metric with other covariates. */
    public MetricColumns withCovariates(Covariate... others) {
        return new MetricColumns(
                name, value, denominator, window, missing, cap, List.of(others), binary, logs, byCluster);
    }

    /** This metric with moments of its logarithm. */
    public MetricColumns withLogs() {
        return new MetricColumns(name, value, denominator, window, missing, cap, covariates, binary, true, byCluster);
    }

    /** This metric with another attribution window. */
    public MetricColumns withWindow(Duration other) {
        return new MetricColumns(name, value, denominator, other, missing, cap, covariates, binary, logs, byCluster);
    }

    /** This metric with another missing-value policy. */
    public MetricColumns withMissing(Missing other) {
        return new MetricColumns(name, value, denominator, window, other, cap, covariates, binary, logs, byCluster);
    }

    /** This metric with a cap. */
    public MetricColumns withCap(Cap other) {
        return new MetricColumns(name, value, denominator, window, missing, other, covariates, binary, logs, byCluster);
    }

    /** This metric as the numerator of a ratio. */
    public MetricColumns over(Measure other) {
        return new MetricColumns(name, value, other, window, missing, cap, covariates, binary, logs, byCluster);
    }

    /** This metric with the cluster as its unit of analysis. */
    public MetricColumns clustered() {
        return new MetricColumns(name, value, denominator, window, missing, cap, covariates, binary, logs, true);
    }
}
