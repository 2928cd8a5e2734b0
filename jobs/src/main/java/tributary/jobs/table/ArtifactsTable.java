package tributary.jobs.table;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import tributary.decide.WorkflowArtifact;

/** Table {@code artifacts}: the workflow artifacts of an analysis, each present or absent with its reason. */
public final class ArtifactsTable {
    /** The artifacts in the order of the workflow. */
    public static final List<String> STEPS = Arrays.stream(WorkflowArtifact.Step.values())
            .map(step -> step.name().toLowerCase(Locale.ROOT))
            .toList();

    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "artifacts", "One workflow artifact of an analysis, present or absent with its reason")
            .gatedBy("analysis", "metric", "")
            .key("job", "The command")
            .key("analysis", "The analysis, such as an experiment")
            .key("metric", "The metric or outcome")
            .word("artifact", STEPS, "Which of the workflow's artifacts")
            .key("present", DataTypes.BooleanType, "Whether the run has it")
            .key("description", "What it is; or, where absent, why")
            .build();

    private ArtifactsTable() {}

    /** The row of an artifact of {@code job}, for {@code Results.write}. */
    public static Row row(String job, WorkflowArtifact a) {
        return RowFactory.create(job, a.analysis(), a.metric(), Cells.word(a.step()), a.present(), a.content());
    }
}
