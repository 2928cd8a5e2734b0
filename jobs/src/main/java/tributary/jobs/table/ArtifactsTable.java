package tributary.jobs.table;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import tributary.decide.WorkflowArtifact;

/** Table {@code artifacts}: the workflow artifacts of an analysis, each present or absent with its reason. */
public final class ArtifactsTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "artifacts", "One workflow artifact of an analysis, present or absent with its reason")
            .gatedBy("analysis", "metric", "")
            .key("job", "The command")
            .key("analysis", "The analysis, such as an experiment")
            .key("metric", "The metric or outcome")
            .word(
                    "artifact",
                    List.of(
                            "estimand",
                            "identification",
                            "likelihood",
                            "priors",
                            "posterior",
                            "predictive_checks",
                            "sensitivity",
                            "decision"),
                    "Which of the workflow's artifacts")
            .key("present", DataTypes.BooleanType, "Whether the run has it")
            .key("description", "What it is; or, where absent, why")
            .build();

    private ArtifactsTable() {}

    /** The row of an artifact of {@code job}, for {@code Results.write}. */
    public static Row row(String job, WorkflowArtifact a) {
        return RowFactory.create(job, a.analysis(), a.metric(), Cells.word(a.step()), a.present(), a.content());
    }
}
