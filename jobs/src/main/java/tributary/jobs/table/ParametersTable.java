package tributary.jobs.table;

import org.apache.spark.sql.types.DataTypes;

/** Table {@code parameters}: what a parameter of a model is: order, transform, prior, and how it was answered. */
public final class ParametersTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "parameters", "One parameter of a model as it was bound to its data")
            .gatedBy("model")
            .key("model", "The model")
            .key("parameter", "The parameter, without its group")
            .key("group_key", "The level or element it is of; empty where it has none")
            .key("position", DataTypes.IntegerType, "Its place in the model's order of parameters, 0-based")
            .text("transform", "From the unconstrained to its own scale; NULL for what is computed from others")
            .text("prior", "Its prior in words; NULL for what is computed from others")
            .text("prior_origin", "stated, default (scaled by the data) or flat")
            .key("factor", DataTypes.IntegerType, "The factor of the posterior it belongs to, 0-based")
            .word("path", Words.PATHS, "How the factor was answered")
            .word("status", Words.STATUSES, "What vouches for it")
            .build();

    private ParametersTable() {}
}
