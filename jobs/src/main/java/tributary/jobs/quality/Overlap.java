package tributary.jobs.quality;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Overlap of the rows with and without a treatment, by their propensities: P(treated | covariates) from a logistic
 * regression of MLlib, whose last digits depend on partitions and feed no draw.
 *
 * @param treatment the treatment
 * @param covariates what it was regressed on
 * @param rows all rows
 * @param treated the share treated
 * @param untreatedQuantiles the 1, 25, 50, 75 and 99 % quantiles of the propensity among the untreated
 * @param treatedQuantiles the same among the treated
 * @param extreme the share of rows with a propensity below .02 or above .98
 * @param effectiveShare the least share over the two arms that the effective sample size is of an arm's rows, when each is
 *     weighted to stand for everybody
 */
public record Overlap(
        String treatment,
        List<String> covariates,
        long rows,
        double treated,
        List<Double> untreatedQuantiles,
        List<Double> treatedQuantiles,
        double extreme,
        double effectiveShare) {
    /** Below this effective share an answer stands on few rows. */
    public static final double ENOUGH = 0.25;

    private static final double[] PROBABILITIES = {0.01, 0.25, 0.5, 0.75, 0.99};
    private static final double QUANTILE_ERROR = 0.001;
    private static final double EXTREME = 0.02;

    /** Copies its lists. */
    public Overlap {
        covariates = List.copyOf(covariates);
        untreatedQuantiles = List.copyOf(untreatedQuantiles);
        treatedQuantiles = List.copyOf(treatedQuantiles);
    }

    /**
     * Measures the overlap; empty if the treatment is not yes or no, or all rows have the same.
     *
     * @param table any columns
     * @param treatment the column of the treatment, a number
     * @param columns the columns of the covariates, numbers, by name
     */
    public static Optional<Overlap> of(
            Dataset<Row> table, String treatment, Column treatmentColumn, Map<String, Column> columns) {
        List<Column> chosen = new ArrayList<>();
        List<String> inputs = new ArrayList<>();
        chosen.add(treatmentColumn.cast("double").as("label"));
        columns.values().forEach(column -> {
            inputs.add("x" + inputs.size());
            chosen.add(column.cast("double").as(inputs.get(inputs.size() - 1)));
        });
        Dataset<Row> rows = table.select(chosen.toArray(Column[]::new)).na().drop();
        Row kinds = rows.agg(
                        count(lit(1)),
                        sum(when(col("label").equalTo(lit(1.0)), lit(1L)).otherwise(lit(0L))),
                        sum(when(col("label").equalTo(lit(0.0)), lit(1L)).otherwise(lit(0L))))
                .collectAsList()
                .get(0);
        long all = kinds.getLong(0);
        if (all == 0 || kinds.getLong(1) + kinds.getLong(2) != all || kinds.getLong(1) == 0 || kinds.getLong(2) == 0) {
            return Optional.empty();
        }
        Dataset<Row> features = new VectorAssembler()
                .setInputCols(inputs.toArray(String[]::new))
                .setOutputCol("features")
                .transform(rows);
        LogisticRegressionModel model = new LogisticRegression().setMaxIter(50).fit(features);
        Column probability = udf((UDF1<Vector, Double>) v -> v.apply(1), DataTypes.DoubleType)
                .apply(col("probability"));
        Dataset<Row> scored = model.transform(features).select(col("label"), probability.as("p"));
        Column weight = when(col("label").equalTo(lit(1.0)), lit(1.0).divide(col("p")))
                .otherwise(lit(1.0).divide(lit(1.0).minus(col("p"))));
        List<Row> arms = scored.withColumn("w", weight)
                .groupBy("label")
                .agg(
                        count(lit(1)),
                        sum("w"),
                        sum(col("w").multiply(col("w"))),
                        avg(when(col("p").between(lit(EXTREME), lit(1 - EXTREME)), lit(0.0))
                                .otherwise(lit(1.0))))
                .orderBy("label")
                .collectAsList();
        double least = 1;
        double extreme = 0;
        for (Row arm : arms) {
            double share = arm.getDouble(2) * arm.getDouble(2) / arm.getDouble(3) / arm.getLong(1);
            least = Math.min(least, Double.isFinite(share) ? share : 0);
            extreme += arm.getDouble(4) * arm.getLong(1) / all;
        }
        return Optional.of(new Overlap(
                treatment,
                List.copyOf(columns.keySet()),
                all,
                (double) kinds.getLong(1) / all,
                quantiles(scored, 0),
                quantiles(scored, 1),
                extreme,
                least));
    }

    private static List<Double> quantiles(Dataset<Row> scored, double label) {
        double[] found = scored.where(col("label").equalTo(lit(label)))
                .stat()
                .approxQuantile("p", PROBABILITIES, QUANTILE_ERROR);
        return java.util.Arrays.stream(found).boxed().toList();
    }

    /** Whether enough rows of each arm could have been of the other. */
    public boolean passed() {
        return effectiveShare >= ENOUGH;
    }

    /** What was found, in words. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "propensities of %s given %s: untreated %s, treated %s at their 1, 25, 50, 75 and 99 %% quantiles; %.2f %% "
                        + "of rows below .02 or above .98; weighted to stand for everybody, an arm is worth %.1f %% of its rows",
                treatment,
                String.join(", ", covariates),
                shown(untreatedQuantiles),
                shown(treatedQuantiles),
                100 * extreme,
                100 * effectiveShare);
    }

    private static String shown(List<Double> quantiles) {
        return quantiles.stream()
                .map(q -> String.format(Locale.ROOT, "%.3f", q))
                .toList()
                .toString();
    }
}
