package tributary.jobs.scan;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.storage.StorageLevel;
import tributary.family.segments.Outcome;
import tributary.jobs.JobFailure;
import tributary.jobs.shard.Travel;

/**
 * A table of segments read in two passes: a survey of its columns, then one GROUP BY of exact sums about the middle of
 * each column's range, so that any partitioning gives the same bits.
 */
public final class SegmentScan {
    /** Segments of one block: enough to keep a task busy, few enough that a cluster has tasks to share. */
    private static final int BLOCK = 2048;

    /** Squares reach twice as far down: one huge outcome must not cost the other segments their digits. */
    private static final int PRODUCT_BITS = 80;

    private static final int MOST_PARTITIONS = 64;
    private static final String SEGMENT = "segment";
    private static final String ARM = "arm";
    private static final String PARENT = "parent";
    private static final String[] KEY = {"block", "metric"};

    private final SegmentInput input;
    private final OpenRows table;

    private SegmentScan(SegmentInput input, OpenRows table) {
        this.input = input;
        this.table = table;
    }

    /** Opens the table, pins its version and checks its columns; no row is read yet. */
    public static SegmentScan open(SparkSession spark, SegmentInput input) {
        OpenRows table = OpenRows.of(spark, input.table());
        table.require(input.keys());
        for (String column : input.numbers()) {
            DataType type = table.field(column).dataType();
            if (!(type instanceof NumericType) && !(type instanceof BooleanType)) {
                throw JobFailure.usage(
                        input.keyOf(column) + " is bound to the column " + JobFailure.quote(column) + " of type "
                                + type.sql() + ".",
                        "An outcome, a covariate and a numeric treatment are numbers or truth values.",
                        "Make the column a number where the table is made, or bind another one.");
            }
        }
        return new SegmentScan(input, table);
    }

    /** What was pinned. */
    public InputSnapshot snapshot() {
        return table.snapshot();
    }

    /** The columns under their own names: segment, arm, and n0, n1, .. for the numbers. */
    private Dataset<Row> rows() {
        List<Column> columns = new ArrayList<>();
        columns.add(table.column(input.segment()).cast("string").as(SEGMENT));
        String within = input.within();
        columns.add((within == null ? lit("") : table.column(within).cast("string")).as(PARENT));
        String arm = input.arm();
        if (arm != null) {
            columns.add(table.column(arm).cast("string").as(ARM));
        }
        List<String> numbers = input.numbers();
        for (int i = 0; i < numbers.size(); i++) {
            // Adding zero makes the negative zero positive: equal rows must look equal.
            columns.add(
                    table.column(numbers.get(i)).cast("double").plus(lit(0.0)).as("n" + i));
        }
        return table.rows().select(columns.toArray(Column[]::new));
    }

    private Column number(String column) {
        return col("n" + input.numbers().indexOf(column));
    }

    private static Column usable(Column number) {
        // NaN is above every number in Spark, infinity above every finite one.
        return number.isNotNull().and(number.between(lit(-Double.MAX_VALUE), lit(Double.MAX_VALUE)));
    }

    /** Whether the row's arm is one that the conf names. */
    private Column known() {
        return input.arm() == null
                ? lit(true)
                : col(ARM).isNotNull().and(col(ARM).isin(input.arms().toArray()));
    }

    /** One pass over all rows. */
    public SegmentSurvey survey() {
        return table.reading(this::surveyed);
    }

    private SegmentSurvey surveyed() {
        Column arm = input.arm() == null ? lit("") : col(ARM);
        Column foreign = arm.isNotNull().and(known().unary_$bang());
        List<Column> asked = new ArrayList<>(List.of(
                count(lit(1)),
                count(when(col(SEGMENT).isNull(), lit(1))),
                count(when(arm.isNull(), lit(1))),
                count(when(foreign, lit(1))),
                min(when(foreign, arm)),
                count(when(col(SEGMENT).isin("all", ""), lit(1))),
                approx_count_distinct(col(SEGMENT)),
                count(when(col(PARENT).isNull(), lit(1))),
                count(when(col(PARENT).isin("all", ""), lit(1)))));
        List<String> numbers = input.numbers();
        for (String column : numbers) {
            Column number = number(column);
            asked.add(count(when(usable(number), lit(null)).otherwise(lit(1))));
            asked.add(count(when(usable(number).and(number.notEqual(rint(number))), lit(1))));
            asked.add(min(when(usable(number), number)));
            asked.add(max(when(usable(number), number)));
        }
        Row found = rows().agg(asked.get(0), asked.subList(1, asked.size()).toArray(Column[]::new))
                .collectAsList()
                .get(0);
        Map<String, SegmentSurvey.OfColumn> columns = new LinkedHashMap<>();
        for (int i = 0; i < numbers.size(); i++) {
            int at = 9 + 4 * i;
            columns.put(
                    numbers.get(i),
                    new SegmentSurvey.OfColumn(
                            found.getLong(at),
                            found.getLong(at + 1),
                            found.isNullAt(at + 2) ? Double.NaN : found.getDouble(at + 2),
                            found.isNullAt(at + 3) ? Double.NaN : found.getDouble(at + 3)));
        }
        return new SegmentSurvey(
                found.getLong(0),
                found.getLong(1),
                found.getLong(7),
                found.getLong(2),
                found.getLong(3),
                found.isNullAt(4) ? null : found.getString(4),
                found.getLong(5),
                found.getLong(8),
                found.getLong(6),
                columns);
    }

    /**
     * The moments of every segment, in blocks on the executors.
     *
     * @param metrics the numbers of the metrics that passed the checks of their columns, at least one
     */
    public SegmentBlocks blocks(SegmentSurvey survey, Set<Integer> metrics) {
        Totals totals = new Totals(1);
        TreeMap<Integer, SegmentSums> sums = new TreeMap<>();
        for (int metric : metrics) {
            sums.put(metric, sums(input.metrics().get(metric), survey, totals));
        }
        int blocks = (int) Math.max(1, Math.min(1 << 16, (survey.segments() + BLOCK - 1) / BLOCK));
        List<Column> others = new ArrayList<>(List.of(totals.others()));
        // Rows that count say where their segment lies; the others only where it has none that does.
        Column telling = when(
                metrics.stream().map(m -> counting(input.metrics().get(m))).reduce(lit(false), Column::or),
                col(PARENT));
        others.add(coalesce(min(telling), min(col(PARENT))));
        others.add(coalesce(max(telling), max(col(PARENT))));
        Dataset<Row> grouped =
                rows().where(placed()).groupBy(col(SEGMENT)).agg(totals.first(), others.toArray(Column[]::new));
        Dataset<Row> made = inBlocks(grouped, blocks, List.of())
                .mapPartitions(new SegmentBlockMaker(sums), Encoders.row(SegmentBlockMaker.BLOCK));
        for (int m : sums.keySet()) {
            Outcome outcome = input.metrics().get(m).cells();
            if (outcome != null) {
                Dataset<Row> cells = cells(m, outcome, blocks);
                made = made.columns().length == SegmentBlockMaker.BLOCK.size()
                        ? made.join(cells, KEY, "left")
                        : made.join(cells.withColumnRenamed("cells", "more"), KEY, "left")
                                .withColumn("cells", coalesce(col("cells"), col("more")))
                                .drop("more");
            }
        }
        return new SegmentBlocks(made.persist(StorageLevel.MEMORY_AND_DISK()), table);
    }

    /** Whether it is known what segment the row is of, and where that lies. */
    private static Column placed() {
        return col(SEGMENT).isNotNull().and(col(PARENT).isNotNull());
    }

    /** Rows of segments, each block of them together and sorted; the block's number is the last column. */
    private static Dataset<Row> inBlocks(Dataset<Row> rows, int blocks, List<Column> within) {
        int partitions = Math.min(blocks, MOST_PARTITIONS);
        List<Column> order = new ArrayList<>(List.of(col("block"), col(SEGMENT)));
        order.addAll(within);
        return rows.withColumn(
                        "block",
                        pmod(xxhash64(col(SEGMENT)), lit((long) blocks)).cast("int"))
                .repartitionById(partitions, pmod(col("block"), lit(partitions)).cast("int"))
                .sortWithinPartitions(order.toArray(Column[]::new));
    }

    /** Equal rows of a metric counted, then gathered into the cells of each block. */
    private Dataset<Row> cells(int metric, Outcome outcome, int blocks) {
        Dataset<Row> rows = variables(metric);
        Column[] all = java.util.Arrays.stream(rows.columns()).map(c -> col(c)).toArray(Column[]::new);
        List<Column> within = List.of(all).subList(1, all.length);
        return inBlocks(rows.groupBy(all).agg(count(lit(1)).as("n")), blocks, within)
                .mapPartitions(
                        new SegmentCellMaker(metric, outcome, within.size()), Encoders.row(SegmentCellMaker.BLOCK));
    }

    /** What is done with the rows of one segment; shipped to executors. */
    @FunctionalInterface
    public interface RowsTask<R> extends Serializable {
        /** The result for a segment's rows of treatments, covariates and outcome. */
        R of(double[][] rows);
    }

    /**
     * Runs a task on the rows of every segment, which come together and sorted, and merges the results.
     *
     * @param metric its number
     * @param rows about how many there are
     */
    public <R extends Serializable> List<R> foldRows(
            int metric, long rows, RowsTask<R> task, SegmentBlocks.Merge<R> merge) {
        Dataset<Row> variables = variables(metric);
        Column[] order =
                java.util.Arrays.stream(variables.columns()).map(c -> col(c)).toArray(Column[]::new);
        int partitions = (int) Math.max(1, Math.min(MOST_PARTITIONS, rows / 5_000));
        Dataset<byte[]> results = variables
                .repartition(partitions, col(SEGMENT))
                .sortWithinPartitions(order)
                .mapPartitions(new SegmentRowsFold<>(task, merge), Encoders.BINARY());
        return table.reading(() -> results.collectAsList().stream()
                .map(bytes -> Travel.<R>read(bytes))
                .toList());
    }

    /** The rows of a metric that can be used: segment, then treatments, covariates and outcome as v1, v2, .. */
    private Dataset<Row> variables(int metric) {
        List<Column> columns = new ArrayList<>(List.of(col(SEGMENT)));
        for (int a = 1; a < input.arms().size(); a++) {
            columns.add(when(col(ARM).equalTo(input.arms().get(a)), lit(1.0))
                    .otherwise(lit(0.0))
                    .as("v" + columns.size()));
        }
        SegmentInput.Metric of = input.metrics().get(metric);
        for (String column : numbers(of)) {
            columns.add(number(column).as("v" + columns.size()));
        }
        return rows().where(placed().and(counting(of))).select(columns.toArray(Column[]::new));
    }

    /** The numbers of a metric's rows: the treatment where it is one, then covariates and outcome. */
    private List<String> numbers(SegmentInput.Metric metric) {
        List<String> numbers = new ArrayList<>(metric.columns());
        String treatment = input.treatment();
        if (treatment != null) {
            numbers.add(0, treatment);
        }
        return numbers;
    }

    /** Whether a row counts for a metric: it is of a known arm and has all of its numbers. */
    private Column counting(SegmentInput.Metric metric) {
        return numbers(metric).stream().map(c -> usable(number(c))).reduce(known(), Column::and);
    }

    private SegmentSums sums(SegmentInput.Metric metric, SegmentSurvey survey, Totals totals) {
        List<Column> terms = new ArrayList<>();
        List<Double> origins = new ArrayList<>();
        List<Double> reaches = new ArrayList<>();
        Column there = counting(metric);
        for (int a = 1; a < input.arms().size(); a++) {
            terms.add(when(col(ARM).equalTo(input.arms().get(a)), lit(1.0)).otherwise(lit(0.0)));
            origins.add(0.0);
            reaches.add(1.0);
        }
        for (String column : numbers(metric)) {
            SegmentSurvey.OfColumn of = survey.columns().get(column);
            double origin = of == null ? 0 : of.middle();
            terms.add(number(column).minus(lit(origin)));
            origins.add(origin);
            reaches.add(of == null ? 0 : of.reach(origin));
        }
        int d = terms.size();
        List<Totals.Exact> first = new ArrayList<>();
        List<Totals.Exact> second = new ArrayList<>();
        Totals.Count rows = totals.countIf(there);
        for (int i = 0; i < d; i++) {
            first.add(exact(totals, there, terms.get(i), reaches.get(i), survey.rows(), Totals.BITS));
            for (int j = 0; j <= i; j++) {
                Column product = terms.get(i).multiply(terms.get(j));
                second.add(exact(totals, there, product, reaches.get(i) * reaches.get(j), survey.rows(), PRODUCT_BITS));
            }
        }
        return new SegmentSums(origins.stream().mapToDouble(Double::doubleValue).toArray(), rows, first, second);
    }

    private Totals.Exact exact(Totals totals, Column there, Column term, double reach, long rows, int bits) {
        return totals.exact(when(there, term).otherwise(lit(0.0)), reach, rows, bits);
    }
}
