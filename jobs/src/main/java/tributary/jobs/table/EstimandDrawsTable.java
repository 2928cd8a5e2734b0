package tributary.jobs.table;

/** Table {@code estimand_draws}: one draw of one question that was put to a model. */
public final class EstimandDrawsTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "estimand_draws", "One posterior draw of one estimand of a model")
            .gatedBy("model")
            .key("model", "The model")
            .key("estimand", "The estimand, by its name in the model file; of a media mix SCENARIO.quantity")
            .key("group_key", "The group it is of; all for everybody")
            .position("chain", "Chain")
            .position("draw", "Draw within the chain")
            .number("value", "The value; NULL where it does not exist, such as a division by zero")
            .build();

    private EstimandDrawsTable() {}
}
