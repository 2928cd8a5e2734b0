package tributary.jobs.table;

import java.util.LinkedHashMap;
import java.util.Map;
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
                """);
        queries()
                .forEach((name, query) -> sql.append("\nCREATE OR REPLACE VIEW ")
                        .append(name)
                        .append(" AS\n")
                        .append(query)
                        .append(";\n"));
        return sql.toString();
    }

    /**
     * Makes the tables (by their plain names, with {@code quarantine_} before those held back) and the views as
     * temporary views of the session. A table that was never written is empty.
     */
    public static void register(SparkSession spark, TableStore store) {
        for (TableDefinition table : ResultTables.ALL) {
            rows(spark, store, table, false).createOrReplaceTempView(table.name());
            if (table.gated()) {
                rows(spark, store, table, true).createOrReplaceTempView("quarantine_" + table.name());
            }
        }
        queries().forEach((name, query) -> spark.sql(query).createOrReplaceTempView(name));
    }

    private static Dataset<Row> rows(SparkSession spark, TableStore store, TableDefinition table, boolean quarantine) {
        return store.read(table, quarantine)
                .orElseGet(() -> spark.createDataFrame(java.util.List.<Row>of(), table.schema()));
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
