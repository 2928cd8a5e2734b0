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
            groups.computeIfAbsent(
                            List.of(row.text("analysis"), row.text("metric"), row.text("arm")), k -> new ArrayList<>())
                    .add(row);
        }
        if (groups.isEmpty()) {
            return List.of();
        }
        List<ResultRow> means = ResultRows.of(FewRows.atMost(
                table.apply(EffectsTable.DEFINITION)
                        .where(wanted.rows("analysis"))
                        .where(col("job").equalTo("segments"))
                        .where(col("estimand").equalTo("mean_effect"))
                        .where(col("unit").equalTo("all")),
                MOST));
        return groups.entrySet().stream()
                .map(g -> new SegmentReport(
                        g.getKey().get(0),
                        g.getKey().get(1),
                        g.getKey().get(2),
                        g.getValue().stream().filter(row -> row.flag("end")).toList(),
                        g.getValue().stream().filter(row -> row.flag("sampled")).toList(),
                        (long) g.getValue().get(0).number("total"),
                        means.stream()
                                .filter(m ->
                                        g.getKey().equals(List.of(m.text("analysis"), m.text("metric"), m.text("arm"))))
                                .limit(1)
                                .toList()))
                .toList();
    }
}
