package tributary.jobs.scan;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import tributary.jobs.JobFailure;

/** Untrusted names made into columns: quoted, never read as SQL, and missing ones refused with the nearest name. */
final class Columns {
    private Columns() {}

    /** The column of exactly this name, whatever characters it holds. */
    static Column named(String name) {
        return col(quoted(name));
    }

    /** The name in back-quotes, those within it doubled. */
    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** Whether the table has a column of exactly this name. */
    static boolean has(Dataset<Row> table, String name) {
        return Arrays.asList(table.columns()).contains(name);
    }

    /**
     * Checks that all names are columns of the table.
     *
     * @throws JobFailure usage, naming every missing column and those there are
     */
    static void require(Dataset<Row> table, String tableName, List<String> names) {
        List<String> missing = names.stream()
                .filter(n -> !has(table, n))
                .distinct()
                .map(JobFailure::quote)
                .toList();
        if (!missing.isEmpty()) {
            throw JobFailure.usage(
                    "input " + tableName + " lacks the column" + (missing.size() > 1 ? "s " : " ")
                            + String.join(", ", missing),
                    "the table has the columns " + String.join(", ", table.columns()),
                    "correct the column mapping in the conf, or the table (names are case-sensitive)");
        }
    }
}
