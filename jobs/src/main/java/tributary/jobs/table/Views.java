package tributary.jobs.table;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The views analysts read, made from the table definitions: {@code published_*} (winning attempts of runs that
 * succeeded) and {@code latest_*} (of those, per analysis the newest logical date, then the newest finish).
 *
 * <p>The SQL is plain enough for Spark, Trino and DuckDB alike. The winning attempt of a run is its newest that
 * SUCCEEDED or was PARTIAL; rows of attempts without a {@code runs} row are never seen.
 */
public final class Views {
    private static final Pattern WORD_BREAK = Pattern.compile("[^a-z0-9_]+");

    private Views() {}

    /** Every view and its query, in an order in which each may use those before it. */
    public static Map<String, String> queries() {
        Map<String, String> views = new LinkedHashMap<>();
        views.put("published_runs", """
                SELECT r.*
                FROM runs r
                JOIN (
                  SELECT run_id, attempt_id,
                         ROW_NUMBER() OVER (PARTITION BY run_id ORDER BY finished_at DESC, attempt_id DESC) AS age
                  FROM runs
                  WHERE status IN ('SUCCEEDED', 'PARTIAL')
                ) winner ON r.run_id = winner.run_id AND r.attempt_id = winner.attempt_id AND winner.age = 1""");
        views.put("published_analyses", """
                SELECT t.*
                FROM analyses t
                JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id
                WHERE t.verdict = 'published'""");
        views.put("latest_analyses", """
                SELECT t.*
                FROM published_analyses t
                JOIN (
                  SELECT a.run_id, a.attempt_id, a.analysis,
                         ROW_NUMBER() OVER (
                           PARTITION BY a.command, a.analysis
                           ORDER BY COALESCE(r.logical_date, DATE '0001-01-01') DESC, r.finished_at DESC,
                                    a.attempt_id DESC) AS age
                  FROM published_analyses a
                  JOIN published_runs r ON a.run_id = r.run_id AND a.attempt_id = r.attempt_id
                ) newest ON t.run_id = newest.run_id AND t.attempt_id = newest.attempt_id
                        AND t.analysis = newest.analysis AND newest.age = 1""");
        views.put("latest_runs", """
                SELECT r.*
                FROM published_runs r
                JOIN (SELECT DISTINCT run_id, attempt_id FROM latest_analyses) a
                  ON r.run_id = a.run_id AND r.attempt_id = a.attempt_id""");
        for (TableDefinition table : ResultTables.ALL) {
            views.putIfAbsent("published_" + table.name(), published(table));
            views.putIfAbsent("latest_" + table.name(), latest(table));
        }
        return views;
    }

    /** The file {@code conf/views.sql}: the same views as permanent ones, for any engine. */
    public static String script() {
        StringBuilder sql = new StringBuilder("""
                -- The views over the result tables, for catalogs that keep views. Generated from the table definitions.
                -- Run it with the results schema as the current schema; scripts/sql makes the same views by itself.
                -- published_*: rows of the winning attempt of every run that came to results. latest_*: of these, for each
                -- analysis, those of its newest logical date (of several runs for that date, of the last to finish).
                """);
        queries()
                .forEach((name, query) -> sql.append("\n-- ")
                        .append(name)
                        .append(": ")
                        .append(comment(name))
                        .append("\nCREATE OR REPLACE VIEW ")
                        .append(name)
                        .append(" AS\n")
                        .append(query)
                        .append(";\n"));
        return sql.toString();
    }

    /** What a row of a view is. */
    private static String comment(String view) {
        String table = view.substring(view.indexOf('_') + 1);
        return ResultTables.ALL.stream()
                .filter(t -> t.name().equals(table))
                .findFirst()
                .orElseThrow()
                .comment();
    }

    /**
     * Makes the tables (by their plain names, with {@code quarantine_} before those held back) and the views as
     * temporary views of the session. A table that was never written is empty.
     */
    public static void register(SparkSession spark, TableStore store) {
        register(spark, (table, quarantine) -> rows(spark, store, table, quarantine), name -> true);
    }

    /** The same, as far as {@code query} speaks of them; all if it speaks of none. */
    public static void registerFor(String query, SparkSession spark, TableStore store) {
        registerFor(query, spark, (table, quarantine) -> rows(spark, store, table, quarantine));
    }

    /** Where the rows of the tables come from. */
    @FunctionalInterface
    public interface Tables {
        /** All rows of a table, or of its twin in quarantine; none if it was never written. */
        Dataset<Row> rows(TableDefinition table, boolean quarantine);
    }

    /** The same over tables that lie anywhere. */
    public static void registerFor(String query, SparkSession spark, Tables tables) {
        Map<String, String> queries = queries();
        Set<String> spoken = new HashSet<>(words(query));
        for (int before = 0; before < spoken.size(); ) {
            before = spoken.size();
            List.copyOf(spoken).forEach(word -> spoken.addAll(words(queries.getOrDefault(word, ""))));
        }
        boolean none = ResultTables.ALL.stream()
                .noneMatch(t -> spoken.contains(t.name()) || spoken.contains("quarantine_" + t.name()));
        register(spark, tables, none ? name -> true : spoken::contains);
    }

    private static Set<String> words(String sql) {
        return new HashSet<>(List.of(WORD_BREAK.split(sql.toLowerCase(Locale.ROOT))));
    }

    private static void register(SparkSession spark, Tables tables, Predicate<String> wanted) {
        for (TableDefinition table : ResultTables.ALL) {
            if (wanted.test(table.name())) {
                tables.rows(table, false).createOrReplaceTempView(table.name());
            }
            if (table.gated() && wanted.test("quarantine_" + table.name())) {
                tables.rows(table, true).createOrReplaceTempView("quarantine_" + table.name());
            }
        }
        queries().forEach((name, query) -> {
            if (wanted.test(name)) {
                spark.sql(query).createOrReplaceTempView(name);
            }
        });
    }

    /** The rows as they lie in the store. */
    public static Dataset<Row> rows(SparkSession spark, TableStore store, TableDefinition table, boolean quarantine) {
        return store.read(table, quarantine).orElseGet(() -> spark.createDataFrame(List.<Row>of(), table.schema()));
    }

    private static String published(TableDefinition table) {
        return """
                SELECT t.*
                FROM %s t
                JOIN published_runs r ON t.run_id = r.run_id AND t.attempt_id = r.attempt_id""".formatted(table.name());
    }

    private static String latest(TableDefinition table) {
        String analysis = table.gated() ? table.analysisColumn() : "analysis";
        return """
                SELECT t.*
                FROM %s t
                JOIN latest_analyses a
                  ON t.run_id = a.run_id AND t.attempt_id = a.attempt_id AND t.%s = a.analysis""".formatted(table.name(), analysis);
    }
}
