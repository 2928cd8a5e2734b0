package tributary.jobs.report;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import tributary.jobs.JobFailure;
import tributary.jobs.table.AnalysesTable;
import tributary.jobs.table.ArtifactsTable;
import tributary.jobs.table.DataQualityTable;
import tributary.jobs.table.DecisionsTable;
import tributary.jobs.table.DiagnosticsTable;
import tributary.jobs.table.EffectDrawsTable;
import tributary.jobs.table.EffectsTable;
import tributary.jobs.table.FewRows;
import tributary.jobs.table.PowerTable;
import tributary.jobs.table.PredictiveChecksTable;
import tributary.jobs.table.RunsTable;
import tributary.jobs.table.SensitivityTable;
import tributary.jobs.table.TableDefinition;
import tributary.jobs.table.TableStore;
import tributary.jobs.table.Views;

/**
 * Reads what a page shows from the result tables: one run, or the latest of every analysis.
 *
 * <p>Only small things reach the driver: summaries, decisions, histograms of draws; of many analyses those whose
 * certainty is worth most, of many segments the most precise.
 */
public final class PublishedResults {
    private static final int DETAILED = 50;
    private static final int SEGMENTS = 40;
    private static final int OVERVIEW = 3000;
    private static final int ROWS = 20_000;
    private static final Column EVERYONE = col("unit").equalTo("all");

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
        List<ResultRow> runs = ResultRows.of(FewRows.atMost(
                table(RunsTable.DEFINITION)
                        .where(col("run_id").equalTo(runId))
                        .orderBy(
                                when(col("status").isin("SUCCEEDED", "PARTIAL"), 0)
                                        .otherwise(1),
                                col("finished_at").desc()),
                1));
        if (runs.isEmpty()) {
            throw JobFailure.inputAbsent(
                    "There is no run " + JobFailure.quote(runId) + " at "
                            + store.root().name() + ".",
                    "No attempt of it has finished there.",
                    "Give the id of a finished run; scripts/sql \"select run_id, status from runs\" lists them.");
        }
        Column mine = col("run_id")
                .equalTo(runId)
                .and(col("attempt_id").equalTo(runs.get(0).text("attempt_id")));
        return read(
                "Run " + runId,
                runs,
                table -> table(table).where(mine),
                table(AnalysesTable.DEFINITION).where(mine));
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
        for (String view : List.of("published_runs", "published_analyses", "latest_analyses", "latest_runs")) {
            spark.sql(Objects.requireNonNull(Views.queries().get(view))).createOrReplaceTempView(view);
        }
        List<ResultRow> runs = ResultRows.of(FewRows.atMost(
                spark.table("latest_runs").orderBy(col("finished_at").desc()), OVERVIEW));
        if (runs.isEmpty()) {
            throw JobFailure.inputAbsent(
                    "There are no published results at " + store.root().name() + ".",
                    "No run there has succeeded yet.",
                    "Run an experiment first, or name the right results root.");
        }
        Dataset<Row> latest = known(spark.table("latest_analyses").select("run_id", "attempt_id", "analysis"));
        Dataset<Row> finished = spark.table("runs")
                .where(col("status").isin("SUCCEEDED", "PARTIAL", "QUARANTINED"))
                .select("run_id", "attempt_id", "logical_date", "finished_at");
        Dataset<Row> newest = spark.table("analyses")
                .join(finished, new String[] {"run_id", "attempt_id"})
                .withColumn(
                        "age",
                        row_number()
                                .over(Window.partitionBy("command", "analysis")
                                        .orderBy(
                                                coalesce(
                                                                col("logical_date"),
                                                                lit("0001-01-01")
                                                                        .cast("date"))
                                                        .desc(),
                                                col("finished_at").desc())))
                .where("age = 1");
        return read(
                "Latest results",
                runs,
                table -> table(table)
                        .join(
                                broadcast(latest.withColumnRenamed("analysis", table.analysisColumn())),
                                new String[] {"run_id", "attempt_id", table.analysisColumn()}),
                known(newest));
    }

    /** The few rows as they are now, so that every question after need not work them out again. */
    private Dataset<Row> known(Dataset<Row> rows) {
        return spark.createDataFrame(FewRows.atMost(rows, ROWS), rows.schema());
    }

    private ReportData read(
            String title, List<ResultRow> runs, Function<TableDefinition, Dataset<Row>> source, Dataset<Row> verdicts) {
        Map<TableDefinition, Dataset<Row>> opened = new HashMap<>();
        Function<TableDefinition, Dataset<Row>> rows = table -> opened.computeIfAbsent(table, source);
        Dataset<Row> decisions = rows.apply(DecisionsTable.DEFINITION);
        long all = decisions.count();
        List<ResultRow> overview = few(
                decisions.orderBy(EVERYONE.desc(), col("analysis"), col("metric"), col("arm"), col("unit")), OVERVIEW);
        List<String> names = detailed(rows);
        Detail detail = new Detail(rows, names);
        List<ResultRow> verdictRows = few(verdicts.orderBy(col("verdict"), col("analysis")), OVERVIEW);
        Dataset<Row> quality = table(DataQualityTable.DEFINITION)
                .join(
                        verdicts.select("run_id", "attempt_id", "analysis"),
                        new String[] {"run_id", "attempt_id", "analysis"});
        return new ReportData(
                title,
                runs,
                verdictRows,
                few(quality.orderBy(col("passed"), col("severity"), col("analysis"), col("check_name")), OVERVIEW),
                overview,
                all - overview.size(),
                detail.analyses(runs));
    }

    /** The analyses to show in detail: where certainty is worth most; those without a decision after. */
    private List<String> detailed(Function<TableDefinition, Dataset<Row>> rows) {
        Dataset<Row> decided = rows.apply(DecisionsTable.DEFINITION)
                .where(EVERYONE)
                .groupBy("analysis")
                .agg(org.apache.spark.sql.functions.max("value_of_information").as("worth"));
        List<String> names =
                FewRows.atMost(decided.orderBy(col("worth").desc_nulls_last(), col("analysis")), DETAILED).stream()
                        .map(row -> row.getString(0))
                        .toList();
        List<String> designs = FewRows.atMost(
                        rows.apply(PowerTable.DEFINITION)
                                .select("analysis")
                                .distinct()
                                .orderBy("analysis"),
                        DETAILED)
                .stream()
                .map(row -> row.getString(0))
                .toList();
        return Stream.concat(names.stream(), designs.stream())
                .distinct()
                .limit(DETAILED)
                .toList();
    }

    private Dataset<Row> table(TableDefinition table) {
        return store.read(table, false).orElseGet(() -> spark.createDataFrame(List.<Row>of(), table.schema()));
    }

    private static List<ResultRow> few(Dataset<Row> rows, int most) {
        return ResultRows.of(FewRows.atMost(rows, most));
    }

    /** The rows of the analyses shown in detail, read once for all of them. */
    private static final class Detail {
        private final List<String> names;
        private final List<ResultRow> decisions;
        private final List<ResultRow> effects;
        private final List<ResultRow> units;
        private final List<ResultRow> sensitivity;
        private final List<ResultRow> checks;
        private final List<ResultRow> artifacts;
        private final List<ResultRow> diagnostics;
        private final List<ResultRow> power;
        private final Densities densities;

        Detail(Function<TableDefinition, Dataset<Row>> rows, List<String> names) {
            this.names = names;
            Column shown = col("analysis").isin(names.toArray());
            Dataset<Row> effectRows = rows.apply(EffectsTable.DEFINITION).where(shown);
            decisions = few(
                    rows.apply(DecisionsTable.DEFINITION)
                            .where(shown)
                            .where(EVERYONE)
                            .orderBy("metric", "arm"),
                    ROWS);
            effects = few(
                    effectRows
                            .withColumn(
                                    "nearness",
                                    row_number()
                                            .over(Window.partitionBy("analysis", "metric", "arm", "estimand")
                                                    .orderBy(
                                                            EVERYONE.desc(),
                                                            col("sd").asc_nulls_last(),
                                                            col("unit"))))
                            .where(col("nearness").leq(SEGMENTS + 1))
                            .orderBy("metric", "estimand", "arm", "unit"),
                    ROWS);
            units = few(
                    effectRows
                            .groupBy("analysis")
                            .agg(org.apache
                                    .spark
                                    .sql
                                    .functions
                                    .countDistinct("unit")
                                    .as("units")),
                    DETAILED);
            sensitivity = few(
                    rows.apply(SensitivityTable.DEFINITION)
                            .where(shown)
                            .where(EVERYONE)
                            .orderBy(
                                    col("metric"),
                                    col("arm"),
                                    col("cell").equalTo("published").desc(),
                                    col("cell")),
                    ROWS);
            checks = few(
                    rows.apply(PredictiveChecksTable.DEFINITION)
                            .where(shown)
                            .where(EVERYONE)
                            .orderBy("metric", "arm", "statistic", "reason"),
                    ROWS);
            artifacts = few(rows.apply(ArtifactsTable.DEFINITION).where(shown).orderBy("metric"), ROWS);
            diagnostics = few(
                    rows.apply(DiagnosticsTable.DEFINITION).where(shown).orderBy("parameter", "group_key", "chain"),
                    ROWS);
            power = few(rows.apply(PowerTable.DEFINITION).where(shown).orderBy("prior", "effect", "sample_size"), ROWS);
            densities = Densities.of(rows.apply(EffectDrawsTable.DEFINITION)
                    .where(col("experiment").isin(names.toArray()))
                    .where(col("segment").equalTo("all")));
        }

        List<AnalysisReport> analyses(List<ResultRow> runs) {
            return names.stream().map(name -> analysis(name, runs)).toList();
        }

        private AnalysisReport analysis(String name, List<ResultRow> runs) {
            List<ResultRow> mine = own(effects, name);
            long shown = mine.stream().map(e -> e.text("unit")).distinct().count();
            long all = own(units, name).stream()
                    .mapToLong(u -> (long) u.number("units"))
                    .sum();
            String attempt = Stream.of(decisions, power)
                    .flatMap(rows -> own(rows, name).stream())
                    .map(row -> row.text("attempt_id"))
                    .findFirst()
                    .orElse("");
            ResultRow run = runs.stream()
                    .filter(r -> r.text("attempt_id").equals(attempt))
                    .findFirst()
                    .orElse(runs.get(0));
            return new AnalysisReport(
                    name,
                    run,
                    own(decisions, name),
                    mine,
                    own(sensitivity, name),
                    own(checks, name),
                    own(artifacts, name),
                    own(diagnostics, name),
                    own(power, name),
                    densities.of(name),
                    all - shown);
        }

        private static List<ResultRow> own(List<ResultRow> rows, String analysis) {
            return rows.stream()
                    .filter(r -> r.text("analysis").equals(analysis))
                    .toList();
        }
    }
}
