package tributary.jobs.report;

import static org.apache.spark.sql.functions.ceil;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import tributary.jobs.table.DecisionsTable;
import tributary.jobs.table.EffectsTable;
import tributary.jobs.table.FewRows;
import tributary.jobs.table.SegmentEffectsTable;
import tributary.jobs.table.TableDefinition;

/** Reads what the page shows of segments: of very many those that rank first and last, and some chosen by their names. */
final class SegmentRows {
    private static final int EACH_END = 500;
    /** Segments chosen by their names, about. */
    private static final int SAMPLE = 1_000;

    private static final int MOST = 20_000;

    private SegmentRows() {}

    static List<SegmentReport> read(Wanted wanted, Function<TableDefinition, Dataset<Row>> table) {
        WindowSpec effect = Window.partitionBy("analysis", "metric", "arm");
        Dataset<Row> ranked = table.apply(SegmentEffectsTable.DEFINITION)
                .where(wanted.rows("analysis"))
                .withColumn("total", count(lit(1)).over(effect))
                .withColumn("place", row_number().over(effect.orderBy(col("rank_mean"), col("segment"))))
                .withColumn(
                        "end",
                        col("place")
                                .leq(EACH_END)
                                .or(col("place").gt(col("total").minus(EACH_END))))
                .withColumn(
                        "sampled",
                        pmod(xxhash64(col("segment")), ceil(col("total").divide(SAMPLE)))
                                .equalTo(0))
                .where(col("end").or(col("sampled")));
        Dataset<Row> decided = table.apply(DecisionsTable.DEFINITION)
                .where(col("job").equalTo("segments"))
                .select(
                        col("attempt_id"),
                        col("analysis"),
                        col("metric"),
                        col("arm"),
                        col("unit").as("segment"),
                        col("action"),
                        col("expected_profit"));
        Map<List<String>, List<ResultRow>> groups = new LinkedHashMap<>();
        Dataset<Row> joined = ranked.join(
                        decided, new String[] {"attempt_id", "analysis", "metric", "arm", "segment"}, "left")
                .orderBy("analysis", "metric", "arm", "place");
        for (ResultRow row : ResultRows.of(FewRows.atMost(joined, MOST))) {
            groups.computeIfAbsent(key(row), k -> new ArrayList<>()).add(row);
        }
        if (groups.isEmpty()) {
            return List.of();
        }
        List<ResultRow> effects = ResultRows.of(FewRows.atMost(
                table.apply(EffectsTable.DEFINITION)
                        .where(wanted.rows("analysis"))
                        .where(col("job").equalTo("segments"))
                        .where(col("unit_kind").isin("all", "group"))
                        .orderBy(col("mean").desc(), col("unit")),
                MOST));
        List<ResultRow> actions = ResultRows.of(FewRows.atMost(
                table.apply(DecisionsTable.DEFINITION)
                        .where(wanted.rows("analysis"))
                        .where(col("job").equalTo("segments"))
                        .groupBy("analysis", "metric", "arm", "action")
                        .agg(count(lit(1)).as("segments")),
                MOST));
        return groups.entrySet().stream()
                .map(g -> new SegmentReport(
                        g.getKey().get(0),
                        g.getKey().get(1),
                        g.getKey().get(2),
                        g.getValue().stream().filter(row -> row.flag("end")).toList(),
                        g.getValue().stream().filter(row -> row.flag("sampled")).toList(),
                        (long) g.getValue().get(0).number("total"),
                        of(effects, g.getKey(), "all"),
                        of(effects, g.getKey(), "group"),
                        actions.stream()
                                .filter(row -> key(row).equals(g.getKey()))
                                .collect(Collectors.toMap(
                                        row -> row.text("action"), row -> (long) row.number("segments")))))
                .toList();
    }

    /** Analysis, metric and arm of a row. */
    private static List<String> key(ResultRow row) {
        return List.of(row.text("analysis"), row.text("metric"), row.text("arm"));
    }

    private static List<ResultRow> of(List<ResultRow> effects, List<String> key, String kind) {
        return effects.stream()
                .filter(row -> row.text("unit_kind").equals(kind) && key(row).equals(key))
                .toList();
    }
}
