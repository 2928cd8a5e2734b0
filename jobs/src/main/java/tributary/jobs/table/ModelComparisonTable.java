package tributary.jobs.table;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import tributary.check.LeftOutSums;

/** Table {@code model_comparison}: one model of the same rows, by what it predicts of what is left out. */
public final class ModelComparisonTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "model_comparison", "One model of the same rows, ranked by what it predicts of what is left out")
            .gatedBy("analysis", "metric", "")
            .key("job", "The command")
            .key("analysis", "The analysis")
            .key("metric", "The outcome")
            .key("model", "The model, such as multilevel, mundlak or the name of a rival")
            .word("left_out", List.of("row", "segment"), "What is left out at a time")
            .key("place", DataTypes.IntegerType, "Its place, 1 the best; without a density last")
            .number("elpd_loo", "Expected log predictive density by PSIS-LOO; NULL where it does not exist")
            .size("se", "Its standard error")
            .number("p_loo", "Effective number of parameters")
            .number("difference", "elpd_loo less that of the best, at most 0")
            .size("se_difference", "Its standard error")
            .number("worst_k_hat", "Largest Pareto k-hat")
            .count("unreliable", "Parts whose k-hat is above its limit")
            .number(
                    "effect",
                    "Posterior mean of the effect under this model: of the first treatment, or of the first question that all ask")
            .size("effect_sd", "Its standard deviation")
            .text(
                    "reason",
                    "Why a number is NULL, where one is; what the data say of the independences that the model's graph implies")
            .build();

    private ModelComparisonTable() {}

    /**
     * The row of a model with a row left out at a time, for {@code Results.write}.
     *
     * @param effect mean and standard deviation of the effect; NaN for none
     */
    public static Row row(
            String job,
            String analysis,
            String metric,
            String model,
            int place,
            LeftOutSums.Place p,
            double[] effect,
            String reason) {
        return RowFactory.create(
                job,
                analysis,
                metric,
                model,
                "row",
                place,
                Cells.number(p.elpd()),
                Cells.number(p.standardError()),
                Cells.number(p.effectiveParameters()),
                Cells.number(p.difference()),
                Cells.number(p.differenceError()),
                Cells.number(p.worstKHat()),
                Double.isNaN(p.elpd()) ? null : Long.valueOf(p.unreliable()),
                Cells.number(effect[0]),
                Cells.number(effect[1]),
                Cells.text(reason));
    }
}
