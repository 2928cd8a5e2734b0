package tributary.jobs.scan;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * One row per experiment and unit, under fixed names, whatever form the input had: what the scan aggregates.
 *
 * <p>Columns: {@code experiment, variant, segment0.., cluster, null_key}, the components of the metrics {@code v0_0,
 * v0_1, ..} (nullable doubles), and where first exposures were sought {@code copies, crossover}; from facts also
 * {@code early, broken_facts}. A row that must not be analysed has a null variant.
 *
 * @param rows the rows, not yet computed
 * @param size an upper bound of their number
 * @param ranges the range of each component
 * @param segments names of the segment dimensions
 * @param clustered whether there is a cluster column
 * @param firstExposures whether first exposures were sought, so that copies and crossovers are known
 * @param facts whether the components were made of facts
 * @param plain where the columns stand in storage, if every stored row is a unit; null otherwise
 */
record UnitTable(
        Dataset<Row> rows,
        long size,
        Map<String, ValueRange> ranges,
        List<String> segments,
        boolean clustered,
        boolean firstExposures,
        boolean facts,
        @Nullable PlainUnits plain) {
    /** Facts share one column of values whatever their metric, so the ranges known of each metric are wide. */
    private static final int SPARE_BITS = 38;

    /** Bits to keep below the largest value of a sum (order 1) or of a product (order 2). */
    int bits(int order) {
        return facts ? Totals.BITS + order * SPARE_BITS : Totals.BITS;
    }

    ValueRange range(Component component) {
        return Objects.requireNonNull(ranges.get(component.column()));
    }
}
