package tributary.jobs.table;

import io.delta.tables.DeltaTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import tributary.jobs.JobFailure;

/**
 * Brings a result table that another version of Tributary made to the columns and constraints of this one, or says why that
 * cannot be.
 *
 * <p>Columns that may be NULL are added, constraints that now say something else are replaced; nothing is removed and no row is
 * rewritten. A column of another type, or a key that is missing, is refused: rows there mean something else.
 */
final class TableUpgrade {
    private static final String CONSTRAINT = "delta.constraints.";

    private final SparkSession spark;
    private final TableDefinition table;
    private final String location;
    private final boolean named;

    /**
     * Of one table.
     *
     * @param location its path, or its name in the catalog
     * @param named whether it is a name
     */
    TableUpgrade(SparkSession spark, TableDefinition table, String location, boolean named) {
        this.spark = spark;
        this.table = table;
        this.location = location;
        this.named = named;
    }

    /** Makes the changes that are needed; whether there were any. Fails with exit code 2 where none would help. */
    boolean made() {
        StructType there = named
                ? spark.table(location).schema()
                : spark.read().format("delta").load(location).schema();
        boolean lacking = lacks(there);
        if (lacking) {
            add();
        }
        return constrained() || lacking;
    }

    /** Whether columns are missing that may be added; refuses what cannot be mended. */
    private boolean lacks(StructType there) {
        Map<String, StructField> found = new HashMap<>();
        Arrays.stream(there.fields()).forEach(f -> found.put(f.name().toLowerCase(Locale.ROOT), f));
        boolean lacking = false;
        for (StructField wanted : table.schema().fields()) {
            StructField has = found.remove(wanted.name());
            if (has == null && !wanted.nullable()) {
                throw refused("It lacks the column " + wanted.name() + ", without which no row means anything.");
            }
            if (has == null) {
                lacking = true;
            } else if (!has.dataType().catalogString().equals(wanted.dataType().catalogString())) {
                throw refused("Its column " + wanted.name() + " is "
                        + has.dataType().catalogString() + ", and this version writes "
                        + wanted.dataType().catalogString() + ".");
            }
        }
        found.values().stream().filter(f -> !f.nullable()).findFirst().ifPresent(other -> {
            throw refused("Its column " + JobFailure.quote(other.name())
                    + " must not be NULL, and this version knows no such column.");
        });
        return lacking;
    }

    /** An append of no rows in which all columns are told of, comments included. */
    private void add() {
        var writer = spark.createDataFrame(List.<Row>of(), table.schema())
                .write()
                .format("delta")
                .mode("append")
                .option("mergeSchema", "true");
        if (named) {
            writer.saveAsTable(location);
        } else {
            writer.save(location);
        }
    }

    /** Whether a constraint was new, or said something else before. */
    private boolean constrained() {
        DeltaTable delta = named ? DeltaTable.forName(spark, location) : DeltaTable.forPath(spark, location);
        Map<String, String> properties =
                delta.detail().select("properties").first().getJavaMap(0);
        String place = named ? location : "delta.`" + location.replace("`", "``") + "`";
        boolean changed = false;
        for (TableCheck check : table.checks()) {
            String before = properties.get(CONSTRAINT + check.name());
            if (before == null || !bare(before).equals(bare(check.condition()))) {
                if (before != null) {
                    spark.sql("ALTER TABLE " + place + " DROP CONSTRAINT " + check.name());
                }
                spark.sql("ALTER TABLE " + place + " ADD CONSTRAINT " + check.name() + " CHECK (" + check.condition()
                        + ")");
                changed = true;
            }
        }
        return changed;
    }

    /** A condition without blanks, which Delta sets its own. */
    private static String bare(String condition) {
        return condition.replaceAll("\\s", "");
    }

    private JobFailure refused(String cause) {
        return JobFailure.usage(
                "The result table " + table.name() + " at " + location
                        + " is not as this version of Tributary writes it.",
                cause,
                "Choose another results root, or move that table away: another program made it, or a version whose columns"
                        + " meant something else. Nothing of this attempt is published.");
    }
}
