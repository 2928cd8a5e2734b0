package tributary.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Comparator;
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

    private static final int ROWS = 20_000;
    private static final String JOB = "causal";

    private final SparkSession spark;
    private final TableStore store;

    ModelRows(SparkSession spark, TableStore store) {
        this.spark = spark;
        this.store = store;
    }

    List<ModelReport> read(List<ResultRow> runs, Wanted wanted) {
        if (runs.stream().noneMatch(run -> run.text("command").equals(JOB))) {
            return List.of();
        }
        Column mine = wanted.rows("analysis").and(col("job").equalTo(lit(JOB)));
        Map<String, List<ResultRow>> effects = byModel(few(EffectsTable.DEFINITION, mine));
        Map<String, List<ResultRow>> diagnostics = byModel(few(DiagnosticsTable.DEFINITION, mine));
        Map<String, List<ResultRow>> shards = byModel(few(ShardDiagnosticsTable.DEFINITION, mine));
        Map<String, List<ResultRow>> identifications = byModel(few(IdentificationsTable.DEFINITION, mine));
        Map<String, List<ResultRow>> sensitivity = byModel(few(SensitivityTable.DEFINITION, mine));
        Map<String, List<ResultRow>> refutations = byModel(few(RefutationsTable.DEFINITION, mine));
        List<ModelReport> models = new ArrayList<>();
        effects.forEach((name, rows) -> {
            if (models.size() < MODELS) {
                models.add(model(
                        name,
                        runs,
                        rows,
                        diagnostics.getOrDefault(name, List.of()),
                        shards.getOrDefault(name, List.of()),
                        identifications.getOrDefault(name, List.of()),
                        sensitivity.getOrDefault(name, List.of()),
                        refutations.getOrDefault(name, List.of())));
            }
        });
        return models;
    }

    private static ModelReport model(
            String name,
            List<ResultRow> runs,
            List<ResultRow> effects,
            List<ResultRow> diagnostics,
            List<ResultRow> shards,
            List<ResultRow> identifications,
            List<ResultRow> sensitivity,
            List<ResultRow> refutations) {
        Comparator<ResultRow> byName = Comparator.comparing((ResultRow e) -> e.text("estimand"))
                .thenComparing(e -> e.text("metric"))
                .thenComparing(e -> e.text("unit"));
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
                diagnostics.stream()
                        .sorted(Comparator.comparing((ResultRow d) -> d.text("parameter"))
                                .thenComparing(d -> d.text("group_key")))
                        .limit(SHOWN)
                        .toList(),
                shards.stream()
                        .sorted(Comparator.comparingDouble((ResultRow s) -> s.number("factor"))
                                .thenComparingDouble(s -> s.number("shard")))
                        .toList(),
                identifications.stream()
                        .sorted(Comparator.comparing((ResultRow i) -> i.text("estimand"))
                                .thenComparingDouble(i -> i.number("effect"))
                                .thenComparingDouble(i -> i.number("rank")))
                        .limit(SHOWN)
                        .toList(),
                sensitivity.stream()
                        .sorted(Comparator.comparing((ResultRow s) -> s.text("estimand"))
                                .thenComparing(s -> s.text("grid"))
                                .thenComparingDouble(ModelRows::amount)
                                .thenComparing(s -> s.text("cell")))
                        .limit(SHOWN)
                        .toList(),
                refutations.stream()
                        .sorted(Comparator.comparing((ResultRow r) -> r.text("estimand"))
                                .thenComparing(r -> r.text("refutation")))
                        .limit(SHOWN)
                        .toList(),
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
