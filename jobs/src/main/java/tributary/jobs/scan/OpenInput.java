package tributary.jobs.scan;

import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * An input pinned for reading: its snapshots, known before any row is read, name the run; then it can be scanned.
 *
 * <p>Used on the driver only.
 */
public final class OpenInput {
    private final ExperimentInput input;
    private final List<OpenTable> tables;

    private OpenInput(ExperimentInput input, List<OpenTable> tables) {
        this.input = input;
        this.tables = tables;
    }

    /**
     * Opens every table of an input: Delta versions are read once and pinned.
     *
     * @throws tributary.jobs.JobFailure input absent (5), usage (2), or unexpected (1) for a broken Delta log
     */
    public static OpenInput of(SparkSession spark, ExperimentInput input) {
        InputReader reader = new InputReader(spark);
        return new OpenInput(input, input.tables().stream().map(reader::open).toList());
    }

    /** What was pinned; row counts are -1 until {@link ExperimentScan#run} has read the tables. */
    public List<InputSnapshot> snapshots() {
        return tables.stream().map(OpenTable::snapshot).toList();
    }

    ExperimentInput input() {
        return input;
    }

    SparkSession session() {
        return tables.get(0).rows().sparkSession();
    }

    OpenTable table(int i) {
        return tables.get(i);
    }

    List<InputSnapshot> counted(long... rows) {
        List<InputSnapshot> counted = new java.util.ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            counted.add(tables.get(i).snapshot().withRows(rows[i]));
        }
        return counted;
    }
}
