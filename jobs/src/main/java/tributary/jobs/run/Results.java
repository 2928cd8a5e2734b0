package tributary.jobs.run;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import tributary.jobs.table.TableDefinition;
import tributary.jobs.table.TableStore;

/**
 * Writes the results of an attempt: rows of analyses and parts that passed to the result tables, rows of the others to
 * their twins in quarantine. Tables are written side by side, and nothing written here is seen by a reader until the
 * {@code runs} row follows.
 */
public final class Results {
    private final TableStore store;
    private final String runId;
    private final String attemptId;
    private final Gates gates;
    private final Writes writes;

    Results(TableStore store, String runId, String attemptId, Gates gates, Writes writes) {
        this.store = store;
        this.runId = runId;
        this.attemptId = attemptId;
        this.gates = gates;
        this.writes = writes;
    }

    /** The verdicts behind this writer. */
    public Gates gates() {
        return gates;
    }

    /**
     * Begins to append rows to a table, each to the side its analysis, metric and unit belong to; the frame waits for
     * the end, and a failure ends the run.
     *
     * @param rows the table's columns by name, without run and attempt id; nullable columns may be absent
     */
    public void write(TableDefinition table, Dataset<Row> rows) {
        Optional<Column> back = heldBack(table);
        if (back.isEmpty()) {
            begin(table, false, rows);
        } else if (gates.published().isEmpty()) {
            begin(table, true, rows);
        } else {
            begin(table, false, rows.where(back.get().unary_$bang()));
            begin(table, true, rows.where(back.get()));
        }
    }

    /** The condition under which a row of the table is held back; empty if none is. */
    private Optional<Column> heldBack(TableDefinition table) {
        return gates.heldBack().stream()
                .flatMap(part -> rowsOf(table, part).stream())
                .reduce(Column::or);
    }

    /** The condition for the rows of one part; empty if the table's rows are not about such parts. */
    private static Optional<Column> rowsOf(TableDefinition table, Part part) {
        Optional<Column> rows = is(table.analysisColumn(), Optional.of(part.analysis()));
        if (part.metric().isPresent()) {
            rows = rows.flatMap(r -> is(table.metricColumn(), part.metric()).map(r::and));
        }
        if (part.unit().isPresent()) {
            rows = rows.flatMap(r -> is(table.unitColumn(), part.unit()).map(r::and));
        }
        return rows;
    }

    private static Optional<Column> is(String column, Optional<String> name) {
        return column.isEmpty() ? Optional.empty() : name.map(col(column)::eqNullSafe);
    }

    private void begin(TableDefinition table, boolean quarantine, Dataset<Row> rows) {
        writes.begin(table.name(), () -> store.append(table, quarantine, rows, runId, attemptId));
    }

    /** Appends a few rows made on the driver, in the column order of {@code table.rowSchema()}. */
    public void write(TableDefinition table, List<Row> rows) {
        write(table, store.rows(table, rows));
    }
}
