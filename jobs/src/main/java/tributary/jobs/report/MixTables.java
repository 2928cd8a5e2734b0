package tributary.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import tributary.jobs.table.BudgetTable;
import tributary.jobs.table.ChannelContributionsTable;
import tributary.jobs.table.EffectsTable;
import tributary.jobs.table.EstimandsTable;
import tributary.jobs.table.FewRows;
import tributary.jobs.table.ModelComparisonTable;
import tributary.jobs.table.PredictiveChecksTable;
import tributary.jobs.table.ResponseCurvesTable;
import tributary.jobs.table.SensitivityTable;
import tributary.jobs.table.TableDefinition;
import tributary.jobs.table.TableStore;

/** Reads what a page shows of media mixes: returns, contributions of all geos together, curves, budgets. */
final class MixTables {
    /** The command whose analyses these are. */
    static final String JOB = "mediamix";

    private static final int MIXES = 20;
    private static final int ROWS = 20_000;

    private final SparkSession spark;
    private final TableStore store;

    MixTables(SparkSession spark, TableStore store) {
        this.spark = spark;
        this.store = store;
    }

    List<MixReport> read(List<ResultRow> runs, Wanted wanted) {
        if (runs.stream().noneMatch(run -> run.text("command").equals(JOB))) {
            return List.of();
        }
        Column mine = wanted.rows("analysis");
        Map<String, List<ResultRow>> returns = few(
                EffectsTable.DEFINITION,
                mine.and(col("job").equalTo(lit(JOB))).and(col("unit").equalTo("all")),
                "arm");
        Map<String, List<ResultRow>> contributions =
                few(ChannelContributionsTable.DEFINITION, mine.and(col("geo").equalTo("all")), "date");
        Map<String, List<ResultRow>> curves = few(ResponseCurvesTable.DEFINITION, mine, "channel");
        Map<String, List<ResultRow>> budget = few(BudgetTable.DEFINITION, mine, "channel");
        Column ours = mine.and(col("job").equalTo(lit(JOB)));
        Map<String, List<ResultRow>> checks = few(PredictiveChecksTable.DEFINITION, ours, "statistic");
        Map<String, List<ResultRow>> comparison = few(ModelComparisonTable.DEFINITION, ours, "model");
        Map<String, List<ResultRow>> beside = few(SensitivityTable.DEFINITION, ours, "cell");
        Map<String, List<ResultRow>> questions = few(
                EstimandsTable.DEFINITION,
                wanted.rows("model").and(col("group_key").equalTo("all")),
                "estimand",
                "model");
        List<MixReport> mixes = new ArrayList<>();
        returns.forEach((name, rows) -> {
            if (mixes.size() < MIXES) {
                List<ResultRow> asked = questions.getOrDefault(name, List.of());
                Set<String> estimands =
                        asked.stream().map(q -> q.text("estimand")).collect(Collectors.toSet());
                Map<Boolean, List<ResultRow>> effects =
                        rows.stream().collect(Collectors.partitioningBy(r -> estimands.contains(r.text("estimand"))));
                mixes.add(new MixReport(
                        name,
                        currency(runs, rows.get(0).text("attempt_id")),
                        effects.getOrDefault(false, List.of()),
                        effects.getOrDefault(true, List.of()),
                        asked,
                        contributions.getOrDefault(name, List.of()),
                        curves.getOrDefault(name, List.of()),
                        budget.getOrDefault(name, List.of()),
                        checks.getOrDefault(name, List.of()),
                        comparison.getOrDefault(name, List.of()),
                        beside.getOrDefault(name, List.of())));
            }
        });
        return mixes;
    }

    /** The money of the analysis, as its run's conf stated it. */
    private static String currency(List<ResultRow> runs, String attempt) {
        return runs.stream()
                .filter(run -> run.text("attempt_id").equals(attempt))
                .map(run -> stated(run.text("conf"), "mediamix.currency"))
                .findFirst()
                .orElse("");
    }

    private static String stated(String conf, String key) {
        try {
            Config read = ConfigFactory.parseString(
                    conf, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
            return read.hasPath(key) ? read.getString(key) : "";
        } catch (ConfigException e) {
            return "";
        }
    }

    private Map<String, List<ResultRow>> few(TableDefinition table, Column condition, String order) {
        return few(table, condition, order, "analysis");
    }

    private Map<String, List<ResultRow>> few(TableDefinition table, Column condition, String order, String analysis) {
        Dataset<Row> rows = store.read(table, false)
                .orElseGet(() -> spark.createDataFrame(List.<Row>of(), table.schema()))
                .where(condition);
        return ResultRows.of(FewRows.atMost(rows, ROWS)).stream()
                .sorted(Comparator.comparing((ResultRow row) -> row.text(order)))
                .collect(Collectors.groupingBy(row -> row.text(analysis), TreeMap::new, Collectors.toList()));
    }
}
