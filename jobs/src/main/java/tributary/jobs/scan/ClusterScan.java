package tributary.jobs.scan;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import tributary.family.experiment.ArmStatistics;
import tributary.family.experiment.ExperimentSpec;
import tributary.jobs.JobFailure;
import tributary.jobs.scan.MetricColumns.Missing;
import tributary.stats.CrossProducts;
import tributary.stats.ExactSum;
import tributary.stats.Limbs;

/**
 * The scan of a metric whose unit of analysis is the cluster: each cluster becomes the pair (sum of the metric, number
 * of its units), per segment, and the arm's statistics are the moments of these pairs.
 *
 * <p>A second level of grouping, hence a pass of its own: a cluster may spread over segments, so segments do not add
 * up to all.
 */
final class ClusterScan {
    private static final int KEYS = 3;

    private ClusterScan() {}

    static void run(UnitTable table, int m, MetricColumns metric, Caps caps, RollUp rollUp) {
        if (!table.clustered()) {
            throw JobFailure.usage(
                    "metric " + JobFailure.quote(metric.name())
                            + " is analysed by cluster, but there is no cluster column",
                    "the input's column mapping names none",
                    "map the cluster column, or analyse the metric by unit");
        }
        Component component = Component.of(m, metric).get(0);
        ValueRange range = table.range(component).withZero();
        Column limit = caps.limit(m);
        Column value = metric.missing() == Missing.ZERO
                ? coalesce(col(component.column()), lit(0.0))
                : col(component.column());
        Column usable = abs(value)
                .leq(lit(range.bound()))
                .and(col("cluster").isNotNull())
                .and(col("variant").isNotNull())
                .and(col("experiment").isNotNull());
        long size = Math.max(1, table.size());
        int depth = 2 * (64 - Long.numberOfLeadingZeros(size)) + Totals.BITS;
        Limbs limbs = Limbs.of(range.bound(), size, Totals.BITS);
        List<Column> parts = Totals.cut(col("value"), limbs);
        List<Column> sums = new ArrayList<>();
        sums.add(count(lit(1)).cast("double").as("units"));
        for (int i = 0; i < parts.size(); i++) {
            sums.add(sum(parts.get(i)).as("limb" + i));
        }
        Column total = col("limb0");
        for (int i = 1; i < parts.size(); i++) {
            total = total.plus(col("limb" + i));
        }
        Dataset<Row> clusters = table.rows()
                .filter(usable)
                .select(
                        col("experiment"),
                        col("variant"),
                        explode(array(labels(table))).as("segment"),
                        col("cluster"),
                        (limit == null ? value : least(value, limit)).as("value"))
                .groupBy(col("experiment"), col("variant"), col("segment"), col("cluster"))
                .agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new))
                .select(col("experiment"), col("variant"), col("segment"), total.as("total"), col("units"));
        double bound = range.bound() * (double) size;
        Totals totals = new Totals(KEYS);
        Totals.Count rows = totals.countAll();
        Totals.Count positives = totals.countIf(col("total").gt(0));
        Totals.Exact[] first = {
            totals.exact(col("total"), bound, size, depth), totals.exact(col("units"), (double) size, size, depth)
        };
        Totals.Exact[] second = {
            totals.exact(col("total").multiply(col("total")), bound * bound, size, depth),
            totals.exact(col("units").multiply(col("total")), bound * (double) size, size, depth),
            totals.exact(col("units").multiply(col("units")), (double) size * size, size, depth)
        };
        clusters
                .groupBy(col("experiment"), col("variant"), col("segment"))
                .agg(totals.first(), totals.others())
                .collectAsList()
                .stream()
                .filter(row -> rollUp.known(row.getString(0), row.getString(1)))
                .forEach(row -> rollUp.put(
                        row.getString(0),
                        metric.name(),
                        row.getString(2),
                        row.getString(1),
                        ArmStatistics.of(
                                CrossProducts.ofSums(
                                        rows.read(row), new double[2], read(first, row), read(second, row)),
                                positives.read(row))));
    }

    private static Column[] labels(UnitTable table) {
        List<Column> labels = new ArrayList<>();
        labels.add(lit(ExperimentSpec.ALL));
        for (int i = 0; i < table.segments().size(); i++) {
            Column value = col("segment" + i);
            labels.add(concat(
                    lit(table.segments().get(i) + "="),
                    when(value.isNull(), lit(CellScan.MISSING_VALUE)).otherwise(value)));
        }
        return labels.toArray(Column[]::new);
    }

    private static ExactSum[] read(Totals.Exact[] totals, Row row) {
        ExactSum[] sums = new ExactSum[totals.length];
        for (int i = 0; i < totals.length; i++) {
            sums[i] = totals[i].read(row);
        }
        return sums;
    }
}
