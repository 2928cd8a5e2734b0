package tributary.jobs.scan;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import tributary.family.experiment.ArmStatistics;
import tributary.jobs.scan.MetricColumns.Missing;
import tributary.stats.CrossProducts;
import tributary.stats.ExactSum;

/**
 * The moments of one metric as aggregates, and their reading: count, sums and products of its components about fixed
 * origins, positives, and moments of the logarithm where asked for.
 *
 * <p>Every product is rounded once per row, every sum is exact: the same bits for every partitioning. The engine's
 * logarithm is {@link StrictMath}'s.
 */
final class MetricMoments {
    private static final double LARGEST_LOGARITHM = 746;

    private final MetricColumns metric;
    private final List<Component> components;
    private final List<ValueRange> read = new ArrayList<>();
    private final List<ValueRange> ranges = new ArrayList<>();
    private final double largestCap;
    private final List<Column> values = new ArrayList<>();
    private final List<Column> usables = new ArrayList<>();
    private final Column used;
    private final String usedName;
    private final String positiveName;

    private final List<Totals.Exact> sums = new ArrayList<>();
    private final List<Totals.Exact> products = new ArrayList<>();
    private final List<Totals.Exact> logs = new ArrayList<>();
    private Totals.@Nullable Count rows;
    private Totals.@Nullable Count analysed;
    private Totals.@Nullable Count present;
    private Totals.@Nullable Count dropped;
    private Totals.@Nullable Count positives;

    /**
     * @param cap the limit of large outcomes, or null for none
     * @param largestCap the largest value {@code cap} can take
     */
    MetricMoments(int m, MetricColumns metric, UnitTable table, @Nullable Column cap, double largestCap) {
        this.metric = metric;
        this.components = Component.of(m, metric);
        this.largestCap = cap == null ? Double.POSITIVE_INFINITY : largestCap;
        this.usedName = "used" + m;
        this.positiveName = "positive" + m;
        Column all = lit(true);
        for (int k = 0; k < components.size(); k++) {
            Component component = components.get(k);
            boolean zero = component.missing() == Missing.ZERO;
            ValueRange raw = zero ? table.range(component).withZero() : table.range(component);
            read.add(raw);
            boolean zeroOne = k == 0 && metric.binary();
            Column value = zero ? coalesce(col(component.column()), lit(0.0)) : col(component.column());
            Column usable = zeroOne
                    ? value.equalTo(lit(0.0)).or(value.equalTo(lit(1.0)))
                    : abs(value.minus(lit(raw.origin()))).leq(lit(raw.bound()));
            all = all.and(usable);
            usables.add(usable);
            boolean capped = k == 0 && cap != null;
            values.add(capped ? least(value, Objects.requireNonNull(cap)) : value);
            double limit = capped ? largestCap : Double.POSITIVE_INFINITY;
            ranges.add(
                    zeroOne
                            ? ValueRange.UNIT
                            : new ValueRange(Math.min(raw.low(), limit), Math.min(raw.high(), limit)));
        }
        this.used = coalesce(metric.byCluster() ? all.and(col("cluster").isNotNull()) : all, lit(false));
    }

    String name() {
        return metric.name();
    }

    /** The least of the values that cannot be used, as text; a unit without its cluster has none to show. */
    Column brokenExample() {
        Column[] firsts = new Column[usables.size() + 1];
        for (int k = 0; k < usables.size(); k++) {
            firsts[k] = min(when(not(usables.get(k)), values.get(k))).cast("string");
        }
        firsts[usables.size()] = lit("a unit without cluster");
        return coalesce(firsts);
    }

    private String name(int k) {
        return components.get(k).column();
    }

    /** What the scan must compute per row: which rows count, and their centred values, never null. */
    List<Column> prepared() {
        List<Column> columns = new ArrayList<>();
        columns.add(used.as(usedName));
        columns.add(missing().as(name(0) + "_missing"));
        if (mayDrop()) {
            columns.add(incomplete().as(name(0) + "_incomplete"));
        }
        for (int k = 0; k < values.size(); k++) {
            double origin = ranges.get(k).origin();
            Column centred = origin == 0 ? values.get(k) : values.get(k).minus(lit(origin));
            columns.add(coalesce(when(used, centred), lit(0.0)).as(name(k)));
        }
        if (metric.logs()) {
            Column positive = used.and(values.get(0).gt(0));
            columns.add(coalesce(when(positive, log(values.get(0))), lit(0.0)).as(positiveName));
        }
        return columns;
    }

    private Column missing() {
        Column none = col(components.get(0).column()).isNull();
        return metric.denominator() == null
                ? none
                : none.or(col(components.get(1).column()).isNull());
    }

    private boolean mayDrop() {
        return components.stream().anyMatch(c -> c.missing() != Missing.ZERO);
    }

    private Column incomplete() {
        return components.stream()
                .filter(c -> c.missing() != Missing.ZERO)
                .map(c -> col(c.column()).isNull())
                .reduce(Column::or)
                .orElse(lit(false));
    }

    /** Asks for the aggregates, over the prepared columns. */
    void ask(Totals totals, Totals.Count rowCount, UnitTable table) {
        long size = table.size();
        rows = rowCount;
        analysed = totals.countIf(col(usedName));
        present = totals.countIf(col(name(0) + "_missing"));
        if (mayDrop()) {
            dropped = totals.countIf(col(name(0) + "_incomplete"));
        }
        for (int i = 0; i < components.size(); i++) {
            double bound = ranges.get(i).bound();
            boolean zeroOne = i == 0 && metric.binary();
            sums.add(totals.exact(col(name(i)), bound, size, zeroOne ? 1 : table.bits(1)));
            for (int j = 0; j <= i; j++) {
                products.add(
                        zeroOne
                                ? sums.get(0)
                                : totals.exact(
                                        col(name(i)).multiply(col(name(j))),
                                        bound * ranges.get(j).bound(),
                                        size,
                                        table.bits(2)));
            }
        }
        if (!metric.binary()) {
            // About an origin far from zero all values are positive or all negative.
            double origin = ranges.get(0).origin();
            Column positive = origin == 0 ? col(name(0)).gt(0) : col(usedName).and(lit(origin > 0));
            positives = totals.countIf(positive);
        }
        if (metric.logs()) {
            Column logarithm = col(positiveName);
            logs.add(totals.exact(logarithm, LARGEST_LOGARITHM, size, Totals.BITS));
            logs.add(totals.exact(
                    logarithm.multiply(logarithm), LARGEST_LOGARITHM * LARGEST_LOGARITHM, size, Totals.BITS));
        }
    }

    /** Whether columns can be read without the engine: not where a limit or a cluster is another for each row. */
    boolean columnar() {
        return metric.cap().kind() != MetricColumns.CapKind.QUANTILE && !metric.byCluster();
    }

    /**
     * The same aggregates over whole columns, to be asked for after {@link #ask}.
     *
     * @param measures the source and scale of each component
     * @param columnOf the number of a source column
     */
    MetricKernel kernel(Totals totals, Map<String, Measure> measures, ToIntFunction<String> columnOf) {
        MetricKernel.Part[] parts = new MetricKernel.Part[components.size()];
        List<MetricKernel.Term> terms = new ArrayList<>();
        for (int k = 0; k < parts.length; k++) {
            Component component = components.get(k);
            Measure measure = Objects.requireNonNull(measures.get(component.column()));
            boolean zeroOne = k == 0 && metric.binary();
            parts[k] = new MetricKernel.Part(
                    columnOf.applyAsInt(measure.source()),
                    measure.scale(),
                    component.missing() == Missing.ZERO,
                    zeroOne,
                    read.get(k).origin(),
                    read.get(k).bound(),
                    k == 0 ? largestCap : Double.POSITIVE_INFINITY,
                    ranges.get(k).origin());
            terms.add(term(totals, k, -1, sums.get(k)));
            for (int j = 0; j <= k; j++) {
                if (!zeroOne) {
                    terms.add(term(totals, k, j, products.get(k * (k + 1) / 2 + j)));
                }
            }
        }
        return new MetricKernel(
                parts,
                metric.denominator() == null ? 1 : 2,
                terms.toArray(MetricKernel.Term[]::new),
                new MetricKernel.Counts(
                        slot(totals, analysed), slot(totals, present), slot(totals, dropped), slot(totals, positives)),
                metric.logs()
                        ? new MetricKernel.Term[] {term(totals, 0, -1, logs.get(0)), term(totals, 0, 0, logs.get(1))}
                        : null);
    }

    private static MetricKernel.Term term(Totals totals, int i, int j, Totals.Exact exact) {
        return new MetricKernel.Term(i, j, exact.limbs(), totals.slot(exact));
    }

    private static int slot(Totals totals, Totals.@Nullable Count count) {
        return count == null ? -1 : totals.slot(count);
    }

    /** The statistics of one cell. */
    ArmStatistics statistics(Row row) {
        long n = read(analysed, row);
        double[] origins = ranges.stream().mapToDouble(ValueRange::origin).toArray();
        CrossProducts all = CrossProducts.ofSums(n, origins, read(sums, row), read(products, row));
        long above = metric.binary() ? Math.round(sums.get(0).read(row).toDouble()) : read(positives, row);
        CrossProducts logarithms = metric.logs()
                ? CrossProducts.ofSums(
                        above, new double[] {0}, new ExactSum[] {logs.get(0).read(row)}, new ExactSum[] {
                            logs.get(1).read(row)
                        })
                : CrossProducts.empty(1);
        return new ArmStatistics(n, all, above, logarithms);
    }

    /** The counts of one cell. */
    MetricCounts counts(Row row) {
        long seen = read(rows, row);
        long kept = read(analysed, row);
        long left = dropped == null ? 0 : read(dropped, row);
        return new MetricCounts(seen, kept, read(present, row), left, seen - kept - left);
    }

    private static long read(Totals.@Nullable Count count, Row row) {
        return Objects.requireNonNull(count).read(row);
    }

    private static ExactSum[] read(List<Totals.Exact> totals, Row row) {
        return totals.stream().map(t -> t.read(row)).toArray(ExactSum[]::new);
    }
}
