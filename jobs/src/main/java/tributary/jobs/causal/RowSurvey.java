package tributary.jobs.causal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tributary.jobs.Counted;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.CausalConf;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.quality.Severity;
import tributary.jobs.shard.ModelTable;
import tributary.jobs.shard.TableSummary;

/**
 * What one pass over the rows tells before anything is planned: of which rows the model is answered, which lack a value,
 * and the gates that hold the analysis back.
 *
 * @param rows the rows that are answered from
 * @param summary what the pass told of them; of all rows where a gate failed
 * @param leftOut the rows that lack a value and are not
 * @param failed the gates that failed, one for each column; empty where the rows can be answered from
 */
record RowSurvey(ModelTable rows, TableSummary summary, LeftOut leftOut, List<QualityCheck> failed) {
    RowSurvey {
        failed = List.copyOf(failed);
    }

    /**
     * Rows that lack a value and are left out, because the conf says so.
     *
     * @param rows how many; 0 where every row is complete
     * @param of how many rows the table has
     * @param words the columns in which values are absent, with how many
     */
    record LeftOut(long rows, long of, String words) {
        /** What was left out, for people. */
        String told() {
            return rows + " of " + Counted.of(of, "row")
                    + (rows == 1 ? " lacks a value and was" : " lack a value and were") + " left out (" + words
                    + "): what is answered is answered of the others";
        }
    }

    /**
     * Surveys a table.
     *
     * @throws JobFailure input absent, where it has no row
     */
    static RowSurvey of(CausalConf conf, ModelTable table) {
        UnaryOperator<String> column = variable -> conf.columns().getOrDefault(variable, variable);
        TableSummary all = table.summary();
        if (all.rows() == 0) {
            throw JobFailure.inputAbsent(
                    "input rows is empty: " + JobFailure.quote(conf.table().location()),
                    "the table has no row",
                    "run again when the input has arrived");
        }
        String missing = all.missing(column, conf.key());
        ModelTable rows = table;
        TableSummary summary = all;
        if (!missing.isEmpty() && conf.dropMissing()) {
            rows = table.complete();
            summary = rows.summary();
        }
        if (!missing.isEmpty() && (!conf.dropMissing() || summary.rows() == 0)) {
            return new RowSurvey(table, all, new LeftOut(0, all.rows(), ""), absent(conf, all, column));
        }
        return new RowSurvey(
                rows,
                summary,
                new LeftOut(all.rows() - summary.rows(), all.rows(), missing),
                sharedKey(conf, rows).stream().toList());
    }

    /** One gate for each column that lacks values. */
    private static List<QualityCheck> absent(CausalConf conf, TableSummary all, UnaryOperator<String> column) {
        String remedy = conf.dropMissing()
                ? "repair the table, or bind other columns: no row has all of its values"
                : "repair or filter the table, or leave such rows out with input.missing = drop";
        List<QualityCheck> gates = new ArrayList<>();
        for (Map.Entry<String, TableSummary.OfColumn> entry : all.columns().entrySet()) {
            String name = column.apply(entry.getKey());
            gates.addAll(absent(conf, name, "", entry.getValue().missing(), all.rows(), remedy));
        }
        String key = conf.key();
        if (key != null) {
            gates.addAll(absent(conf, key, "the key ", all.keyless(), all.rows(), remedy));
        }
        return gates;
    }

    private static List<QualityCheck> absent(
            CausalConf conf, String column, String role, long missing, long rows, String remedy) {
        return missing == 0
                ? List.of()
                : List.of(gate(
                        conf,
                        "missing_values",
                        column,
                        missing,
                        "values are NULL, NaN or infinite, " + missing + " in " + role + JobFailure.quote(column)
                                + " of " + rows + " rows",
                        remedy));
    }

    /** Where every unit is told by its key, a key that two rows share would make two units look like one. */
    private static Optional<QualityCheck> sharedKey(CausalConf conf, ModelTable rows) {
        String key = conf.key();
        if (key == null || (conf.units().isEmpty() && conf.predict().isEmpty())) {
            return Optional.empty();
        }
        return rows.sharedKeys()
                .map(shared -> gate(
                        conf,
                        "shared_keys",
                        key,
                        shared.rows(),
                        "input.key = " + JobFailure.quote(key) + " does not tell rows apart: "
                                + JobFailure.quote(shared.example()) + " stands in several, as in all do keys of "
                                + shared.rows() + " rows, and each unit is told under its key",
                        "name a column that is there once for each row, or make the table's rows unique"));
    }

    private static QualityCheck gate(
            CausalConf conf, String check, @Nullable String column, long rows, String finding, String remedy) {
        return new QualityCheck(
                check, conf.name(), null, column, (double) rows, 0, Severity.GATE, false, rows, finding, remedy);
    }

    /** Why the analysis is held back, in words; only where a gate failed. */
    String complaint() {
        return String.join("; ", failed.stream().map(QualityCheck::words).toList());
    }

    /** @throws JobFailure data gate, where one failed: for whoever asks for a plan and makes no attempt */
    void require() {
        if (!failed.isEmpty()) {
            throw new JobFailure(
                    ExitCode.DATA_GATE,
                    "The rows of the input cannot be answered from.",
                    String.join("; ", failed.stream().map(QualityCheck::finding).toList()) + ".",
                    String.join(
                                    "; ",
                                    failed.stream()
                                            .map(QualityCheck::remedy)
                                            .distinct()
                                            .toList()) + ".");
        }
    }
}
