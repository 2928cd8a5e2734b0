package tributary.jobs.table;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import tributary.estimand.Population;

/** Table {@code estimands}: a question of a model, and how its answer was computed from the draws. */
public final class EstimandsTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "estimands", "One question put to a model, and how each draw's answer was computed")
            .gatedBy("model")
            .key("model", "The model")
            .key("estimand", "The estimand, by its name in the model file; of a media mix SCENARIO.quantity")
            .key("group_key", "The group it is of; all for everybody")
            .key("question", "The question, as written")
            .word("population", List.of("sample", "super"), "Whom averages are over: the rows, or what they sample")
            .key("method", "How noise and rows were averaged over")
            .size(
                    "monte_carlo_error",
                    "Standard error of one draw's value by drawn noise or chosen rows; 0 where exact")
            .size("monte_carlo_share", "That error as a share of the posterior standard deviation")
            .text("reason", "Why there is no value, where there is none")
            .build();

    private EstimandsTable() {}

    /** A row, for {@code Results.write}. */
    public static Row row(
            String model,
            String estimand,
            String group,
            String question,
            Population population,
            String method,
            double error,
            double sd,
            String note) {
        return RowFactory.create(
                model,
                estimand,
                group,
                question,
                population.name().toLowerCase(Locale.ROOT),
                method,
                Cells.number(error),
                sd > 0 ? Cells.number(error / sd) : null,
                Cells.text(note));
    }
}
