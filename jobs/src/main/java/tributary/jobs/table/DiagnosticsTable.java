package tributary.jobs.table;

import org.apache.spark.sql.types.DataTypes;

/** Table {@code diagnostics}: how sampling went, per parameter and chain. */
public final class DiagnosticsTable {
    /** The note of draws that a certificate stands for: weighted ones, or those of many chains once these agree. */
    public static final String NO_CHAINS =
            "draws are resampled, by their weights or from chains that agreed, and form no chains of their own";

    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "diagnostics", "How sampling went, for one parameter and chain, or all chains together")
            .gatedBy("analysis")
            .key("job", "The command")
            .key("analysis", "The analysis, such as an experiment")
            .key("parameter", "The parameter or estimand")
            .key("group_key", "The group; all for everybody")
            .column("chain", DataTypes.IntegerType, "Chain, 0-based; NULL for all chains together")
            .count("divergences", "Divergent transitions")
            .size("e_bfmi", "Energy Bayesian fraction of missing information")
            .count("max_tree_depth", "Deepest tree reached")
            .number("r_hat", "Rank-normalised split R-hat; NULL for independent draws")
            .size("ess_bulk", "Bulk effective sample size")
            .size("ess_tail", "Tail effective sample size")
            .number("k_hat", "Pareto k-hat; NULL without importance weights")
            .size("importance_ess", "Effective sample size of the importance weights")
            .number(
                    "consensus_shift",
                    "Raw consensus less the certified answer in posterior sds, of the parameter's unconstrained coordinate"
                            + " that is furthest off; NULL where no shards were sampled")
            .text("reason", "Why a number is NULL, where one is")
            .build();

    private DiagnosticsTable() {}
}
