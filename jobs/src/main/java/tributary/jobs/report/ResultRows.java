package tributary.jobs.report;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
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
        Map<String, Integer> places = rows.isEmpty() ? Map.of() : places(rows.get(0));
        return rows.stream().map(row -> of(places, row)).toList();
    }

    private static Map<String, Integer> places(Row row) {
        Map<String, Integer> places = new HashMap<>();
        for (String column : row.schema().fieldNames()) {
            places.put(column, places.size());
        }
        return places;
    }

    private static ResultRow of(Map<String, Integer> places, Row row) {
        @Nullable Object[] values = new Object[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = plain(row.get(i));
        }
        return ResultRow.of(places, values);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Row row) {
            return of(places(row), row);
        }
        if (value instanceof Seq<?> seq) {
            List<@Nullable Object> list = new ArrayList<>();
            CollectionConverters.asJava(seq).forEach(element -> list.add(plain(element)));
            return list;
        }
        return value instanceof Timestamp time ? time.toInstant().toString() : value;
    }
}
