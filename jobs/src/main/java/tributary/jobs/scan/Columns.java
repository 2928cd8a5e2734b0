package tributary.jobs.scan;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import tributary.jobs.JobFailure;

/** Untrusted names made into columns: quoted, never read as SQL, and missing ones refused with the nearest name. */
final class Columns {
    private static final int MOST_SHOWN = 50;

    private Columns() {}

    /**
     * A column that the conf asks for.
     *
     * @param column its name in the table
     * @param key the conf key that maps it
     */
    record Mapped(String column, String key) {}

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
     * Checks that all mapped names are columns of the table.
     *
     * @param mapped each name with the conf key that asks for it
     * @throws JobFailure usage, naming every missing column with its key, and the columns there are
     */
    static void require(Dataset<Row> table, String tableName, List<Mapped> mapped) {
        List<Mapped> missing =
                mapped.stream().filter(m -> !has(table, m.column())).distinct().toList();
        if (!missing.isEmpty()) {
            throw JobFailure.usage(
                    "input " + tableName + " lacks the column" + (missing.size() > 1 ? "s " : " ")
                            + missing.stream()
                                    .map(m -> JobFailure.quote(m.column()))
                                    .distinct()
                                    .collect(joining(", ")),
                    missing.stream().map(Mapped::key).collect(joining(", "))
                            + (missing.size() > 1 ? " ask for them" : " asks for it")
                            + "; the table has the columns " + shown(table.columns()),
                    "correct these keys in the conf, or the table (names are case-sensitive)");
        }
    }

    private static String shown(String[] columns) {
        String some =
                Arrays.stream(columns).limit(MOST_SHOWN).map(JobFailure::quote).collect(joining(", "));
        return columns.length > MOST_SHOWN ? some + " and " + (columns.length - MOST_SHOWN) + " more" : some;
    }

    /**
     * Refuses a column of a type that cannot serve, with a value of it for example.
     *
     * @throws JobFailure usage
     */
    static JobFailure wrongType(OpenTable table, Mapped mapped, String wanted) {
        Column column = named(mapped.column());
        // Asked for on the way to a refusal only, so this one look at the rows costs nobody anything.
        String example = table.rows().where(column.isNotNull()).select(column.cast("string")).takeAsList(1).stream()
                .map(row -> ", such as " + JobFailure.quote(row.getString(0)))
                .findFirst()
                .orElse("");
        return JobFailure.usage(
                "column " + JobFailure.quote(mapped.column()) + " of input " + table.name() + " has the wrong type "
                        + table.rows()
                                .schema()
                                .apply(mapped.column())
                                .dataType()
                                .simpleString() + example,
                mapped.key() + " asks for it, and " + wanted,
                "map another column by " + mapped.key() + ", or convert this one where the table is made");
    }
}
