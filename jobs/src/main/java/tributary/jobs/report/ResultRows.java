package tributary.jobs.report;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Turns Spark's rows into plain ones: arrays become lists, structs rows, times UTC text. */
final class ResultRows {
    private ResultRows() {}

    static List<ResultRow> of(List<Row> rows) {
        return rows.stream().map(ResultRows::of).toList();
    }

    private static ResultRow of(Row row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        String[] columns = row.schema().fieldNames();
        for (int i = 0; i < columns.length; i++) {
            values.put(columns[i], plain(row.get(i)));
        }
        return ResultRow.of(values);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Row row) {
            return of(row);
        }
        if (value instanceof Seq<?> seq) {
            List<@Nullable Object> list = new ArrayList<>();
            CollectionConverters.asJava(seq).forEach(element -> list.add(plain(element)));
            return list;
        }
        return value instanceof Timestamp time ? time.toInstant().toString() : value;
    }
}
