package tributary.jobs.table;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;

/** Table {@code sensitivity}: the estimand and action in one cell of a grid of priors, biases or windows. */
public final class SensitivityTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "sensitivity", "One cell of a prior, bias or window grid: the estimand under it")
            .gatedBy("analysis")
            .key("job", "The command")
            .key("analysis", "The analysis, such as an experiment")
            .key("estimand", "What is estimated, such as lift_abs")
            .key("metric", "The metric or outcome")
            .key("arm", "The treated arm, or the intervention")
            .key("unit_kind", "What unit is, such as all or a segment column")
            .key("unit", "The group; all for everybody")
            .word("grid", List.of("prior", "bias", "window"), "What is varied")
            .key("cell", "The cell's name within the grid")
            .text("prior", "The assumption of the cell, in words")
            .number("mean", "Posterior mean under it")
            .size("sd", "Posterior standard deviation under it")
            .number("ci_lb", "Lower bound of the interval under it")
            .number("ci_ub", "Upper bound of the interval under it")
            .probability("prob_positive", "P(effect > 0) under it")
            .number("expected_profit", "Expected profit under it")
            .text("action", "The action it leads to")
            .flag("changes_action", "Whether this action differs from that of the main analysis")
            .number("tipping_point", "Where along the grid the action changes; NULL if nowhere")
            .column("density_x", DataTypes.createArrayType(DataTypes.DoubleType), "Points of the density curve")
            .column("density_y", DataTypes.createArrayType(DataTypes.DoubleType), "Density at those points")
            .build();

    private SensitivityTable() {}
}
