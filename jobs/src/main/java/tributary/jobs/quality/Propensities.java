package tributary.jobs.quality;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import tributary.model.term.TermPrinter;

/**
 * Propensities P(treated | covariates) by a logistic regression of MLlib, whose last digits depend on partitions and feed
 * no draw.
 *
 * <p>Equal rows are counted together where they are few. Of more rows than {@value #SAMPLE} in an arm so many are fitted,
 * chosen by a hash of their content and weighted back; every row is then scored, in one pass (two where levels are asked).
 */
public final class Propensities {
    /** Distinct rows up to which equal rows are counted together first. */
    static final long FEW = 500_000;
    /** Rows of an arm that settle a handful of coefficients to more digits than anybody reads. */
    static final long SAMPLE = 250_000;

    private static final int MOST_LEVELS = 200;
    private static final int ITERATIONS = 50;
    private static final double EXTREME = 0.02;
    private static final long PARTS = 1L << 30;
    private static final String ALL = "all";

    private final Map<String, Column> numbers;
    private final Map<String, Column> categories;
    private final List<Column> by;

    /**
     * What is asked of a table.
     *
     * @param numbers the columns of covariates that are numbers, by name
     * @param categories the columns of covariates that are categories, by name
     * @param by what the effect is asked by; none for everybody
     */
    public Propensities(Map<String, Column> numbers, Map<String, Column> categories, List<Column> by) {
        this.numbers = new LinkedHashMap<>(numbers);
        this.categories = new LinkedHashMap<>(categories);
        this.by = List.copyOf(by);
    }

    /**
     * Measures the overlap; empty if the treatment is not yes or no.
     *
     * @param table any columns, complete
     * @param treatment the name of the treatment
     * @param treated its column, a number
     * @param distinct about how many distinct rows there are
     */
    public Optional<Overlap> overlap(Dataset<Row> table, String treatment, Column treated, long distinct) {
        List<Column> chosen = new ArrayList<>();
        chosen.add(treated.cast("double").as("label"));
        List<String> x = named(numbers.values(), "x", chosen);
        List<String> c = named(categories.values(), "c", chosen);
        List<String> b = named(by, "b", chosen);
        Dataset<Row> rows = table.select(chosen.toArray(Column[]::new));
        Column[] all = Arrays.stream(rows.columns()).map(name -> col(name)).toArray(Column[]::new);
        boolean few = distinct <= FEW;
        rows = few ? rows.groupBy(all).agg(count(lit(1)).cast("double").as("n")) : rows.withColumn("n", lit(1.0));
        Dataset<Row> kept = few ? rows.persist(StorageLevel.MEMORY_AND_DISK()) : rows;
        try {
            return measured(kept, treatment, x, c, b, few, all);
        } finally {
            if (few) {
                kept.unpersist();
            }
        }
    }

    private static List<String> named(Iterable<Column> columns, String prefix, List<Column> chosen) {
        List<String> names = new ArrayList<>();
        for (Column column : columns) {
            names.add(prefix + names.size());
            chosen.add(column.as(names.get(names.size() - 1)));
        }
        return names;
    }

    private Optional<Overlap> measured(
            Dataset<Row> rows,
            String treatment,
            List<String> x,
            List<String> c,
            List<String> b,
            boolean few,
            Column[] all) {
        List<Column> asked = new ArrayList<>();
        asked.add(sum(when(col("label").equalTo(lit(0.0)), col("n")).otherwise(lit(0.0))));
        asked.add(sum(when(col("label").equalTo(lit(1.0)), col("n")).otherwise(lit(0.0))));
        c.forEach(name -> asked.add(approx_count_distinct(col(name))));
        Row kinds =
                rows.agg(sum("n"), asked.toArray(Column[]::new)).collectAsList().get(0);
        if (kinds.isNullAt(0) || kinds.getDouble(1) + kinds.getDouble(2) != kinds.getDouble(0)) {
            return Optional.empty();
        }
        long[] counts = {(long) kinds.getDouble(1), (long) kinds.getDouble(2)};
        List<String> names = new ArrayList<>(numbers.keySet());
        List<String> leftOut = new ArrayList<>();
        List<String> inputs = new ArrayList<>(x);
        List<String> encoded = new ArrayList<>();
        List<String> categoryNames = List.copyOf(categories.keySet());
        for (int k = 0; k < c.size(); k++) {
            long levels = kinds.getLong(3 + k);
            (levels > MOST_LEVELS ? leftOut : names).add(categoryNames.get(k));
            if (levels > 1 && levels <= MOST_LEVELS) {
                encoded.add(c.get(k));
                inputs.add("h" + c.get(k));
            }
        }
        if (counts[0] == 0 || counts[1] == 0) {
            List<PropensityArm> arms = List.of(none(false, counts[0]), none(true, counts[1]));
            return Optional.of(new Overlap(treatment, names, leftOut, arms, List.of()));
        }
        if (inputs.isEmpty()) {
            return Optional.empty();
        }
        Dataset<Row> features = features(rows, inputs, encoded);
        Dataset<Row> scored = new LogisticRegression()
                .setFamily("binomial")
                .setMaxIter(ITERATIONS)
                .setWeightCol("w")
                .fit(few ? features.withColumn("w", col("n")) : sampled(features, counts, all))
                .transform(features)
                .withColumn("p", vector_to_array(col("probability"), "float64").getItem(1));
        return Optional.of(new Overlap(
                treatment, names, leftOut, everybody(scored, counts), b.isEmpty() ? List.of() : levels(scored, b)));
    }

    /** The covariates as one vector, categories as a column for each level but one. */
    private static Dataset<Row> features(Dataset<Row> rows, List<String> inputs, List<String> encoded) {
        List<PipelineStage> stages = new ArrayList<>();
        if (!encoded.isEmpty()) {
            String[] places = encoded.stream().map(name -> "i" + name).toArray(String[]::new);
            stages.add(new StringIndexer()
                    .setInputCols(encoded.toArray(String[]::new))
                    .setOutputCols(places));
            stages.add(new OneHotEncoder()
                    .setInputCols(places)
                    .setOutputCols(encoded.stream().map(name -> "h" + name).toArray(String[]::new)));
        }
        stages.add(new VectorAssembler()
                .setInputCols(inputs.toArray(String[]::new))
                .setOutputCol("features"));
        return new Pipeline()
                .setStages(stages.toArray(PipelineStage[]::new))
                .fit(rows)
                .transform(rows);
    }

    private static PropensityArm none(boolean treated, long rows) {
        return new PropensityArm(ALL, treated, rows, 0, 1);
    }

    /** All rows, or so many of each arm, with the weight that makes them stand for all. */
    private static Dataset<Row> sampled(Dataset<Row> rows, long[] counts, Column[] all) {
        double[] share = Arrays.stream(counts)
                .mapToDouble(count -> Math.min(1, (double) SAMPLE / count))
                .toArray();
        if (share[0] == 1 && share[1] == 1) {
            return rows.withColumn("w", col("n"));
        }
        Column own = when(col("label").equalTo(lit(1.0)), lit(share[1])).otherwise(lit(share[0]));
        Column chosen = pmod(xxhash64(all), lit(PARTS)).lt(own.multiply(lit((double) PARTS)));
        return rows.where(chosen).withColumn("w", lit(1.0).divide(own));
    }

    private static Column weight() {
        return when(col("label").equalTo(lit(1.0)), lit(1.0).divide(col("p")))
                .otherwise(lit(1.0).divide(lit(1.0).minus(col("p"))));
    }

    private static List<PropensityArm> everybody(Dataset<Row> scored, long[] rows) {
        int bins = PropensityArm.BINS;
        Column bin = least(floor(col("p").multiply(lit(bins))), lit(bins - 1L)).cast("int");
        List<Row> found = scored.withColumn("v", weight())
                .groupBy(col("label"), bin.as("bin"))
                .agg(
                        sum("n"),
                        sum(col("n").multiply(col("v"))),
                        sum(col("n").multiply(col("v")).multiply(col("v"))))
                .collectAsList();
        double[][] counts = new double[2][bins];
        double[][] sums = new double[2][2];
        for (Row row : found) {
            int arm = (int) row.getDouble(0);
            counts[arm][row.getInt(1)] += row.getDouble(2);
            sums[arm][0] += row.getDouble(3);
            sums[arm][1] += row.getDouble(4);
        }
        List<PropensityArm> arms = new ArrayList<>();
        for (int arm = 0; arm < 2; arm++) {
            double extreme = 0;
            for (int k = 0; k < bins; k++) {
                boolean middle = k >= EXTREME * bins && k < (1 - EXTREME) * bins;
                extreme += middle ? 0 : counts[arm][k];
            }
            double everybody = (double) rows[0] + rows[1];
            arms.add(new PropensityArm(
                    ALL,
                    arm == 1,
                    rows[arm],
                    share(sums[arm], (double) rows[arm]),
                    extreme / rows[arm],
                    sums[arm][0] / everybody,
                    Math.sqrt(Math.max(0, sums[arm][1] - sums[arm][0])) / everybody,
                    counts[arm]));
        }
        return arms;
    }

    /** Of no finite sum, as where an arm is certain of a row, nothing is left. */
    private static double share(double[] sums, double rows) {
        double share = sums[0] * sums[0] / sums[1] / rows;
        return Double.isFinite(share) ? Math.min(1, share) : 0;
    }

    private static List<PropensityArm> levels(Dataset<Row> scored, List<String> b) {
        List<Column> keys = new ArrayList<>();
        b.forEach(name -> keys.add(col(name)));
        keys.add(col("label"));
        Column middle = col("p").between(lit(EXTREME), lit(1 - EXTREME));
        List<Row> found = scored.withColumn("v", weight())
                .groupBy(keys.toArray(Column[]::new))
                .agg(
                        sum("n"),
                        sum(col("n").multiply(col("v"))),
                        sum(col("n").multiply(col("v")).multiply(col("v"))),
                        sum(when(middle, lit(0.0)).otherwise(col("n"))))
                .limit(2 * MOST_LEVELS)
                .collectAsList();
        TreeMap<String, PropensityArm[]> arms = new TreeMap<>();
        for (Row row : found) {
            List<String> level = new ArrayList<>();
            for (int k = 0; k < b.size(); k++) {
                level.add(row.get(k) instanceof Double number ? TermPrinter.print(number) : String.valueOf(row.get(k)));
            }
            String name = String.join("/", level);
            int at = b.size();
            boolean treated = row.getDouble(at) == 1;
            double rows = row.getDouble(at + 1);
            double[] sums = {row.getDouble(at + 2), row.getDouble(at + 3)};
            PropensityArm[] own = arms.computeIfAbsent(name, n ->
                    new PropensityArm[] {new PropensityArm(n, false, 0, 0, 0), new PropensityArm(n, true, 0, 0, 0)});
            own[treated ? 1 : 0] =
                    new PropensityArm(name, treated, (long) rows, share(sums, rows), row.getDouble(at + 4) / rows);
        }
        return arms.values().stream().flatMap(Arrays::stream).toList();
    }
}
