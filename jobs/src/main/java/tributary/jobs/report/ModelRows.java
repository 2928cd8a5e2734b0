package tributary.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import tributary.jobs.table.DiagnosticsTable;
import tributary.jobs.table.EffectsTable;
import tributary.jobs.table.FewRows;
import tributary.jobs.table.IdentificationsTable;
import tributary.jobs.table.ModelComparisonTable;
import tributary.jobs.table.PredictiveChecksTable;
import tributary.jobs.table.PropensitiesTable;
import tributary.jobs.table.RefutationsTable;
import tributary.jobs.table.SensitivityTable;
import tributary.jobs.table.ShardDiagnosticsTable;
import tributary.jobs.table.TableDefinition;
import tributary.jobs.table.TableStore;

/** Reads what a page shows of models: the posterior of each question and parameter, diagnostics, shards. */
final class ModelRows {
    private static final int MODELS = 20;
    /** Of one model so many summaries: groups of a thousand parameters are for SQL. */
    private static final int SHOWN = 200;

    /** Of one table so many rows for one model. */
    private static final int MOST = 400;

    private static final int ROWS = 20_000;
    private static final String JOB = "causal";

    private final SparkSession spark;
    private final TableStore store;

    ModelRows(SparkSession spark, TableStore store) {
        this.spark = spark;
        this.store = store;
    }

    /** The tables beside {@code effects}, and the order of their rows on the page. */
    private static Map<TableDefinition, Comparator<ResultRow>> shown() {
        Map<TableDefinition, Comparator<ResultRow>> order = new LinkedHashMap<>();
        order.put(DiagnosticsTable.DEFINITION, text("parameter").thenComparing(text("group_key")));
        order.put(ShardDiagnosticsTable.DEFINITION, number("factor").thenComparing(number("shard")));
        order.put(
                IdentificationsTable.DEFINITION,
                text("estimand").thenComparing(number("effect")).thenComparing(number("rank")));
        order.put(
                SensitivityTable.DEFINITION,
                text("estimand")
                        .thenComparing(text("grid"))
                        .thenComparingDouble(ModelRows::amount)
                        .thenComparing(text("cell")));
        order.put(
                PropensitiesTable.DEFINITION,
                text("estimand")
                        .thenComparing(text("treatment"))
                        .thenComparing(text("covariates"))
                        .thenComparing(text("unit_kind"))
                        .thenComparing(text("unit"))
                        .thenComparing(row -> row.flag("treated")));
        order.put(ModelComparisonTable.DEFINITION, text("metric").thenComparing(number("place")));
        order.put(RefutationsTable.DEFINITION, text("estimand").thenComparing(text("refutation")));
        order.put(
                PredictiveChecksTable.DEFINITION,
                text("metric")
                        .thenComparing(Comparator.comparing(c -> c.text("arm").equals("all") ? "" : c.text("arm")))
                        .thenComparing(text("phase"))
                        .thenComparing(text("statistic")));
        return order;
    }

    private static Comparator<ResultRow> text(String column) {
        return Comparator.comparing(row -> row.text(column));
    }

    private static Comparator<ResultRow> number(String column) {
        return Comparator.comparingDouble(row -> row.number(column));
    }

    List<ModelReport> read(List<ResultRow> runs, Wanted wanted) {
        if (runs.stream().noneMatch(run -> run.text("command").equals(JOB))) {
            return List.of();
        }
        Column mine = wanted.rows("analysis").and(col("job").equalTo(lit(JOB)));
        Map<String, Map<String, List<ResultRow>>> tables = new LinkedHashMap<>();
        shown().forEach((table, order) -> byModel(few(table, mine))
                .forEach((model, rows) -> tables.computeIfAbsent(model, m -> new LinkedHashMap<>())
                        .put(
                                table.name(),
                                rows.stream()
                                        .sorted(order)
                                        .limit(
                                                table.name().equals(ShardDiagnosticsTable.DEFINITION.name())
                                                        ? ROWS
                                                        : MOST)
                                        .toList())));
        List<ModelReport> models = new ArrayList<>();
        byModel(few(EffectsTable.DEFINITION, mine)).forEach((name, rows) -> {
            if (models.size() < MODELS) {
                models.add(model(name, runs, rows, tables.getOrDefault(name, Map.of())));
            }
        });
        return models;
    }

    private static ModelReport model(
            String name, List<ResultRow> runs, List<ResultRow> effects, Map<String, List<ResultRow>> tables) {
        Comparator<ResultRow> byName =
                text("estimand").thenComparing(text("metric")).thenComparing(text("unit"));
        List<ResultRow> estimands = effects.stream()
                .filter(e -> !e.text("estimand").equals("parameter"))
                .sorted(byName)
                .toList();
        List<ResultRow> parameters = effects.stream()
                .filter(e -> e.text("estimand").equals("parameter"))
                .sorted(byName)
                .toList();
        return new ModelReport(
                name,
                run(runs, effects),
                estimands.stream().limit(SHOWN).toList(),
                parameters.stream().limit(SHOWN).toList(),
                tables,
                Math.max(0, estimands.size() - SHOWN) + Math.max(0, parameters.size() - SHOWN));
    }

    /** The size of the bias that a cell of the grid assumes, so that the grid is in its order. */
    private static double amount(ResultRow cell) {
        String name = cell.text("cell");
        String size = name.substring(name.lastIndexOf(' ') + 1);
        boolean spread = name.startsWith("bias of sd ");
        try {
            return name.startsWith("bias of ") ? Math.abs(Double.parseDouble(size)) + (spread ? 1e100 : 0) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static ResultRow run(List<ResultRow> runs, List<ResultRow> effects) {
        return runs.stream()
                .filter(r -> r.text("attempt_id").equals(effects.get(0).text("attempt_id")))
                .findFirst()
                .orElse(runs.get(0));
    }

    private static Map<String, List<ResultRow>> byModel(List<ResultRow> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(row -> row.text("analysis"), TreeMap::new, Collectors.toList()));
    }

    private List<ResultRow> few(TableDefinition table, Column condition) {
        Dataset<Row> rows = store.read(table, false)
                .orElseGet(() -> spark.createDataFrame(List.<Row>of(), table.schema()))
                .where(condition);
        return ResultRows.of(FewRows.atMost(rows, ROWS));
    }
}
