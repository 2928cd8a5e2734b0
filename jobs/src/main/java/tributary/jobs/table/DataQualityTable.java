package tributary.jobs.table;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** Table {@code data_quality}: one check of the inputs, observed against its threshold. */
public final class DataQualityTable {
    /** The table; its rows are written whatever the gates say, for they say why. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "data_quality", "One check of the inputs: what was observed, and what is allowed")
            .key("job", "The command")
            .key("analysis", "The analysis the check is about, such as an experiment")
            .key("check_name", "The check, such as srm, the sample ratio mismatch")
            .text("metric", "The metric it is about, or NULL")
            .text("unit", "The arm, segment or column it is about, or NULL")
            .number("observed", "What was observed; NULL if not finite, with the detail saying so")
            .number("threshold", "What is compared with")
            .word("severity", List.of("gate", "warn"), "Whether failing it holds the analysis back")
            .key("passed", DataTypes.BooleanType, "Whether the check passed")
            .count("rows_affected", "Rows or units concerned")
            .text("detail", "What was found, in words")
            .text("remedy", "What to do about it")
            .build();

    private DataQualityTable() {}

    /**
     * The row of a check that warns and holds nothing back, for {@code Results.write}.
     *
     * @param metric what it is about, or null
     * @param unit the column or level it is about, or null
     * @param observed null where it is no finite number
     * @param affected rows concerned
     */
    public static Row warning(
            String job,
            String analysis,
            String check,
            @Nullable String metric,
            @Nullable String unit,
            @Nullable Double observed,
            double threshold,
            boolean passed,
            long affected,
            String detail,
            String remedy) {
        return RowFactory.create(
                job,
                analysis,
                check,
                metric,
                unit,
                observed == null ? null : Cells.number(observed),
                threshold,
                "warn",
                passed,
                affected,
                detail,
                remedy);
    }
}
