package tributary.jobs.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a result table is: its name, meaning, columns and constraints; the source from which tables, views and
 * their tests are made.
 *
 * <p>Every definition begins with {@code run_id} and {@code attempt_id}, both NOT NULL: a reader joins on both
 * with the {@code runs} table, so rows of an attempt that never finished are never seen.
 *
 * @param name the table's name in the results root
 * @param comment what a row is
 * @param analysisColumn the column that names the analysis whose gate decides where a row goes, or empty where
 *     rows are written whatever the gates say
 * @param metricColumn the column that names the metric, where rows of one metric may be held back alone, or empty
 * @param unitColumn the column that names the unit, where rows of one unit may be held back alone, or empty
 * @param columns all columns, in order
 * @param checks the CHECK constraints
 */
public record TableDefinition(
        String name,
        String comment,
        String analysisColumn,
        String metricColumn,
        String unitColumn,
        List<TableColumn> columns,
        List<TableCheck> checks) {
    /** The column that names the run, first in every table. */
    public static final String RUN_ID = "run_id";

    /** The column that names the attempt, second in every table. */
    public static final String ATTEMPT_ID = "attempt_id";

    public TableDefinition {
        columns = List.copyOf(columns);
        checks = List.copyOf(checks);
    }

    /** Whether rows of this table are held back when their analysis fails a gate. */
    public boolean gated() {
        return !analysisColumn.isEmpty();
    }

    /** The table's Spark schema, with comments and nullability. */
    public StructType schema() {
        return new StructType(columns.stream()
                .map(c -> new StructField(
                        c.name(),
                        c.type(),
                        c.nullable(),
                        new MetadataBuilder().putString("comment", c.comment()).build()))
                .toArray(StructField[]::new));
    }

    /** The schema of what a job writes: all columns but the run and attempt id, which the frame adds. */
    public StructType rowSchema() {
        return new StructType(Arrays.stream(schema().fields())
                .filter(f -> !f.name().equals(RUN_ID) && !f.name().equals(ATTEMPT_ID))
                .toArray(StructField[]::new));
    }

    static Builder table(String name, String comment) {
        return new Builder(name, comment);
    }

    /** Writes a definition down in the words of its columns: keys, probabilities, finite numbers. */
    static final class Builder {
        /**
         * Holds for finite numbers alone: NaN is above every number in Spark. Written in numbers, because a cast of the
         * text 'infinity' is parsed, by way of an exception, for every row.
         */
        private static final String FINITE = " BETWEEN -1.7976931348623157E308D AND 1.7976931348623157E308D";

        private final String name;
        private final String comment;
        private String analysisColumn = "";
        private String metricColumn = "";
        private String unitColumn = "";
        private final List<TableColumn> columns = new ArrayList<>();
        private final List<TableCheck> checks = new ArrayList<>();

        private Builder(String name, String comment) {
            this.name = name;
            this.comment = comment;
            key(RUN_ID, DataTypes.StringType, "The run; join with runs on run_id and attempt_id");
            key(ATTEMPT_ID, DataTypes.StringType, "The attempt of the run that wrote the row");
        }

        /** The column whose analysis decides whether a row is published or quarantined. */
        Builder gatedBy(String column) {
            return gatedBy(column, "", "");
        }

        /** The same, and the columns whose metric and unit may be quarantined alone; empty for none. */
        Builder gatedBy(String analysis, String metric, String unit) {
            analysisColumn = analysis;
            metricColumn = metric;
            unitColumn = unit;
            return this;
        }

        /** A column that is never NULL. */
        Builder key(String column, DataType type, String meaning) {
            return add(column, type, false, meaning);
        }

        /** Text that is never NULL. */
        Builder key(String column, String meaning) {
            return key(column, DataTypes.StringType, meaning);
        }

        /** Text, or NULL. */
        Builder text(String column, String meaning) {
            return add(column, DataTypes.StringType, true, meaning);
        }

        /** A column of any type, or NULL. */
        Builder column(String column, DataType type, String meaning) {
            return add(column, type, true, meaning);
        }

        /** One of a few words, never NULL. */
        Builder word(String column, List<String> words, String meaning) {
            String list = words.stream().map(w -> "'" + w + "'").collect(Collectors.joining(", "));
            return key(column, meaning + " (one of " + String.join(", ", words) + ")")
                    .check(column + "_is_known", column + " IN (" + list + ")");
        }

        /** A finite number, or NULL where there is none. */
        Builder number(String column, String meaning) {
            return add(column, DataTypes.DoubleType, true, meaning)
                    .check(column + "_is_finite", column + " IS NULL OR " + column + FINITE);
        }

        /** A finite number that is never NULL. */
        Builder keyNumber(String column, String meaning) {
            return key(column, DataTypes.DoubleType, meaning).check(column + "_is_finite", column + FINITE);
        }

        /** A finite number that is not negative, or NULL. */
        Builder size(String column, String meaning) {
            return add(column, DataTypes.DoubleType, true, meaning)
                    .check(
                            column + "_is_not_negative",
                            column + " IS NULL OR (" + column + " >= 0 AND " + column + FINITE + ")");
        }

        /** A probability or share between 0 and 1, or NULL. */
        Builder probability(String column, String meaning) {
            return add(column, DataTypes.DoubleType, true, meaning + " (0 to 1)")
                    .check(
                            column + "_is_probability",
                            column + " IS NULL OR (" + column + " >= 0 AND " + column + " <= 1)");
        }

        /** A count, or NULL. */
        Builder count(String column, String meaning) {
            return add(column, DataTypes.LongType, true, meaning)
                    .check(column + "_is_count", column + " IS NULL OR " + column + " >= 0");
        }

        /** A 0-based position that is never NULL: a chain or a draw. */
        Builder position(String column, String meaning) {
            return key(column, DataTypes.IntegerType, meaning + ", 0-based")
                    .check(column + "_is_position", column + " >= 0");
        }

        /** A truth value, or NULL. */
        Builder flag(String column, String meaning) {
            return add(column, DataTypes.BooleanType, true, meaning);
        }

        /** A condition every row satisfies. */
        Builder check(String checkName, String condition) {
            checks.add(new TableCheck(checkName, condition));
            return this;
        }

        TableDefinition build() {
            return new TableDefinition(name, comment, analysisColumn, metricColumn, unitColumn, columns, checks);
        }

        private Builder add(String column, DataType type, boolean nullable, String meaning) {
            columns.add(new TableColumn(column, type, nullable, meaning));
            return this;
        }
    }
}
