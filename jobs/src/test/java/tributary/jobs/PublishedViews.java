package tributary.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import tributary.jobs.table.ResultsRoot;
import tributary.jobs.table.TableStore;
import tributary.jobs.table.Views;

/**
 * Questions to the views over a results root, as an analyst asks them.
 *
 * <p>A small table is read once for each state of its Delta log and then kept here: the views name the same few tables
 * over and over, and each time Spark would look for their files anew. Only the tables of one results root are kept.
 */
public final class PublishedViews {
    private static final int SMALL = 5_000;

    private static final Map<String, Kept> KEPT = new HashMap<>();
    private static Path root = Path.of("");

    /**
     * A table as it was.
     *
     * @param log the state of its Delta log
     */
    private record Kept(String log, Dataset<Row> rows) {}

    private PublishedViews() {}

    public static List<Row> rows(Path results, String query) {
        SparkSession spark = SharedSpark.session();
        if (!results.equals(root)) {
            KEPT.clear();
            root = results;
        }
        TableStore store = new TableStore(spark, ResultsRoot.path(results.toString()));
        Views.registerFor(query, spark, (table, quarantine) -> {
            String location = store.root().location(table, quarantine);
            String log = log(Path.of(location, "_delta_log"));
            return KEPT.compute(
                            location,
                            (same, kept) -> kept != null && kept.log().equals(log)
                                    ? kept
                                    : new Kept(log, small(spark, Views.rows(spark, store, table, quarantine))))
                    .rows();
        });
        return spark.sql(query).collectAsList();
    }

    private static Dataset<Row> small(SparkSession spark, Dataset<Row> table) {
        List<Row> rows = table.limit(SMALL + 1).collectAsList();
        return rows.size() > SMALL ? table : spark.createDataFrame(rows, table.schema());
    }

    private static String log(Path folder) {
        if (!Files.isDirectory(folder)) {
            return "none";
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName() + " " + file.toFile().lastModified() + " "
                            + file.toFile().length())
                    .sorted()
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
