package tributary.jobs.report;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile_approx;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import tributary.jobs.table.FewRows;

/**
 * Density curves of lifts, from histograms that Spark counts over the draws.
 *
 * <p>The few most extreme draws (one in a thousand on either side) are left out, for a lift relative to a control
 * near zero has no end.
 */
final class Densities {
    private static final int BINS = 96;
    private static final double TAIL = 0.001;
    private static final int CURVES = 2000;

    private final Map<String, Map<AnalysisReport.Lift, Curve>> byAnalysis;

    private Densities(Map<String, Map<AnalysisReport.Lift, Curve>> byAnalysis) {
        this.byAnalysis = byAnalysis;
    }

    /** The curves of both lifts in rows of {@code effect_draws}. */
    static Densities of(Dataset<Row> draws) {
        String[] key = {"experiment", "metric", "arm", "estimand"};
        Dataset<Row> lifts = lift(draws, "lift_abs").unionByName(lift(draws, "lift_rel"));
        Dataset<Row> ranges = lifts.groupBy(col("experiment"), col("metric"), col("arm"), col("estimand"))
                .agg(percentile_approx(col("lift"), array(lit(TAIL), lit(1 - TAIL)), lit(10_000))
                        .as("ends"))
                .select(
                        col("experiment"),
                        col("metric"),
                        col("arm"),
                        col("estimand"),
                        col("ends").getItem(0).as("lower"),
                        col("ends")
                                .getItem(1)
                                .minus(col("ends").getItem(0))
                                .divide(BINS)
                                .as("width"))
                .where("width > 0")
                .limit(CURVES);
        Dataset<Row> bins = lifts.join(ranges, key)
                .withColumn(
                        "bin",
                        floor(col("lift").minus(col("lower")).divide(col("width")))
                                .cast("int"))
                .where(col("bin").between(0, BINS))
                .groupBy("experiment", "metric", "arm", "estimand", "lower", "width", "bin")
                .agg(count(lit(1)).as("draws"));
        Map<String, Map<AnalysisReport.Lift, Histogram>> histograms = new HashMap<>();
        for (Row row : FewRows.atMost(bins, CURVES * (BINS + 1))) {
            AnalysisReport.Lift lift = new AnalysisReport.Lift(row.getString(1), row.getString(2), row.getString(3));
            Histogram histogram = histograms
                    .computeIfAbsent(row.getString(0), name -> new HashMap<>())
                    .computeIfAbsent(lift, l -> new Histogram(row.getDouble(4), row.getDouble(5)));
            histogram.counts[Math.min(row.getInt(6), BINS - 1)] += row.getLong(7);
        }
        Map<String, Map<AnalysisReport.Lift, Curve>> curves = new HashMap<>();
        histograms.forEach((name, lifted) -> {
            Map<AnalysisReport.Lift, Curve> own = new HashMap<>();
            lifted.forEach((lift, h) -> own.put(lift, Curve.ofCounts(h.lower, h.width, h.counts)));
            curves.put(name, own);
        });
        return new Densities(curves);
    }

    /** The curves of one analysis. */
    Map<AnalysisReport.Lift, Curve> of(String analysis) {
        return byAnalysis.getOrDefault(analysis, Map.of());
    }

    private static Dataset<Row> lift(Dataset<Row> draws, String estimand) {
        return draws.where(col(estimand).isNotNull())
                .select(
                        col("experiment"),
                        col("metric"),
                        col("arm"),
                        lit(estimand).as("estimand"),
                        col(estimand).as("lift"));
    }

    /** Counts in even bins, being filled. */
    private static final class Histogram {
        private final double lower;
        private final double width;
        private final long[] counts = new long[BINS];

        Histogram(double lower, double width) {
            this.lower = lower;
            this.width = width;
        }
    }
}
