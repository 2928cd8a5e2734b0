package tributary.jobs.scan;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import tributary.jobs.JobFailure;
import tributary.jobs.scan.Columns.Mapped;
import tributary.jobs.scan.ExperimentInput.UnitColumns;

/** The wide form as a unit table: one row per unit as it stands, or the first exposure of each unit. */
final class UnitsForm {
    private UnitsForm() {}

    static UnitTable of(OpenTable table, ExperimentInput.Units input, ScanRequest request) {
        UnitColumns columns = input.columns();
        List<Component> components = Component.ofAll(request.metrics());
        List<Mapped> sources = components.stream().map(Component::mapped).toList();
        List<Mapped> names = new ArrayList<>(UnitKeys.required(columns));
        names.addAll(sources);
        Columns.require(table.rows(), table.name(), names);
        Ranges ranges = Ranges.ask(table, sources, Ranges.LARGEST_VALUE);
        Map<String, ValueRange> byComponent = new LinkedHashMap<>();
        for (Component component : components) {
            byComponent.put(
                    component.column(),
                    ranges.of(component.measure().source())
                            .times(component.measure().scale()));
        }
        Dataset<Row> source = UnitKeys.ofExperiments(table.rows(), columns, request);
        Dataset<Row> rows = input.unitsUnique()
                ? unique(source, columns, request, components)
                : first(table, source, columns, request, components);
        return new UnitTable(
                rows,
                ranges.rows(),
                byComponent,
                columns.segments().stream()
                        .map(ExperimentInput.SegmentColumn::name)
                        .toList(),
                columns.cluster() != null,
                !input.unitsUnique(),
                false,
                input.unitsUnique() ? plain(table, source, columns, request, components) : null);
    }

    private static PlainUnits plain(
            OpenTable table, Dataset<Row> rows, UnitColumns columns, ScanRequest request, List<Component> components) {
        Map<String, Measure> measures = new LinkedHashMap<>();
        components.forEach(c -> measures.put(c.column(), c.measure()));
        return new PlainUnits(
                table.rows(),
                rows,
                columns.unit(),
                columns.experiment(),
                request.experiments().get(0).experiment(),
                columns.variant(),
                columns.segments().stream()
                        .map(ExperimentInput.SegmentColumn::column)
                        .toList(),
                measures);
    }

    private static Dataset<Row> unique(
            Dataset<Row> source, UnitColumns columns, ScanRequest request, List<Component> components) {
        Column variant = Columns.named(columns.variant()).cast("string");
        Column experiment = UnitKeys.experiment(columns, request);
        Column incomplete = variant.isNull().or(experiment.isNull());
        List<Column> selected = new ArrayList<>();
        selected.add(experiment.as("experiment"));
        if (columns.unit() == null) {
            selected.add(variant.as("variant"));
        } else {
            Column noUnit = Columns.named(columns.unit()).isNull();
            incomplete = incomplete.or(noUnit);
            selected.add(when(noUnit, lit(null)).otherwise(variant).as("variant"));
        }
        selected.addAll(UnitKeys.dimensions(columns));
        selected.add(incomplete.as("null_key"));
        components.forEach(c -> selected.add(value(c)));
        return source.select(selected.toArray(Column[]::new));
    }

    private static Dataset<Row> first(
            OpenTable table,
            Dataset<Row> source,
            UnitColumns columns,
            ScanRequest request,
            List<Component> components) {
        String unit = columns.unit();
        if (unit == null) {
            throw JobFailure.usage(
                    "no unit column is mapped for input " + table.name(),
                    "first exposures are sought by unit",
                    "map the unit column, or declare units-unique = true if every row is another unit");
        }
        List<Column> selected = new ArrayList<>();
        List<String> payload = new ArrayList<>();
        selected.add(Columns.named(unit).as("unit"));
        selected.add(UnitKeys.experiment(columns, request).as("experiment"));
        Column complete = col("unit").isNotNull().and(col("variant").isNotNull());
        String exposedAt = columns.exposedAt();
        if (exposedAt != null) {
            selected.add(UnitKeys.time(table, new Mapped(exposedAt, UnitKeys.EXPOSED_AT))
                    .as("exposed_at"));
            payload.add("exposed_at");
            complete = complete.and(col("exposed_at").isNotNull());
        }
        selected.add(Columns.named(columns.variant()).cast("string").as("variant"));
        payload.add("variant");
        selected.addAll(UnitKeys.dimensions(columns));
        payload.addAll(UnitKeys.dimensionNames(columns));
        components.forEach(c -> {
            selected.add(value(c));
            payload.add(c.column());
        });
        Dataset<Row> rows = UnitKeys.firstExposures(
                source.select(selected.toArray(Column[]::new)), complete, payload, request.dropCrossovers());
        return rows.withColumn(
                        "null_key",
                        col("copies").equalTo(0).or(col("experiment").isNull()))
                .withColumn("crossover", coalesce(col("crossover"), lit(false)));
    }

    /** A component as a nullable double. */
    private static Column value(Component component) {
        Column value = Columns.named(component.measure().source()).cast("double");
        double scale = component.measure().scale();
        return (scale == 1 ? value : value.multiply(lit(scale))).as(component.column());
    }
}
