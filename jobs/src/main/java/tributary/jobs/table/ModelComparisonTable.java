package tributary.jobs.table;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;

/** Table {@code model_comparison}: one model of the same rows, by what it predicts of what is left out. */
public final class ModelComparisonTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "model_comparison", "One model of the same rows, ranked by what it predicts of what is left out")
            .gatedBy("analysis", "metric", "")
            .key("job", "The command")
            .key("analysis", "The analysis")
            .key("metric", "The outcome")
            .key("model", "The model, such as multilevel or mundlak")
            .word("left_out", List.of("row", "segment"), "What is left out at a time")
            .key("place", DataTypes.IntegerType, "Its place, 1 the best; without a density last")
            .number("elpd_loo", "Expected log predictive density by PSIS-LOO; NULL where it does not exist")
            .size("se", "Its standard error")
            .number("p_loo", "Effective number of parameters")
            .number("difference", "elpd_loo less that of the best, at most 0")
            .size("se_difference", "Its standard error")
            .number("worst_k_hat", "Largest Pareto k-hat")
            .count("unreliable", "Parts whose k-hat is above its limit")
            .number("effect", "Posterior mean of the common effect of the first treatment under this model")
            .size("effect_sd", "Its standard deviation")
            .text("reason", "Why a number is NULL, where one is")
            .build();

    private ModelComparisonTable() {}
}
