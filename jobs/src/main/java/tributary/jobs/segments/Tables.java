package tributary.jobs.segments;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import tributary.jobs.run.Results;
import tributary.jobs.table.TableDefinition;

/** The rows of all metrics by table, so that each table is written once: a commit costs more than most of its rows. */
final class Tables {
    private final SparkSession spark;
    private final Map<TableDefinition, List<Dataset<Row>>> parts = new LinkedHashMap<>();

    Tables(SparkSession spark) {
        this.spark = spark;
    }

    void add(TableDefinition table, Dataset<Row> rows) {
        parts.computeIfAbsent(table, t -> new ArrayList<>()).add(rows);
    }

    /** A few rows made on the driver. */
    void add(TableDefinition table, List<Row> rows) {
        if (!rows.isEmpty()) {
            add(table, spark.createDataFrame(rows, table.rowSchema()).coalesce(1));
        }
    }

    /** Rows that tasks make, those of one number after the other. */
    interface Numbered extends Serializable {
        /** The rows of a number. */
        Iterator<Row> of(int number);
    }

    /** The rows of the numbers from zero, made on the executors. */
    void add(TableDefinition table, int numbers, Numbered rows) {
        add(
                table,
                spark.range(numbers)
                        .flatMap(
                                (FlatMapFunction<Long, Row>) number -> rows.of(Math.toIntExact(number)),
                                Encoders.row(table.rowSchema())));
    }

    void write(Results results) {
        parts.forEach((table, rows) ->
                results.write(table, rows.stream().reduce(Dataset::unionByName).orElseThrow()));
    }
}
