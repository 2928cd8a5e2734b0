package tributary.jobs.report;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rank;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import tributary.jobs.JobFailure;
import tributary.jobs.table.AnalysesTable;
import tributary.jobs.table.FewRows;
import tributary.jobs.table.RunsTable;
import tributary.jobs.table.TableDefinition;
import tributary.jobs.table.TableStore;
import tributary.jobs.table.Views;

/**
 * Finds what a page is of: one run, or the latest of every analysis; {@link PageRows} reads the rest.
 *
 * <p>Small tables say which attempts and analyses are wanted; every other table is then asked once.
 */
public final class PublishedResults {
    private static final int ANALYSES = 20_000;
    private static final int RUNS = 3000;

    private final SparkSession spark;
    private final TableStore store;

    /** The results at the root of {@code store}. */
    public PublishedResults(SparkSession spark, TableStore store) {
        this.spark = spark;
        this.store = store;
    }

    /**
     * The newest finished attempt of a run, its quarantine named but not shown.
     *
     * @throws JobFailure (exit code 5) if no attempt of the run has finished
     */
    public ReportData ofRun(String runId) {
        List<ResultRow> runs = few(
                table(RunsTable.DEFINITION)
                        .where(col("run_id").equalTo(runId))
                        .orderBy(
                                when(col("status").isin("SUCCEEDED", "PARTIAL"), 0)
                                        .otherwise(1),
                                col("finished_at").desc()),
                1);
        if (runs.isEmpty()) {
            throw JobFailure.inputAbsent(
                    "There is no run " + JobFailure.quote(runId) + " at "
                            + store.root().name() + ".",
                    "No attempt of it has finished there.",
                    "Give the id of a finished run; scripts/sql \"select run_id, status from runs\" lists them.");
        }
        Wanted all = Wanted.attempt(runs.get(0).text("attempt_id"));
        List<ResultRow> verdicts = few(table(AnalysesTable.DEFINITION).where(all.rows("analysis")), ANALYSES);
        return new PageRows(spark, store).read("Run " + runId, runs, verdicts, all);
    }

    /**
     * The latest published results of every analysis, and the latest word of its gates.
     *
     * @throws JobFailure (exit code 5) if nothing is published
     */
    public ReportData latest() {
        for (TableDefinition table : List.of(RunsTable.DEFINITION, AnalysesTable.DEFINITION)) {
            table(table).createOrReplaceTempView(table.name());
        }
        for (String view : List.of("published_runs", "published_analyses", "latest_analyses")) {
            spark.sql(Objects.requireNonNull(Views.queries().get(view))).createOrReplaceTempView(view);
        }
        Wanted latest =
                Wanted.of(few(spark.table("latest_analyses").select("attempt_id", "analysis"), ANALYSES), "analysis");
        List<ResultRow> runs = few(
                table(RunsTable.DEFINITION)
                        .where(latest.attempts())
                        .orderBy(col("finished_at").desc()),
                RUNS);
        if (runs.isEmpty()) {
            throw JobFailure.inputAbsent(
                    "There are no published results at " + store.root().name() + ".",
                    "No run there has succeeded yet.",
                    "Run an experiment first, or name the right results root.");
        }
        Dataset<Row> finished = spark.table("runs")
                .where(col("status").isin("SUCCEEDED", "PARTIAL", "QUARANTINED"))
                .select("run_id", "attempt_id", "logical_date", "finished_at");
        Dataset<Row> newest = spark.table("analyses")
                .join(finished, new String[] {"run_id", "attempt_id"})
                .withColumn(
                        "age",
                        rank().over(Window.partitionBy("command", "analysis")
                                .orderBy(
                                        coalesce(
                                                        col("logical_date"),
                                                        lit("0001-01-01").cast("date"))
                                                .desc(),
                                        col("finished_at").desc(),
                                        col("attempt_id").desc())))
                .where("age = 1");
        return new PageRows(spark, store).read("Latest results", runs, few(newest, ANALYSES), latest);
    }

    private Dataset<Row> table(TableDefinition table) {
        return store.read(table, false).orElseGet(() -> spark.createDataFrame(List.<Row>of(), table.schema()));
    }

    private static List<ResultRow> few(Dataset<Row> rows, int most) {
        return ResultRows.of(FewRows.atMost(rows, most));
    }
}
