package tributary.jobs.table;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Brings the few rows that people read to the driver, never more than stated. */
public final class FewRows {
    private FewRows() {}

    /** At most {@code most} of the rows, the first in their order. */
    public static List<Row> atMost(Dataset<Row> rows, int most) {
        return rows.limit(most).collectAsList();
    }
}
