package tributary.jobs.run;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import tributary.jobs.table.TableDefinition;
import tributary.jobs.table.TableOutput;
import tributary.jobs.table.TableStore;

/**
 * Writes the results of an attempt: rows of analyses that passed to the result tables, rows of the others to their
 * twins in quarantine. Nothing written here is seen by a reader until the {@code runs} row follows.
 */
public final class Results {
    private final TableStore store;
    private final String runId;
    private final String attemptId;
    private final Gates gates;
    private final List<TableOutput> outputs;

    Results(TableStore store, String runId, String attemptId, Gates gates, List<TableOutput> outputs) {
        this.store = store;
        this.runId = runId;
        this.attemptId = attemptId;
        this.gates = gates;
        this.outputs = outputs;
    }

    /** The verdicts behind this writer. */
    public Gates gates() {
        return gates;
    }

    /**
     * Appends rows to a table, each to the side its analysis belongs to.
     *
     * @param rows the table's columns by name, without run and attempt id; nullable columns may be absent
     */
    public void write(TableDefinition table, Dataset<Row> rows) {
        List<String> held = gates.heldBack();
        if (!table.gated() || held.isEmpty()) {
            outputs.add(store.append(table, false, rows, runId, attemptId));
        } else if (gates.published().isEmpty()) {
            outputs.add(store.append(table, true, rows, runId, attemptId));
        } else {
            Column back = col(table.analysisColumn()).isin(held.toArray());
            outputs.add(store.append(table, false, rows.where(back.unary_$bang()), runId, attemptId));
            outputs.add(store.append(table, true, rows.where(back), runId, attemptId));
        }
    }

    /** Appends a few rows made on the driver, in the column order of {@code table.rowSchema()}. */
    public void write(TableDefinition table, List<Row> rows) {
        write(table, store.rows(table, rows));
    }
}
