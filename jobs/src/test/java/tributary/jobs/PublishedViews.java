package tributary.jobs;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import tributary.jobs.table.ResultsRoot;
import tributary.jobs.table.TableStore;
import tributary.jobs.table.Views;

/** Questions to the views over a results root, as an analyst asks them. */
public final class PublishedViews {
    private PublishedViews() {}

    public static List<Row> rows(Path results, String query) {
        SparkSession spark = SharedSpark.session();
        Views.registerFor(query, spark, new TableStore(spark, ResultsRoot.path(results.toString())));
        return spark.sql(query).collectAsList();
    }
}
