package tributary.jobs.run;

import java.util.List;
import tributary.jobs.table.TableInput;
import tributary.jobs.table.WorstDiagnostics;

/**
 * What a job's run ended with; the frame makes the {@code runs} row of it.
 *
 * @param results the writer that was used, which knows the gates and what was written
 * @param inputs the inputs with the rows and fingerprints that reading them found
 * @param worst the worst diagnostics
 * @param summary what the command prints for people, such as the decision table; may be empty
 */
public record Outcome(Results results, List<TableInput> inputs, WorstDiagnostics worst, String summary) {
    public Outcome {
        inputs = List.copyOf(inputs);
    }
}
