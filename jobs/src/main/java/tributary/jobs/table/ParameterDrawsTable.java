package tributary.jobs.table;

/** Table {@code parameter_draws}: one draw of one parameter of a model, long. */
public final class ParameterDrawsTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "parameter_draws",
                    "One posterior draw of one parameter; draws with the same chain and draw belong together")
            .gatedBy("model")
            .key("model", "The model")
            .key("parameter", "The parameter, without its group")
            .key("group_key", "The level or element it is of; empty where it has none")
            .position("chain", "Chain")
            .position("draw", "Draw within the chain")
            .keyNumber("value", "The value")
            .build();

    private ParameterDrawsTable() {}
}
