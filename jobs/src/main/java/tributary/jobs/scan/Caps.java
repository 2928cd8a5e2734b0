package tributary.jobs.scan;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The limits that large outcomes are cut at, by metric.
 *
 * <p>A quantile is taken over all units of an experiment from a histogram of 1024 bins per factor e, and rounded up to
 * the edge of its bin: at most 0.1 % above the exact quantile, and the same for every order of rows. It costs one
 * more pass over the metrics concerned.
 */
final class Caps {
    private static final double BINS_PER_E = 1024;
    private static final long NOT_POSITIVE = Long.MIN_VALUE;

    private final List<Limit> limits;

    /** One metric's limit as an expression; none if null. */
    private record Limit(@Nullable Column expression, double largest) {
        static final Limit NONE = new Limit(null, Double.POSITIVE_INFINITY);
    }

    private Caps(List<Limit> limits) {
        this.limits = limits;
    }

    /** The limits for these metrics. */
    static Caps of(UnitTable table, List<MetricColumns> metrics) {
        List<Limit> limits = new ArrayList<>();
        for (int m = 0; m < metrics.size(); m++) {
            MetricColumns.Cap cap = metrics.get(m).cap();
            limits.add(
                    switch (cap.kind()) {
                        case NONE -> Limit.NONE;
                        case VALUE -> new Limit(lit(cap.limit()), cap.limit());
                        case QUANTILE -> quantiles(table, "v" + m + "_0", cap.limit());
                    });
        }
        return new Caps(limits);
    }

    @Nullable
    Column limit(int metric) {
        return limits.get(metric).expression();
    }

    double largest(int metric) {
        return limits.get(metric).largest();
    }

    private static Limit quantiles(UnitTable table, String column, double probability) {
        Column value = col(column);
        Column bin = when(value.gt(0), floor(log(value).multiply(BINS_PER_E))).otherwise(lit(NOT_POSITIVE));
        Map<String, TreeMap<Long, Long>> histograms = new TreeMap<>();
        List<Row> bins = table.rows()
                .filter(value.isNotNull()
                        .and(value.lt(lit(Double.POSITIVE_INFINITY)))
                        .and(col("experiment").isNotNull()))
                .groupBy(col("experiment"), bin.as("bin"))
                .agg(count(lit(1)))
                .collectAsList();
        for (Row row : bins) {
            histograms.computeIfAbsent(row.getString(0), e -> new TreeMap<>()).put(row.getLong(1), row.getLong(2));
        }
        Column expression = lit(Double.MAX_VALUE);
        double largest = 0;
        for (Map.Entry<String, TreeMap<Long, Long>> entry : histograms.entrySet()) {
            double limit = quantile(entry.getValue(), probability);
            largest = Math.max(largest, limit);
            expression = when(col("experiment").equalTo(lit(entry.getKey())), lit(limit))
                    .otherwise(expression);
        }
        return new Limit(expression, largest);
    }

    private static double quantile(SortedMap<Long, Long> histogram, double probability) {
        long total = histogram.values().stream().mapToLong(Long::longValue).sum();
        long wanted = (long) Math.ceil(probability * total);
        long seen = 0;
        for (Map.Entry<Long, Long> bin : histogram.entrySet()) {
            seen += bin.getValue();
            if (seen >= wanted) {
                return bin.getKey() == NOT_POSITIVE ? 0 : StrictMath.exp((bin.getKey() + 1) / BINS_PER_E);
            }
        }
        return Double.MAX_VALUE;
    }
}
