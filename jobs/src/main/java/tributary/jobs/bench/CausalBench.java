package tributary.jobs.bench;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.jobs.causal.CausalJob;
import tributary.jobs.run.RunFrame;
import tributary.jobs.run.RunReport;
import tributary.jobs.run.RunRequest;
import tributary.jobs.run.Session;
import tributary.jobs.table.FewRows;

/**
 * The {@code causal} command from conf to commit on rows that no linear formula answers: a logistic outcome with a
 * confounded treatment, asked for its average effect by g-computation, once with discrete covariates (distinct cells on
 * one machine) and once with continuous ones (sampled in shards, certified, and evaluated at every draw).
 *
 * <p>The baseline, in the same session, is what an engineer would write: MLlib's logistic regression and the mean
 * difference of its predictions, one number without an interval. Arguments: a folder for tables and results, the number
 * of rows. The last line of standard output is one JSON object: seconds of each command and of its baseline, where they
 * went, the share of overlap and empty cells, the effect with posterior deviation and Monte Carlo error, and the effect
 * of the equation that made the rows, averaged over them.
 */
public final class CausalBench {
    private static final Logger LOG = LoggerFactory.getLogger(CausalBench.class);
    private static final double STEPS = 1L << 40;
    private static final String SUPPORT = "overlap and empty cells";
    private static final String MODEL = """
            row t, a, b, c, y
            i, e, f, g, h ~ normal(0, 2)
            y ~ bernoulli_logit(i + e * t + f * a + g * b + h * c)
            estimands { ate = "E[y | do(t = 1)] - E[y | do(t = 0)]" }
            """;
    private static final String CONF = """
            run { results = "%s/causal-results", seed = 1 }
            model { file = "%s/causal.model", name = %s }
            input { rows { path = "%s" } }
            """;

    private CausalBench() {}

    /** Runs both. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        long rows = Long.parseLong(arguments[1]);
        SparkSession spark = SparkSession.builder().appName("tributary-bench").getOrCreate();
        Files.writeString(folder.resolve("causal.model"), MODEL);
        StringBuilder json = new StringBuilder("{\"rows\":" + rows);
        Timeline timeline = new Timeline(spark);
        try (Session session = new Session("tributary-bench")) {
            // A small run first, so that neither side pays for loading classes.
            measure(session, spark, folder, "warmup", Math.min(rows, 20_000), true, timeline);
            json.append(measure(session, spark, folder, "cells", rows, true, timeline));
            json.append(measure(session, spark, folder, "consensus", rows, false, timeline));
        }
        System.out.println(json.append('}'));
    }

    private static String measure(
            Session session,
            SparkSession spark,
            Path folder,
            String name,
            long rows,
            boolean discrete,
            Timeline timeline)
            throws IOException {
        String table = folder.resolve("causal-" + name + "-" + rows).toString();
        if (!Files.exists(Path.of(table).resolve("_delta_log"))) {
            made(spark, rows, discrete).write().format("delta").save(table);
        }
        Dataset<Row> all = spark.read().format("delta").load(table);
        double truth = FewRows.atMost(
                        all.select(avg(logistic(col("s").plus(0.4)).minus(logistic(col("s"))))), 1)
                .get(0)
                .getDouble(0);
        long begin = System.nanoTime();
        double plain = plain(spark.read().format("delta").load(table));
        double baseline = (System.nanoTime() - begin) / 1e9;
        timeline.begin();
        begin = System.nanoTime();
        String id = run(session, folder, name, table);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Row effect = FewRows.atMost(
                        spark.read()
                                .format("delta")
                                .load(folder + "/causal-results/effects")
                                .where(col("run_id")
                                        .equalTo(id)
                                        .and(col("estimand").equalTo("ate")))
                                .select("mean", "sd", "mcse_mean", "status", "path"),
                        1)
                .get(0);
        LOG.warn("{}: {} s, baseline {} s", name, seconds, baseline);
        return String.format(
                Locale.ROOT,
                ",\"%1$s_seconds\":%2$.3f,\"%1$s_baseline_seconds\":%3$.3f,\"%1$s_ratio\":%4$.2f,"
                        + "\"%1$s_support_seconds\":%5$.2f,\"%1$s_path\":\"%6$s\",\"%1$s_status\":\"%7$s\","
                        + "\"%1$s_effect\":%8$.6f,\"%1$s_sd\":%9$.6f,\"%1$s_error\":%10$.7f,"
                        + "\"%1$s_baseline_effect\":%11$.6f,\"%1$s_truth\":%12$.6f,\"%1$s_stations\":%13$s",
                name,
                seconds,
                baseline,
                seconds / baseline,
                timeline.seconds(SUPPORT),
                effect.getString(4),
                effect.getString(3),
                effect.getDouble(0),
                effect.getDouble(1),
                effect.getDouble(2),
                plain,
                truth,
                timeline.json());
    }

    private static String run(Session session, Path folder, String name, String table) throws IOException {
        Path conf = Files.writeString(folder.resolve("causal.conf"), CONF.formatted(folder, folder, name, table));
        RunReport report = RunFrame.execute(
                new CausalJob(),
                RunRequest.anew(conf, name.equals("consensus") ? List.of("inference.path=consensus") : List.of()),
                session);
        return report.runId().orElseThrow();
    }

    /** The plug-in answer: a regression, and the mean of its predictions under both treatments. */
    private static double plain(Dataset<Row> table) {
        Dataset<Row> features = new VectorAssembler()
                .setInputCols(new String[] {"t", "a", "b", "c"})
                .setOutputCol("features")
                .transform(table.withColumnRenamed("y", "label"));
        LogisticRegressionModel fit = new LogisticRegression().setMaxIter(50).fit(features);
        double[] slopes = fit.coefficients().toArray();
        Column rest = lit(fit.intercept())
                .plus(col("a").multiply(slopes[1]))
                .plus(col("b").multiply(slopes[2]))
                .plus(col("c").multiply(slopes[3]));
        return FewRows.atMost(table.select(avg(logistic(rest.plus(slopes[0])).minus(logistic(rest)))), 1)
                .get(0)
                .getDouble(0);
    }

    /** Rows hashed from their numbers; {@code s} is the logit of an untreated unit, which the model does not read. */
    private static Dataset<Row> made(SparkSession spark, long rows, boolean discrete) {
        Dataset<Row> all = spark.range(0, rows, 1, 8).toDF("id");
        for (int k = 0; k < 3; k++) {
            Column u = uniform(k);
            all = all.withColumn(
                    "abc".substring(k, k + 1),
                    discrete
                            ? when(u.lt(0.3), 0.0).when(u.lt(0.7), 1.0).otherwise(2.0)
                            : u.minus(0.5).multiply(3));
        }
        Column s = lit(-1.5)
                .plus(col("a").multiply(0.5))
                .plus(col("b").multiply(0.3))
                .minus(col("c").multiply(0.2));
        return all.withColumn("s", s)
                .withColumn(
                        "t",
                        when(uniform(4).lt(logistic(col("a").minus(1))), 1.0).otherwise(0.0))
                .withColumn(
                        "y",
                        when(uniform(5).lt(logistic(col("s").plus(col("t").multiply(0.4)))), 1.0)
                                .otherwise(0.0))
                .drop("id");
    }

    private static Column logistic(Column x) {
        return lit(1.0).divide(lit(1.0).plus(exp(x.multiply(-1))));
    }

    private static Column uniform(int what) {
        return pmod(xxhash64(col("id"), lit(what)), lit(1L << 40)).plus(0.5).divide(STEPS);
    }
}
