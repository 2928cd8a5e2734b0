package tributary.jobs.report;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import tributary.jobs.table.FewRows;

/**
 * Density curves of lifts, from histograms that Spark counts over the draws in one pass.
 *
 * <p>A histogram reaches as far around the published interval as a normal density would in four standard deviations;
 * draws beyond are left out of the curve, for a lift relative to a control near zero has no end.
 */
final class Densities {
    private static final int BINS = 128;
    private static final double REACH = 4;
    private static final int CURVES = 2000;
    private static final StructType RANGES = new StructType()
            .add("curve", DataTypes.IntegerType)
            .add("experiment", DataTypes.StringType)
            .add("metric", DataTypes.StringType)
            .add("arm", DataTypes.StringType)
            .add("estimand", DataTypes.StringType)
            .add("lower", DataTypes.DoubleType)
            .add("width", DataTypes.DoubleType);

    private final Map<String, Map<AnalysisReport.Lift, Curve>> byAnalysis;

    private Densities(Map<String, Map<AnalysisReport.Lift, Curve>> byAnalysis) {
        this.byAnalysis = byAnalysis;
    }

    /**
     * The curves of both lifts for everyone.
     *
     * @param draws rows of {@code effect_draws}
     * @param effects rows of {@code effects}, whose intervals say where the draws lie
     */
    static Densities of(SparkSession spark, Dataset<Row> draws, List<ResultRow> effects) {
        List<Row> ranges = new ArrayList<>();
        for (ResultRow e : effects) {
            boolean lift =
                    e.text("estimand").equals("lift_abs") || e.text("estimand").equals("lift_rel");
            double width = e.number("ci_ub") - e.number("ci_lb");
            if (lift && e.text("unit").equals("all") && width > 0 && Double.isFinite(width) && ranges.size() < CURVES) {
                double sd = width / (2 * quantile(e.number("ci_prob")));
                double middle = 0.5 * (e.number("ci_lb") + e.number("ci_ub"));
                ranges.add(RowFactory.create(
                        ranges.size(),
                        e.text("analysis"),
                        e.text("metric"),
                        e.text("arm"),
                        e.text("estimand"),
                        middle - REACH * sd,
                        2 * REACH * sd / BINS));
            }
        }
        if (ranges.isEmpty()) {
            return new Densities(Map.of());
        }
        Dataset<Row> bins = draws.selectExpr(
                        "experiment",
                        "metric",
                        "arm",
                        "stack(2, 'lift_abs', lift_abs, 'lift_rel', lift_rel) AS (estimand, lift)")
                .join(
                        broadcast(spark.createDataFrame(ranges, RANGES)),
                        new String[] {"experiment", "metric", "arm", "estimand"})
                .withColumn(
                        "bin",
                        floor(col("lift").minus(col("lower")).divide(col("width")))
                                .cast("int"))
                .where(col("bin").between(0, BINS - 1))
                .groupBy("curve", "bin")
                .agg(count(lit(1)).as("draws"));
        Map<Integer, long[]> counts = new HashMap<>();
        for (Row row : FewRows.atMost(bins, CURVES * BINS)) {
            counts.computeIfAbsent(row.getInt(0), curve -> new long[BINS])[row.getInt(1)] = row.getLong(2);
        }
        Map<String, Map<AnalysisReport.Lift, Curve>> curves = new HashMap<>();
        counts.forEach((curve, counted) -> {
            Row range = ranges.get(curve);
            curves.computeIfAbsent(range.getString(1), name -> new HashMap<>())
                    .put(
                            new AnalysisReport.Lift(range.getString(2), range.getString(3), range.getString(4)),
                            Curve.ofCounts(range.getDouble(5), range.getDouble(6), counted));
        });
        return new Densities(curves);
    }

    /** Standard deviations from the middle to an end of an interval of this probability, if it were normal. */
    private static double quantile(double probability) {
        double p = probability > 0 && probability < 1 ? probability : 0.94;
        return new NormalDistribution(null, 0, 1).inverseCumulativeProbability(0.5 + p / 2);
    }

    /** The curves of one analysis. */
    Map<AnalysisReport.Lift, Curve> of(String analysis) {
        return byAnalysis.getOrDefault(analysis, Map.of());
    }
}
