package tributary.jobs.demo;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.quality.Severity;

/** A Delta table that {@code simulate} writes: it replaces nothing of others unless told so, and says what has no number. */
final class SimulatedTable {
    /** Delta's log keeps with each commit which run wrote it. */
    private static final String WRITER = "userMetadata";

    private SimulatedTable() {}

    /**
     * Refuses places that are taken, before anything is drawn; a table of the same run, such as a killed attempt left, may
     * be replaced.
     *
     * @param tables the places
     * @param run the run's id
     * @param overwrite whether tables of others may be replaced
     * @throws JobFailure usage (2)
     */
    static void requireFree(SparkSession spark, List<String> tables, String run, boolean overwrite) {
        for (String table : tables) {
            boolean there;
            try {
                Path path = new Path(table);
                there = path.getFileSystem(spark.sessionState().newHadoopConf()).exists(path);
            } catch (IOException | IllegalArgumentException e) {
                throw new JobFailure(
                        ExitCode.USAGE,
                        "The table " + JobFailure.quote(table) + " cannot be written.",
                        JobFailure.rootMessage(e),
                        "Name another place with simulate.table or simulate.warehouse.",
                        e);
            }
            if (there && !overwrite && !writer(spark, table).equals(run)) {
                throw JobFailure.usage(
                        "The table " + JobFailure.quote(table) + " exists already.",
                        "This run did not write it, and what is drawn would replace it.",
                        "Name another place with simulate.table or simulate.warehouse, or set simulate.overwrite = true.");
            }
        }
    }

    /** The run that wrote the newest version; empty for what is no table of ours. */
    private static String writer(SparkSession spark, String table) {
        try {
            String quoted = "delta.`" + table.replace("`", "``") + "`";
            Row last = spark.sql("DESCRIBE HISTORY " + quoted + " LIMIT 1").first();
            Object found = last.getAs(WRITER);
            return found == null ? "" : found.toString();
        } catch (Exception e) { // AnalysisException, undeclared: no Delta table
            return "";
        }
    }

    /** Writes the table whole, with the run's id in its log. */
    static void save(Dataset<Row> rows, String table, String run) {
        rows.write()
                .format("delta")
                .mode("overwrite")
                .option("overwriteSchema", true)
                .option("delta.enableDeletionVectors", "false")
                .option(WRITER, run)
                .save(table);
    }

    /** A check for each column of numbers: how many rows were drawn that have none, and stand as NULL. */
    static List<QualityCheck> nonFinite(SparkSession spark, String table, String analysis) {
        Dataset<Row> rows = spark.read().format("delta").load(table);
        List<String> names = java.util.Arrays.stream(rows.schema().fields())
                .filter(f -> f.dataType().equals(DataTypes.DoubleType))
                .map(f -> f.name())
                .toList();
        Column[] counts = names.stream()
                .map(name -> functions.count_if(
                        rows.col("`" + name.replace("`", "``") + "`").isNull()))
                .toArray(Column[]::new);
        Row found = rows.agg(functions.count(functions.lit(1)), counts).first();
        return java.util.stream.IntStream.range(0, names.size())
                .mapToObj(k -> {
                    long missing = found.getLong(1 + k);
                    return new QualityCheck(
                            "non_finite",
                            analysis,
                            names.get(k),
                            null,
                            (double) missing,
                            0,
                            Severity.WARN,
                            missing == 0,
                            missing,
                            missing + " of " + found.getLong(0) + " rows of " + table
                                    + " were drawn NaN or infinite, and are NULL there",
                            "narrow the priors of the model, or set its parameters in simulate.do");
                })
                .toList();
    }

    /** What of the checks failed, in a line; empty if nothing. */
    static String words(List<QualityCheck> checks) {
        return checks.stream()
                .filter(c -> !c.passed())
                .map(c -> c.rowsAffected() + " of " + c.metric())
                .collect(Collectors.joining(", "));
    }
}
