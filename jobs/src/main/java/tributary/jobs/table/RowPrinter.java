package tributary.jobs.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;
import tributary.jobs.Counted;

/** Prints the rows of a query for people (a table, or one of Markdown), for sheets (CSV) or for programs (a JSON object a line). */
public final class RowPrinter {
    /** The forms of output. */
    public enum Format {
        /** Aligned columns. */
        TABLE,
        /** A table of Markdown, for a page or a ticket. */
        MARKDOWN,
        /** Comma-separated values with a header, quoted where need be (RFC 4180). */
        CSV,
        /** One JSON object a line; NULL fields are left out. */
        JSON
    }

    private static final Logger LOG = LoggerFactory.getLogger(RowPrinter.class);

    private RowPrinter() {}

    /**
     * The rows as text.
     *
     * @param limit the most rows to print; a table says when there were more, and so does the log of the other forms
     */
    public static String print(Dataset<Row> rows, Format format, int limit) {
        return switch (format) {
            case TABLE -> table(rows, limit);
            case MARKDOWN -> markdown(rows, limit);
            case CSV -> csv(rows, limit);
            case JSON ->
                String.join("\n", first(rows.limit(oneMore(limit)).toJSON().collectAsList(), limit));
        };
    }

    private static String csv(Dataset<Row> rows, int limit) {
        List<String> lines = new ArrayList<>();
        lines.add(Arrays.stream(rows.columns()).map(RowPrinter::quoted).collect(Collectors.joining(",")));
        first(rows.limit(oneMore(limit)).collectAsList(), limit)
                .forEach(row -> lines.add(
                        cells(row, "").stream().map(RowPrinter::quoted).collect(Collectors.joining(","))));
        return String.join("\n", lines);
    }

    private static String markdown(Dataset<Row> rows, int limit) {
        List<String> lines = new ArrayList<>();
        lines.add(piped(List.of(rows.columns())));
        lines.add(piped(Collections.nCopies(rows.columns().length, "---")));
        first(rows.limit(oneMore(limit)).collectAsList(), limit).forEach(row -> lines.add(piped(cells(row, "NULL"))));
        return String.join("\n", lines);
    }

    private static String piped(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replace("\\", "\\\\").replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static int oneMore(int limit) {
        return limit == Integer.MAX_VALUE ? limit : limit + 1;
    }

    /** Programs that read these forms must not take a part for the whole without a word to whoever started them. */
    private static <T> List<T> first(List<T> read, int limit) {
        if (read.size() <= limit) {
            return read;
        }
        LOG.warn("only the first {} rows were printed, and there are more: --limit says how many", limit);
        return read.subList(0, limit);
    }

    private static String table(Dataset<Row> rows, int limit) {
        List<Row> read = rows.limit(oneMore(limit)).collectAsList();
        List<List<String>> shown = new ArrayList<>();
        shown.add(List.of(rows.columns()));
        read.stream().limit(limit).map(row -> cells(row, "NULL")).forEach(shown::add);
        int[] widths = IntStream.range(0, rows.columns().length)
                .map(c -> shown.stream()
                        .mapToInt(line ->
                                line.get(c).codePointCount(0, line.get(c).length()))
                        .max()
                        .orElse(0))
                .toArray();
        List<String> lines = new ArrayList<>();
        shown.forEach(line -> lines.add(aligned(line, widths)));
        lines.add(1, Arrays.stream(widths).mapToObj("-"::repeat).collect(Collectors.joining("  ")));
        lines.add(read.size() > limit ? "(first " + limit + " rows)" : "(" + Counted.of(read.size(), "row") + ")");
        return String.join("\n", lines);
    }

    private static String aligned(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        Iterator<String> cell = cells.iterator();
        for (int width : widths) {
            String text = cell.next();
            line.append(line.isEmpty() ? "" : "  ").append(text);
            line.append(" ".repeat(width - text.codePointCount(0, text.length())));
        }
        return line.toString().stripTrailing();
    }

    private static List<String> cells(Row row, String none) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> row.isNullAt(i) ? none : text(row.get(i)))
                .toList();
    }

    private static String text(Object value) {
        if (value instanceof scala.collection.Iterable<?> items) {
            List<String> parts = new ArrayList<>();
            CollectionConverters.asJava(items).forEach(item -> parts.add(String.valueOf(item)));
            return parts.toString();
        }
        return String.valueOf(value).replaceAll("[\\p{Cntrl}&&[^\\n]]", " ").replace("\n", " | ");
    }

    private static String quoted(String cell) {
        return cell.matches("(?s).*[\",\\n\\r].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
