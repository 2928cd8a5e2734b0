package tributary.infer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the stored draws and reference values; what computed them is said on each file's first line. */
final class StoredDraws {
    private StoredDraws() {}

    /** The lines of a resource beside this class, comments left out, split at commas. */
    static List<String[]> rows(String resource) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(StoredDraws.class.getResourceAsStream(resource), resource),
                StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(","))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keyed lists of numeric lines: {@code [line][value]} by the first field. */
    static Map<String, double[][]> series(String resource) {
        Map<String, List<double[]>> found = new LinkedHashMap<>();
        for (String[] row : rows(resource)) {
            double[] values =
                    Arrays.stream(row).skip(1).mapToDouble(StoredDraws::number).toArray();
            found.computeIfAbsent(row[0], name -> new ArrayList<>()).add(values);
        }
        Map<String, double[][]> series = new LinkedHashMap<>();
        found.forEach((name, lines) -> series.put(name, lines.toArray(double[][]::new)));
        return series;
    }

    /** A number as Python writes it. */
    static double number(String text) {
        return switch (text) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
