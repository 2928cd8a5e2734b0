package tributary.jobs.scan;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_subtract;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.jspecify.annotations.Nullable;
import tributary.jobs.JobFailure;
import tributary.jobs.scan.Columns.Mapped;
import tributary.jobs.scan.ExperimentInput.FactColumns;
import tributary.jobs.scan.ExperimentInput.UnitColumns;
import tributary.jobs.scan.Measure.Aggregation;
import tributary.jobs.scan.MetricColumns.Missing;
import tributary.stats.Limbs;

/**
 * Exposures and facts as a unit table: first exposures joined to the facts of their unit, and facts attributed to
 * outcome or pre-period by their time relative to it. Two shuffles, both by unit.
 */
final class FactsForm {
    /** Facts per unit and component assumed at first; the scan counts units beyond it and then asks again. */
    static final long USUAL_FACTS_PER_UNIT = 1024;

    private static final String FACT_UNIT = "input.fact-columns.unit";
    private static final String EVENT_AT = "input.fact-columns.event-at";

    private final ScanRequest request;
    private final List<Component> components;
    private final Limbs limbs;
    private final ValueRange factRange;
    private final long factRows;

    private FactsForm(ScanRequest request, Ranges facts, String value) {
        this.request = request;
        this.components = Component.ofAll(request.metrics());
        this.factRange = facts.of(value);
        this.factRows = facts.rows();
        this.limbs = Limbs.of(ValueRange.symmetric(size(factRange)).bound(), factRows, Totals.BITS + 10);
    }

    /** The unit table, and the number of facts it was made of. */
    record Read(UnitTable units, long factRows) {}

    /**
     * The unit table.
     *
     * @param factsPerUnit the most facts per unit and component that ranges allow for; {@link Long#MAX_VALUE} for all
     */
    static Read of(
            OpenTable exposures, OpenTable facts, ExperimentInput.Facts input, ScanRequest request, long factsPerUnit) {
        UnitColumns columns = input.columns();
        FactColumns names = input.factColumns();
        Columns.require(exposures.rows(), exposures.name(), UnitKeys.required(columns));
        Mapped value = new Mapped(names.value(), "input.fact-columns.value");
        Columns.require(
                facts.rows(),
                facts.name(),
                List.of(
                        new Mapped(names.unit(), FACT_UNIT),
                        new Mapped(names.eventAt(), EVENT_AT),
                        new Mapped(names.metric(), "input.fact-columns.metric"),
                        value));
        requireLikeUnits(exposures, columns.unit(), facts, names.unit());
        FactsForm form = new FactsForm(request, Ranges.ask(facts, List.of(value), Ranges.LARGEST_VALUE), names.value());
        long size = Ranges.ask(exposures, List.of(), Ranges.LARGEST_VALUE).rows();
        Dataset<Row> first = form.exposed(exposures, columns);
        Dataset<Row> rows = form.attributed(first, form.events(facts, names), UnitKeys.dimensionNames(columns));
        UnitTable units = new UnitTable(
                rows,
                size,
                form.ranges(Math.min(factsPerUnit, form.factRows)),
                columns.segments().stream()
                        .map(ExperimentInput.SegmentColumn::name)
                        .toList(),
                columns.cluster() != null,
                true,
                true,
                null);
        return new Read(units, form.factRows);
    }

    /** Units meet as text: 7 meets "7", but 7.0 would meet nobody, and every metric would be 0 without a word. */
    private static void requireLikeUnits(
            OpenTable exposures, @Nullable String exposed, OpenTable facts, String measured) {
        if (exposed == null) {
            return;
        }
        DataType left = exposures.rows().schema().apply(exposed).dataType();
        DataType right = facts.rows().schema().apply(measured).dataType();
        if (!left.equals(right) && !(joinsAsText(left) && joinsAsText(right))) {
            throw JobFailure.usage(
                    "the units of inputs " + exposures.name() + " and " + facts.name() + " are of unlike types",
                    "column " + JobFailure.quote(exposed) + " (input.columns.unit) is " + left.simpleString()
                            + ", column " + JobFailure.quote(measured) + " (" + FACT_UNIT + ") is "
                            + right.simpleString(),
                    "map other columns, or convert one of them to text where its table is made");
        }
    }

    private static boolean joinsAsText(DataType type) {
        return type instanceof StringType || type instanceof IntegralType;
    }

    private Dataset<Row> exposed(OpenTable table, UnitColumns columns) {
        String unit = columns.unit();
        String exposedAt = columns.exposedAt();
        if (unit == null || exposedAt == null) {
            throw JobFailure.usage(
                    "input " + table.name() + " needs the columns of unit and time of exposure",
                    "facts are attributed to a unit's first exposure by time",
                    "map unit and exposed-at in the conf");
        }
        List<Column> selected = new ArrayList<>();
        selected.add(Columns.named(unit).cast("string").as("unit"));
        selected.add(UnitKeys.experiment(columns, request).as("experiment"));
        selected.add(unix_micros(UnitKeys.time(table, new Mapped(exposedAt, UnitKeys.EXPOSED_AT)))
                .as("exposed_at"));
        selected.add(Columns.named(columns.variant()).cast("string").as("variant"));
        selected.addAll(UnitKeys.dimensions(columns));
        Column complete = col("unit")
                .isNotNull()
                .and(col("variant").isNotNull())
                .and(col("exposed_at").isNotNull());
        List<String> payload = new ArrayList<>(List.of("exposed_at", "variant"));
        payload.addAll(UnitKeys.dimensionNames(columns));
        Dataset<Row> rows =
                UnitKeys.ofExperiments(table.rows(), columns, request).select(selected.toArray(Column[]::new));
        return UnitKeys.firstExposures(rows, complete, payload, request.dropCrossovers());
    }

    private Dataset<Row> events(OpenTable table, FactColumns names) {
        Object[] wanted =
                components.stream().map(c -> c.measure().source()).distinct().toArray();
        return table.rows()
                .filter(Columns.named(names.metric()).isin(wanted))
                .select(
                        Columns.named(names.unit()).cast("string").as("fact_unit"),
                        unix_micros(UnitKeys.time(table, new Mapped(names.eventAt(), EVENT_AT)))
                                .as("event_at"),
                        Columns.named(names.metric()).as("metric"),
                        Columns.named(names.value()).cast("double").as("value"));
    }

    private Dataset<Row> attributed(Dataset<Row> exposed, Dataset<Row> events, List<String> dimensions) {
        Dataset<Row> joined = exposed.join(events, col("unit").equalTo(col("fact_unit")), "left_outer")
                .withColumn("age", try_subtract(col("event_at"), col("exposed_at")))
                .withColumn("finite", abs(col("value")).leq(lit(size(factRange))));
        List<Column> keys = new ArrayList<>();
        for (String key : List.of("unit", "experiment", "variant", "copies", "null_rows", "crossover")) {
            keys.add(col(key));
        }
        dimensions.forEach(d -> keys.add(col(d)));
        List<Column> totals = new ArrayList<>();
        totals.add(count(when(early(), lit(1))).as("early"));
        totals.add(count(when(broken(), lit(1))).as("broken_facts"));
        components.forEach(c -> totals.addAll(gathered(c)));
        Dataset<Row> grouped = joined.groupBy(keys.toArray(Column[]::new))
                .agg(totals.get(0), totals.subList(1, totals.size()).toArray(Column[]::new));
        List<Column> selected = new ArrayList<>();
        for (String name : List.of("experiment", "variant", "copies", "early", "broken_facts")) {
            selected.add(col(name));
        }
        dimensions.forEach(d -> selected.add(col(d)));
        selected.add(coalesce(col("crossover"), lit(false)).as("crossover"));
        selected.add(col("copies").equalTo(0).or(col("experiment").isNull()).as("null_key"));
        components.forEach(c -> selected.add(value(c)));
        return grouped.select(selected.toArray(Column[]::new));
    }

    /** Whether a fact belongs to a component: its metric, and the side and window of exposure it falls on. */
    private static Column belongs(Component component) {
        Column metric = col("metric").equalTo(lit(component.measure().source()));
        Column age = col("age");
        Duration window = component.window();
        Column side = component.before() ? age.lt(0) : age.geq(0);
        if (window == null) {
            return metric.and(side);
        }
        long micros = window.toNanos() / 1000;
        return metric.and(side).and(component.before() ? age.geq(-micros) : age.lt(micros));
    }

    /** A fact before exposure of a metric that has no pre-period to count it in. */
    private Column early() {
        Object[] withPrePeriod = components.stream()
                .filter(Component::before)
                .map(c -> c.measure().source())
                .distinct()
                .toArray();
        Column before = col("age").lt(0);
        return withPrePeriod.length == 0 ? before : before.and(not(col("metric").isin(withPrePeriod)));
    }

    private static Column broken() {
        Column noNumber = col("value").isNotNull().and(not(col("finite")));
        // An age that no long can hold stands between times that no calendar does.
        Column noTime = col("event_at")
                .isNull()
                .or(col("age").isNull().and(col("exposed_at").isNotNull()));
        return col("fact_unit").isNotNull().and(noNumber.or(noTime));
    }

    /** One of the facts without a time or a finite value, in words; empty if all have both. */
    static Optional<String> brokenExample(OpenTable facts, FactColumns names, ScanRequest request) {
        Object[] wanted = Component.ofAll(request.metrics()).stream()
                .map(c -> c.measure().source())
                .distinct()
                .toArray();
        Column value = Columns.named(names.value());
        Column time = Columns.named(names.eventAt());
        Column usable = abs(value.cast("double")).leq(lit(Ranges.LARGEST_VALUE));
        Column words = concat(
                lit("metric "),
                Columns.named(names.metric()),
                lit(" of unit "),
                coalesce(Columns.named(names.unit()).cast("string"), lit("null")),
                lit(" at "),
                coalesce(time.cast("string"), lit("no time")),
                lit(": "),
                coalesce(value.cast("string"), lit("null")));
        Row least = facts.rows()
                .filter(Columns.named(names.metric())
                        .isin(wanted)
                        .and(time.isNull().or(not(usable))))
                .agg(min(words))
                .collectAsList()
                .get(0);
        return Optional.ofNullable(least.getString(0));
    }

    /** The aggregates a component is made of. */
    private List<Column> gathered(Component component) {
        Column belongs = belongs(component);
        List<Column> totals = new ArrayList<>();
        switch (component.measure().aggregation()) {
            case SUM -> {
                Column term = coalesce(when(belongs.and(col("finite")), col("value")), lit(0.0));
                List<Column> parts = Totals.cut(term, limbs);
                for (int i = 0; i < parts.size(); i++) {
                    totals.add(sum(parts.get(i)).as(component.column() + "_limb" + i));
                }
            }
            case COUNT -> totals.add(count(when(belongs, lit(1))).as(component.column() + "_limb0"));
            case ANY ->
                totals.add(count(when(belongs.and(col("value").gt(0)), lit(1))).as(component.column() + "_limb0"));
        }
        if (component.missing() != Missing.ZERO) {
            totals.add(count(when(belongs, lit(1))).as(component.column() + "_present"));
        }
        return totals;
    }

    /** The component's value: totals of limbs are exact, so adding them rounds once and always alike. */
    private Column value(Component component) {
        String name = component.column();
        Column value = col(name + "_limb0");
        if (component.measure().aggregation() == Aggregation.SUM) {
            for (int i = 1; i < limbs.count(); i++) {
                value = value.plus(col(name + "_limb" + i));
            }
        } else if (component.measure().aggregation() == Aggregation.ANY) {
            value = when(value.gt(0), lit(1.0)).otherwise(lit(0.0));
        } else {
            value = value.cast("double");
        }
        double scale = component.measure().scale();
        Column scaled = scale == 1 ? value : value.multiply(lit(scale));
        return (component.missing() == Missing.ZERO
                        ? scaled
                        : when(col(name + "_present").gt(0), scaled))
                .as(name);
    }

    private Map<String, ValueRange> ranges(long factsPerUnit) {
        Map<String, ValueRange> ranges = new LinkedHashMap<>();
        for (Component component : components) {
            ValueRange one = switch (component.measure().aggregation()) {
                case SUM -> factRange.sums(factsPerUnit);
                case COUNT -> ValueRange.UNIT.sums(factsPerUnit);
                case ANY -> ValueRange.UNIT;
            };
            ranges.put(component.column(), one.times(component.measure().scale()));
        }
        return ranges;
    }

    private static double size(ValueRange range) {
        return Math.max(Math.abs(range.low()), Math.abs(range.high()));
    }
}
