package tributary.jobs.demo;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.xxhash64;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import tributary.random.StreamKey;

/**
 * The tables of the demo warehouse, as Delta under one folder: {@code experiment_units} (wide), {@code exposures} with
 * {@code metric_facts} (long), {@code experiment_daily} (pre-aggregated), and {@code experiment_truth}; and for row-level
 * models {@code visits}, one for ten units; for partial pooling {@code segment_customers} with {@code segment_truth};
 * for a media mix {@code media_weeks} of geos with {@code media_truth}.
 *
 * <p>The tables of experiments hold the same units. Facts of the pre-period lie ten days before exposure, those of the outcome within two
 * days after; one unit in twenty is exposed twice.
 */
public final class DemoWarehouse {
    /** Units by default: a little more than a million exposures with the repeated ones. */
    public static final long UNITS = 1_000_000;

    private static final int REPEATED_ONE_IN = 20;
    private static final int VISITS_ONE_IN = 10;
    private static final List<String> METRICS = List.of("converted", "revenue", "sessions", "latency_ms");
    private static final List<String> SEGMENTS = List.of("all", "device=mobile", "device=desktop");

    private static final List<String> TABLES = List.of(
            "experiment_units",
            "exposures",
            "metric_facts",
            "experiment_daily",
            "experiment_truth",
            "visits",
            "segment_customers",
            "segment_truth",
            "media_weeks",
            "media_truth");

    private final String root;
    private final String run;

    private DemoWarehouse(String root, String run) {
        this.root = root;
        this.run = run;
    }

    /**
     * Writes all tables.
     *
     * @param root folder of the warehouse
     * @param seed names all random numbers
     * @param units number of units, over eight experiments
     * @param start first day of exposure
     * @param run the run that writes them, kept in their logs
     */
    public static void write(SparkSession spark, String root, long seed, long units, LocalDate start, String run) {
        DemoWarehouse warehouse = new DemoWarehouse(root, run);
        warehouse.save(units(spark, seed, units, start), "experiment_units");
        Dataset<Row> made = spark.read().format("delta").load(root + "/experiment_units");
        warehouse.save(exposures(made), "exposures");
        warehouse.save(facts(made), "metric_facts");
        warehouse.save(daily(made), "experiment_daily");
        warehouse.save(truth(spark), "experiment_truth");
        warehouse.save(DemoVisits.rows(spark, seed, Math.max(1, units / VISITS_ONE_IN)), "visits");
        warehouse.save(DemoSegments.customers(spark, seed), "segment_customers");
        warehouse.save(DemoSegments.truth(spark, seed), "segment_truth");
        warehouse.save(DemoMedia.rows(spark, seed), "media_weeks");
        warehouse.save(DemoMedia.truth(spark, seed), "media_truth");
    }

    private void save(Dataset<Row> rows, String table) {
        SimulatedTable.save(rows, root + "/" + table, run);
    }

    /** The places of the tables under a folder. */
    static List<String> tables(String root) {
        return TABLES.stream().map(table -> root + "/" + table).toList();
    }

    /** The units, one row each. */
    static Dataset<Row> units(SparkSession spark, long seed, long units, LocalDate start) {
        return spark.range(units).as(Encoders.LONG()).mapPartitions(drawn(seed, start), Encoders.row(DemoUnits.SCHEMA));
    }

    /** Numbers of units to units. */
    static MapPartitionsFunction<Long, Row> drawn(long seed, LocalDate start) {
        StreamKey key = StreamKey.of(seed).with("demo experiments");
        long startSecond = start.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
        List<DemoExperiment> experiments = new ArrayList<>(DemoExperiment.all());
        return numbers -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return numbers.hasNext();
            }

            @Override
            public Row next() {
                return DemoUnits.row(key, numbers.next(), startSecond, experiments);
            }
        };
    }

    private static Dataset<Row> exposures(Dataset<Row> units) {
        Dataset<Row> first = units.select("unit_id", "exposed_at", "experiment_id", "variant_id", "country", "device");
        Dataset<Row> again = units.filter(repeated())
                .select(
                        col("unit_id"),
                        col("exposed_at").plus(expr("INTERVAL 1 DAY")).as("exposed_at"),
                        col("experiment_id"),
                        col("variant_id"),
                        col("country"),
                        col("device"));
        return first.union(again);
    }

    /** One unit in twenty, by its id. */
    private static Column repeated() {
        return pmod(xxhash64(col("unit_id")), lit(REPEATED_ONE_IN)).equalTo(0);
    }

    private static Dataset<Row> facts(Dataset<Row> units) {
        Column[] facts = {
            fact("converted", "converted", "INTERVAL 26 HOURS"),
            fact("revenue", "revenue", "INTERVAL 26 HOURS"),
            fact("sessions", "sessions", "INTERVAL 30 HOURS"),
            fact("latency_ms", "latency_ms", "INTERVAL 1 SECOND"),
            fact("revenue", "pre_revenue", "INTERVAL -10 DAYS"),
            fact("sessions", "pre_sessions", "INTERVAL -10 DAYS")
        };
        return units.select(col("unit_id"), explode(array(facts)).as("fact"))
                .select(
                        col("unit_id"),
                        col("fact.event_at").as("event_at"),
                        col("fact.metric").as("metric"),
                        col("fact.value").as("value"))
                .filter(col("value").notEqual(0));
    }

    private static Column fact(String metric, String column, String after) {
        return struct(
                col("exposed_at").plus(expr(after)).as("event_at"),
                lit(metric).as("metric"),
                col(column).cast("double").as("value"));
    }

    /** Sums are taken in whole cents, hence exactly, and given in units of money. */
    private static Dataset<Row> daily(Dataset<Row> units) {
        Column metrics = array(
                metric("converted", "pre_sessions"),
                metric("revenue", "pre_revenue"),
                metric("sessions", "pre_sessions"),
                metric("latency_ms", "pre_sessions"));
        Column segments =
                array(lit("all"), concat(lit("device="), col("device")), concat(lit("country="), col("country")));
        Dataset<Row> bySegment = units.select(
                        col("experiment_id"),
                        col("variant_id"),
                        to_date(col("exposed_at")).as("date"),
                        metrics.as("metrics"),
                        explode(segments).as("segment"))
                .select(
                        col("experiment_id"),
                        col("variant_id"),
                        col("segment"),
                        col("date"),
                        explode(col("metrics")).as("m"));
        Column value = cents(col("m.value"));
        Column pre = cents(col("m.pre"));
        return bySegment
                .groupBy(
                        col("experiment_id"),
                        col("variant_id"),
                        col("segment"),
                        col("date"),
                        col("m.metric").as("metric"))
                .agg(
                        count(lit(1)).as("n"),
                        sum(value).divide(100.0).as("sum"),
                        sum(value.multiply(value)).divide(10_000.0).as("sum_sq"),
                        sum(pre).divide(100.0).as("pre_sum"),
                        sum(pre.multiply(pre)).divide(10_000.0).as("pre_sum_sq"),
                        sum(value.multiply(pre)).divide(10_000.0).as("cross"));
    }

    private static Column metric(String name, String covariate) {
        return struct(
                lit(name).as("metric"),
                col(name).cast("double").as("value"),
                col(covariate).as("pre"));
    }

    private static Column cents(Column money) {
        return round(money.multiply(100)).cast("long");
    }

    private static Dataset<Row> truth(SparkSession spark) {
        StructType schema = StructType.fromDDL("experiment_id STRING NOT NULL, variant_id STRING NOT NULL,"
                + " segment STRING NOT NULL, metric STRING NOT NULL, control_mean DOUBLE, treated_mean DOUBLE,"
                + " lift_abs DOUBLE, lift_rel DOUBLE, lesson STRING");
        List<Row> rows = new ArrayList<>();
        for (DemoExperiment experiment : DemoExperiment.all()) {
            DemoArm control = experiment.arms().get(0);
            for (DemoArm arm : experiment.arms().subList(1, experiment.arms().size())) {
                for (String segment : SEGMENTS) {
                    for (String metric : METRICS) {
                        double base = DemoExperiment.trueMean(control, metric, segment);
                        double treated = DemoExperiment.trueMean(arm, metric, segment);
                        rows.add(RowFactory.create(
                                experiment.name(),
                                arm.name(),
                                segment,
                                metric,
                                base,
                                treated,
                                treated - base,
                                treated / base - 1,
                                experiment.lesson()));
                    }
                }
            }
        }
        return spark.createDataFrame(rows, schema).coalesce(1);
    }
}
