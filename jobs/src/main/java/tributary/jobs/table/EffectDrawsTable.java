package tributary.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.posexplode;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Table {@code effect_draws}: one posterior draw of an arm against control, wide for joint questions. */
public final class EffectDrawsTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "effect_draws",
                    "One joint posterior draw of an arm against its control; draws with the same chain and draw belong"
                            + " together across arms")
            .gatedBy("experiment", "metric", "segment")
            .key("experiment", "The experiment")
            .key("metric", "The metric")
            .key("arm", "The treated arm")
            .key("segment", "The segment; all for everybody")
            .position("chain", "Chain")
            .position("draw", "Draw within the chain")
            .number("control_mean", "Mean of the metric per unit in control, in its own units")
            .number("treated_mean", "Mean of the metric per unit in the arm")
            .number("lift_abs", "treated_mean - control_mean")
            .number("lift_rel", "treated_mean / control_mean - 1")
            .build();

    private static final List<String> KEYS = List.of("experiment", "metric", "arm", "segment", "chain");

    private EffectDrawsTable() {}

    /** The table's rows: a draw each, unfolded from whole chains. */
    public static Dataset<Row> rows(Dataset<EffectChain> chains) {
        List<Column> unfolded = new ArrayList<>(KEYS.stream().map(k -> col(k)).toList());
        unfolded.add(posexplode(col("controlMean")).as(new String[] {"draw", "control_mean"}));
        unfolded.addAll(List.of(col("treatedMean"), col("liftAbs"), col("liftRel")));
        List<Column> rows = new ArrayList<>(KEYS.stream().map(k -> col(k)).toList());
        rows.add(col("draw"));
        rows.add(col("control_mean"));
        rows.add(get(col("treatedMean"), col("draw")).as("treated_mean"));
        rows.add(get(col("liftAbs"), col("draw")).as("lift_abs"));
        rows.add(get(col("liftRel"), col("draw")).as("lift_rel"));
        return chains.select(unfolded.toArray(Column[]::new)).select(rows.toArray(Column[]::new));
    }
}
