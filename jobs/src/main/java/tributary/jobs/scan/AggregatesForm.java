package tributary.jobs.scan;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import tributary.family.experiment.ArmStatistics;
import tributary.family.experiment.ExperimentSpec;
import tributary.jobs.JobFailure;
import tributary.jobs.scan.Columns.Mapped;
import tributary.jobs.scan.ExperimentInput.AggregateColumns;
import tributary.stats.CrossProducts;
import tributary.stats.ExactSum;

/**
 * The pre-aggregated form: counts and sums by day, added exactly by experiment, arm, segment and metric.
 *
 * <p>Where an experiment's metric has no rows of segment {@code all}, its segments are added up to it, provided they
 * are of one dimension. What sums cannot tell (log moments, clusters, caps) is refused; the number of positives of a
 * metric that is not binary is 0 unless a column gives it.
 */
final class AggregatesForm {
    private static final List<String> KEYS = List.of("experiment", "variant", "segment", "metric");

    /** What the tables' own sums may have lost to rounding. */
    private static final double ROUNDING = 1 + 1e-9;

    private final OpenTable table;
    private final AggregateColumns columns;
    private final ScanRequest request;
    private final Ranges ranges;
    private final Map<String, Totals.Exact> totals = new LinkedHashMap<>();
    private final List<Row> groups;
    private final Totals.Count broken;
    private final Totals.Text brokenRow;
    private final Map<AnalysisKey, String> examples = new TreeMap<>();

    AggregatesForm(OpenTable table, ExperimentInput.Aggregates input, ScanRequest request) {
        this.table = table;
        this.columns = input.columns();
        this.request = request;
        request.metrics().forEach(m -> AggregateFit.require(m, columns));
        List<Mapped> numbers = numbers();
        List<Mapped> names = new ArrayList<>(numbers);
        names.addAll(mapped(
                "experiment",
                columns.experiment(),
                "variant",
                columns.variant(),
                "segment",
                columns.segment(),
                "metric",
                columns.metric()));
        Columns.require(table.rows(), table.name(), names);
        this.ranges = Ranges.ask(table, numbers, Ranges.LARGEST_SUM);
        Totals aggregates = new Totals(KEYS.size());
        this.broken = aggregates.countIf(not(col("usable")));
        this.brokenRow = aggregates.least(when(not(col("usable")), col("shown")));
        this.groups = collected(numbers.stream().map(Mapped::column).distinct().toList(), aggregates);
    }

    /** Rows of the table. */
    long rows() {
        return ranges.rows();
    }

    private List<Mapped> numbers() {
        return mapped(
                "count",
                columns.count(),
                "sum",
                columns.sum(),
                "sum-squares",
                columns.sumSquares(),
                "pre-sum",
                columns.preSum(),
                "pre-sum-squares",
                columns.preSumSquares(),
                "cross",
                columns.cross(),
                "denominator-sum",
                columns.denominatorSum(),
                "denominator-sum-squares",
                columns.denominatorSumSquares(),
                "denominator-cross",
                columns.denominatorCross(),
                "positives",
                columns.positives());
    }

    /** Pairs of a key of {@code input.columns} and the column it maps; pairs without a column are left out. */
    private static List<Mapped> mapped(@Nullable String... pairs) {
        List<Mapped> all = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            String column = pairs[i + 1];
            if (column != null) {
                all.add(new Mapped(column, "input.columns." + pairs[i]));
            }
        }
        return all;
    }

    private List<Row> collected(List<String> numbers, Totals aggregates) {
        Column usable = lit(true);
        for (String number : numbers) {
            ValueRange range = ranges.of(number).withZero();
            usable = usable.and(abs(Columns.named(number).cast("double")).leq(lit(range.bound())));
        }
        Column usableRow = coalesce(usable.and(possible()), lit(false));
        String segment = columns.segment();
        List<Column> selected = new ArrayList<>();
        selected.add(experiment().as("experiment"));
        selected.add(Columns.named(columns.variant()).cast("string").as("variant"));
        selected.add((segment == null
                        ? lit(ExperimentSpec.ALL)
                        : Columns.named(segment).cast("string"))
                .as("segment"));
        selected.add(Columns.named(columns.metric()).cast("string").as("metric"));
        selected.add(usableRow.as("usable"));
        selected.add(shown(numbers).as("shown"));
        for (int i = 0; i < numbers.size(); i++) {
            Column value = Columns.named(numbers.get(i)).cast("double");
            selected.add(coalesce(when(usableRow, value), lit(0.0)).as("number" + i));
            totals.put(
                    numbers.get(i),
                    aggregates.exact(
                            col("number" + i),
                            ranges.of(numbers.get(i)).withZero().bound(),
                            Math.max(1, ranges.rows()),
                            2 * Totals.BITS));
        }
        Object[] wanted =
                request.metrics().stream().map(m -> m.value().source()).toArray();
        return table.rows()
                .filter(Columns.named(columns.metric()).cast("string").isin(wanted))
                .select(selected.toArray(Column[]::new))
                .groupBy(KEYS.stream().map(k -> col(k)).toArray(Column[]::new))
                .agg(aggregates.first(), aggregates.others())
                .collectAsList();
    }

    /**
     * Whether some units could have the sums of a row: a whole number of units, for binary metrics no more successes
     * than units, and otherwise (sum)^2 &lt;= n x (sum of squares) by Cauchy and Schwarz.
     */
    private Column possible() {
        Column count = number(columns.count());
        Column sum = number(columns.sum());
        Column possible = count.geq(lit(0)).and(count.equalTo(floor(count)));
        Object[] binary = request.metrics().stream()
                .filter(MetricColumns::binary)
                .map(m -> m.value().source())
                .toArray();
        Column isBinary = binary.length == 0
                ? lit(false)
                : Columns.named(columns.metric()).cast("string").isin(binary);
        Column successes = sum.geq(lit(0)).and(sum.leq(count)).and(sum.equalTo(floor(sum)));
        possible = possible.and(not(isBinary).or(successes));
        String positives = columns.positives();
        if (positives != null) {
            possible = possible.and(number(positives).between(lit(0), count));
        }
        String squares = columns.sumSquares();
        return squares == null
                ? possible
                : possible.and(isBinary.or(
                        sum.multiply(sum).leq(count.multiply(number(squares)).multiply(lit(ROUNDING)))));
    }

    /** The numbers of a row in words: what an error shows. */
    private static Column shown(List<String> numbers) {
        return concat_ws(
                ", ",
                numbers.stream()
                        .map(n ->
                                concat(lit(n + " = "), coalesce(Columns.named(n).cast("string"), lit("null"))))
                        .toArray(Column[]::new));
    }

    private static Column number(String name) {
        return Columns.named(name).cast("double");
    }

    private Column experiment() {
        String name = columns.experiment();
        if (name != null) {
            return Columns.named(name).cast("string");
        }
        if (request.experiments().size() != 1) {
            throw JobFailure.usage(
                    "no experiment column is mapped, yet several experiments are asked for",
                    "a table without an experiment column can hold one experiment only",
                    "map the experiment column, or run the experiments one by one");
        }
        return lit(request.experiments().get(0).experiment());
    }

    /** Puts the analyses into the roll-up and returns the counts by experiment. */
    List<ExperimentCounts> read(RollUp rollUp) {
        List<ExperimentCounts> all = new ArrayList<>();
        for (ArmAllocation experiment : request.experiments()) {
            SortedMap<String, Long> units = new TreeMap<>();
            SortedMap<String, SortedMap<String, Long>> segments = new TreeMap<>();
            Map<String, MetricCounts> counts = new LinkedHashMap<>();
            long nullKeys = 0;
            for (MetricColumns metric : request.metrics()) {
                List<Row> own = rowsOf(experiment, metric);
                List<Row> overall = overall(experiment, metric, own);
                own.forEach(row -> put(rollUp, metric, row, row.getString(2)));
                unitsBySegment(own)
                        .forEach((segment, seen) ->
                                seen.forEach((variant, n) -> segments.computeIfAbsent(segment, name -> new TreeMap<>())
                                        .merge(variant, n, Math::max)));
                if (own.stream().noneMatch(AggregatesForm::isOverall)) {
                    overall.forEach(row -> put(rollUp, metric, row, ExperimentSpec.ALL));
                }
                nullKeys += own.stream().filter(r -> r.isNullAt(1)).count();
                SortedMap<String, Long> byVariant = new TreeMap<>();
                MetricCounts count = MetricCounts.NONE;
                for (Row row : overall) {
                    long n = Math.round(total(columns.count(), row).toDouble());
                    if (!row.isNullAt(1)) {
                        byVariant.merge(row.getString(1), n, Long::sum);
                    }
                    long bad = broken.read(row);
                    brokenRow
                            .read(row)
                            .ifPresent(example -> examples.putIfAbsent(
                                    new AnalysisKey(experiment.experiment(), metric.name(), ExperimentSpec.ALL),
                                    example));
                    count = count.plus(new MetricCounts(n + bad, n, 0, 0, bad));
                }
                byVariant.forEach((variant, n) -> units.merge(variant, n, Math::max));
                counts.put(metric.name(), count);
            }
            all.add(new ExperimentCounts(
                    experiment.experiment(), units, segments, nullKeys, false, 0, 0, 0, 0, counts));
        }
        return all;
    }

    /** Units of one metric by segment and variant, everybody aside. */
    private SortedMap<String, SortedMap<String, Long>> unitsBySegment(List<Row> rows) {
        SortedMap<String, SortedMap<String, Long>> found = new TreeMap<>();
        rows.stream()
                .filter(row -> !isOverall(row) && !row.isNullAt(1))
                .forEach(row -> found.computeIfAbsent(row.getString(2), name -> new TreeMap<>())
                        .merge(
                                row.getString(1),
                                Math.round(total(columns.count(), row).toDouble()),
                                Long::sum));
        return found;
    }

    /** A row that no units can have, by metric; known once {@link #read}. */
    Map<AnalysisKey, String> examples() {
        return examples;
    }

    /** Groups without an experiment. */
    long withoutExperiment() {
        return groups.stream().filter(r -> r.isNullAt(0)).count();
    }

    private List<Row> rowsOf(ArmAllocation experiment, MetricColumns metric) {
        return groups.stream()
                .filter(r -> experiment.experiment().equals(r.getString(0)))
                .filter(r -> metric.value().source().equals(r.getString(3)))
                .filter(r -> !r.isNullAt(2))
                .toList();
    }

    private static boolean isOverall(Row row) {
        return ExperimentSpec.ALL.equals(row.getString(2));
    }

    private List<Row> overall(ArmAllocation experiment, MetricColumns metric, List<Row> own) {
        List<Row> all = own.stream().filter(AggregatesForm::isOverall).toList();
        if (!all.isEmpty()) {
            return all;
        }
        long dimensions = own.stream()
                .map(r -> r.getString(2).split("=", 2)[0])
                .distinct()
                .count();
        if (dimensions > 1) {
            throw JobFailure.usage(
                    "input " + table.name() + " has no rows of segment \"all\" for experiment "
                            + JobFailure.quote(experiment.experiment()) + ", metric "
                            + JobFailure.quote(metric.name()),
                    "its segments are of " + dimensions + " dimensions, which overlap, so they do not add up",
                    "add rows of segment \"all\", or keep one dimension of segments");
        }
        return own;
    }

    private void put(RollUp rollUp, MetricColumns metric, Row row, String segment) {
        if (rollUp.known(row.getString(0), row.getString(1))) {
            rollUp.put(row.getString(0), metric.name(), segment, row.getString(1), statistics(metric, row));
        }
    }

    private ArmStatistics statistics(MetricColumns metric, Row row) {
        long n = Math.round(total(columns.count(), row).toDouble());
        ExactSum sum = total(columns.sum(), row);
        ExactSum squares = columns.sumSquares() == null ? sum : total(columns.sumSquares(), row);
        ExactSum scale = ExactSum.of(metric.value().scale());
        List<ExactSum> sums = new ArrayList<>(List.of(sum.times(scale)));
        List<ExactSum> products = new ArrayList<>(List.of(squares.times(scale).times(scale)));
        if (!metric.covariates().isEmpty()) {
            ExactSum other = ExactSum.of(metric.covariates().get(0).value().scale());
            second(row, columns.preSum(), columns.preSumSquares(), columns.cross(), scale, other, sums, products);
        } else if (metric.denominator() != null) {
            ExactSum other =
                    ExactSum.of(Objects.requireNonNull(metric.denominator()).scale());
            second(
                    row,
                    columns.denominatorSum(),
                    columns.denominatorSumSquares(),
                    columns.denominatorCross(),
                    scale,
                    other,
                    sums,
                    products);
        }
        long positives = metric.binary()
                ? Math.round(sum.toDouble())
                : columns.positives() == null
                        ? 0
                        : Math.round(total(columns.positives(), row).toDouble());
        CrossProducts all = CrossProducts.ofSums(
                n, new double[sums.size()], sums.toArray(ExactSum[]::new), products.toArray(ExactSum[]::new));
        return ArmStatistics.of(all, positives);
    }

    private void second(
            Row row,
            @Nullable String sum,
            @Nullable String squares,
            @Nullable String cross,
            ExactSum scale,
            ExactSum other,
            List<ExactSum> sums,
            List<ExactSum> products) {
        sums.add(total(sum, row).times(other));
        products.add(total(cross, row).times(scale).times(other));
        products.add(total(squares, row).times(other).times(other));
    }

    private ExactSum total(@Nullable String column, Row row) {
        return Objects.requireNonNull(totals.get(Objects.requireNonNull(column)))
                .read(row);
    }
}
