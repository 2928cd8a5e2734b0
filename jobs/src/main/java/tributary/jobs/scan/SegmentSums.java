package tributary.jobs.scan;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;
import tributary.stats.CrossProducts;
import tributary.stats.ExactSum;

/** Where the exact sums of one metric stand in a row of the GROUP BY, and how they are read. */
final class SegmentSums implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] origins;
    private final int count;
    /** For each sum and product its first limb and how many there are. */
    private final int[][] sums;

    private final int[][] products;

    SegmentSums(double[] origins, Totals.Count count, List<Totals.Exact> sums, List<Totals.Exact> products) {
        this.origins = origins;
        this.count = count.at();
        this.sums = places(sums);
        this.products = places(products);
    }

    private static int[][] places(List<Totals.Exact> totals) {
        return totals.stream()
                .map(t -> new int[] {t.first(), t.limbs().count()})
                .toArray(int[][]::new);
    }

    /** What was taken off each variable. */
    double[] origins() {
        return origins;
    }

    /** The cross-products of a segment, of variables less their origins. */
    CrossProducts read(Row row) {
        return CrossProducts.ofSums(
                row.getLong(count), new double[origins.length], exact(row, sums), exact(row, products));
    }

    private static ExactSum[] exact(Row row, int[][] places) {
        ExactSum[] totals = new ExactSum[places.length];
        for (int i = 0; i < totals.length; i++) {
            ExactSum total = ExactSum.ZERO;
            for (int limb = 0; limb < places[i][1]; limb++) {
                total = total.plus(row.getDouble(places[i][0] + limb));
            }
            totals[i] = total;
        }
        return totals;
    }
}
