package tributary.jobs.table;

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

    private EffectDrawsTable() {}
}
