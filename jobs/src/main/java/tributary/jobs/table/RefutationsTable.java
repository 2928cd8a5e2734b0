package tributary.jobs.table;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import tributary.check.Refutation;

/** Table {@code refutations}: one attempt to refute an effect; one that fails leaves it not refuted, never shown right. */
public final class RefutationsTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "refutations", "One attempt to refute an estimand in a world where its answer is known")
            .gatedBy("analysis")
            .key("job", "The command")
            .key("analysis", "The analysis: the model")
            .key("estimand", "The estimand")
            .word(
                    "refutation",
                    List.of("placebo_treatment", "dummy_outcome", "random_common_cause", "subset", "negative_control"),
                    "What was tried")
            .key("repetitions", DataTypes.IntegerType, "How often it was tried; 0 where it could not be")
            .number("expected", "The answer expected")
            .number("observed", "The mean answer over the repetitions")
            .size("expected_sd", "How far one answer is expected to lie from the expected one")
            .number("statistic", "Sum of squared standardised distances, chi-square on the repetitions if all is well")
            .probability("p_value", "Probability of such a statistic if all is well")
            .flag("passed", "Whether the effect is not refuted; NULL where it was not tried")
            .key("reason", "What was done and what it means, in words")
            .build();

    private RefutationsTable() {}

    /** The row of an attempt of {@code job}, for {@code Results.write}. */
    public static Row row(String job, String analysis, Refutation r) {
        return RowFactory.create(
                job,
                analysis,
                r.estimand(),
                r.kind().word(),
                r.repetitions(),
                Cells.number(r.expected()),
                Cells.number(r.observed()),
                Cells.number(r.spread()),
                Cells.number(r.statistic()),
                Cells.number(r.probability()),
                r.repetitions() == 0 ? null : !r.refuted(),
                r.words());
    }
}
