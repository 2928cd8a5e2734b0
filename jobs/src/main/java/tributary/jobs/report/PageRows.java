package tributary.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import tributary.jobs.table.ArtifactsTable;
import tributary.jobs.table.DataQualityTable;
import tributary.jobs.table.DecisionsTable;
import tributary.jobs.table.DiagnosticsTable;
import tributary.jobs.table.EffectDrawsTable;
import tributary.jobs.table.EffectsTable;
import tributary.jobs.table.FewRows;
import tributary.jobs.table.PowerTable;
import tributary.jobs.table.PredictiveChecksTable;
import tributary.jobs.table.SensitivityTable;
import tributary.jobs.table.TableDefinition;
import tributary.jobs.table.TableStore;

/**
 * Reads the rows of a page: one question to each result table, sorted out in memory after.
 *
 * <p>Only small things reach the driver: summaries, decisions, counted draws; of many analyses those whose certainty is
 * worth most, of many segments the most precise.
 */
final class PageRows {
    private static final int DETAILED = 50;
    private static final int SEGMENTS = 40;
    private static final int OVERVIEW = 3000;
    private static final int ROWS = 20_000;
    private static final Column EVERYONE = col("unit").equalTo("all");

    private final SparkSession spark;
    private final TableStore store;

    PageRows(SparkSession spark, TableStore store) {
        this.spark = spark;
        this.store = store;
    }

    ReportData read(String title, List<ResultRow> runs, List<ResultRow> verdicts, Wanted wanted) {
        Dataset<Row> decided = table(DecisionsTable.DEFINITION)
                .where(wanted.rows("analysis"))
                .where(col("job").notEqual("segments")); // these have a section of their own
        List<ResultRow> decisions = sorted(
                few(
                        decided.orderBy(
                                EVERYONE.desc(),
                                col("value_of_information").desc_nulls_last(),
                                col("analysis"),
                                col("metric"),
                                col("arm"),
                                col("unit")),
                        OVERVIEW),
                d -> d.text("unit").equals("all") ? "" : "unit",
                d -> d.text("analysis"),
                d -> d.text("metric"),
                d -> d.text("arm"),
                d -> d.text("unit"));
        long leftOut = decisions.size() < OVERVIEW ? 0 : decided.count() - decisions.size();
        List<ResultRow> power = sorted(
                few(table(PowerTable.DEFINITION).where(wanted.rows("analysis")), ROWS),
                p -> p.text("analysis"),
                p -> p.text("prior"),
                p -> p.text("effect"));
        Map<String, List<ResultRow>> decidedBy = byAnalysis(decisions.stream()
                .filter(d -> !d.text("job").equals(MixTables.JOB))
                .toList());
        List<String> names = Stream.concat(
                        decidedBy.entrySet().stream()
                                .sorted(Comparator.comparingDouble(e -> -worth(e.getValue())))
                                .map(Map.Entry::getKey),
                        byAnalysis(power).keySet().stream())
                .distinct()
                .limit(DETAILED)
                .toList();
        return new ReportData(
                title,
                runs,
                sorted(verdicts, v -> v.text("verdict"), v -> v.text("analysis"), v -> v.text("metric")),
                quality(verdicts),
                decisions,
                leftOut,
                names.isEmpty() ? List.of() : analyses(names, runs, wanted, decidedBy, byAnalysis(power)),
                new ModelRows(spark, store).read(runs, wanted),
                SegmentRows.read(wanted, this::table),
                new MixTables(spark, store).read(runs, wanted));
    }

    /** The checks behind the verdicts, those of held-back analyses included. */
    private List<ResultRow> quality(List<ResultRow> verdicts) {
        if (verdicts.isEmpty()) {
            return List.of();
        }
        Dataset<Row> rows = table(DataQualityTable.DEFINITION)
                .where(Wanted.of(verdicts, "analysis").rows("analysis"));
        return few(rows.orderBy(col("passed"), col("severity"), col("analysis"), col("check_name")), OVERVIEW);
    }

    private List<AnalysisReport> analyses(
            List<String> names,
            List<ResultRow> runs,
            Wanted wanted,
            Map<String, List<ResultRow>> decisions,
            Map<String, List<ResultRow>> power) {
        Column shown = wanted.rows("analysis", names);
        List<ResultRow> effectRows = effects(shown);
        Map<String, List<ResultRow>> effects = byAnalysis(effectRows);
        Map<String, List<ResultRow>> sensitivity = byAnalysis(sorted(
                few(table(SensitivityTable.DEFINITION).where(shown).where(EVERYONE), ROWS),
                s -> s.text("metric"),
                s -> s.text("arm"),
                s -> s.text("cell").equals("published") ? "" : "cell " + s.text("cell")));
        Map<String, List<ResultRow>> checks = byAnalysis(sorted(
                few(table(PredictiveChecksTable.DEFINITION).where(shown).where(EVERYONE), ROWS),
                c -> c.text("metric"),
                c -> c.text("arm"),
                c -> c.text("statistic"),
                c -> c.text("reason")));
        Map<String, List<ResultRow>> artifacts =
                byAnalysis(sorted(few(table(ArtifactsTable.DEFINITION).where(shown), ROWS), a -> a.text("metric")));
        Map<String, List<ResultRow>> diagnostics = byAnalysis(sorted(
                few(table(DiagnosticsTable.DEFINITION).where(shown), ROWS),
                d -> d.text("parameter"),
                d -> d.text("group_key"),
                d -> d.text("chain")));
        Densities densities = Densities.of(
                spark,
                table(EffectDrawsTable.DEFINITION)
                        .where(wanted.rows("experiment", names))
                        .where(col("segment").equalTo("all")),
                effectRows);
        return names.stream()
                .map(name -> {
                    List<ResultRow> own = of(decisions, name).stream()
                            .filter(d -> d.text("unit").equals("all"))
                            .toList();
                    return new AnalysisReport(
                            name,
                            run(runs, own.isEmpty() ? of(power, name) : own),
                            own,
                            of(effects, name),
                            of(sensitivity, name),
                            of(checks, name),
                            of(artifacts, name),
                            of(diagnostics, name),
                            of(power, name),
                            densities.of(name),
                            unitsLeftOut(of(effects, name)));
                })
                .toList();
    }

    /** Every summary for everybody, and of the segments' lifts the most precise. */
    private List<ResultRow> effects(Column shown) {
        WindowSpec units = Window.partitionBy("analysis", "metric", "arm", "estimand");
        Dataset<Row> nearest = table(EffectsTable.DEFINITION)
                .where(shown)
                .where(EVERYONE.or(col("estimand").isin("lift_abs", "lift_rel")))
                .withColumn("units", count(lit(1)).over(units))
                .withColumn(
                        "nearness",
                        row_number()
                                .over(units.orderBy(EVERYONE.desc(), col("sd").asc_nulls_last(), col("unit"))))
                .where(col("nearness").leq(SEGMENTS + 1));
        return sorted(
                few(nearest.orderBy(EVERYONE.desc(), col("nearness")), ROWS),
                e -> e.text("metric"),
                e -> e.text("estimand"),
                e -> e.text("arm"),
                e -> e.text("unit"));
    }

    private static long unitsLeftOut(List<ResultRow> effects) {
        double most = effects.stream().mapToDouble(e -> e.number("units")).max().orElse(0);
        return Math.max(0, (long) most - SEGMENTS - 1);
    }

    private static ResultRow run(List<ResultRow> runs, List<ResultRow> rows) {
        return runs.stream()
                .filter(r -> !rows.isEmpty()
                        && r.text("attempt_id").equals(rows.get(0).text("attempt_id")))
                .findFirst()
                .orElse(runs.get(0));
    }

    private static double worth(List<ResultRow> decisions) {
        return decisions.stream()
                .mapToDouble(d -> d.number("value_of_information"))
                .filter(Double::isFinite)
                .max()
                .orElse(-1);
    }

    private static Map<String, List<ResultRow>> byAnalysis(List<ResultRow> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.text("analysis"), java.util.TreeMap::new, Collectors.toList()));
    }

    private static List<ResultRow> of(Map<String, List<ResultRow>> rows, String analysis) {
        return rows.getOrDefault(analysis, List.of());
    }

    @SafeVarargs
    private static List<ResultRow> sorted(List<ResultRow> rows, Function<ResultRow, String>... keys) {
        Comparator<ResultRow> order = Comparator.comparing(keys[0]);
        for (int i = 1; i < keys.length; i++) {
            order = order.thenComparing(keys[i]);
        }
        return rows.stream().sorted(order).toList();
    }

    private Dataset<Row> table(TableDefinition table) {
        return store.read(table, false).orElseGet(() -> spark.createDataFrame(List.<Row>of(), table.schema()));
    }

    private static List<ResultRow> few(Dataset<Row> rows, int most) {
        return ResultRows.of(FewRows.atMost(rows, most));
    }
}
