package tributary.jobs.conf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.jobs.scan.ExperimentInput;
import tributary.jobs.scan.ExperimentInput.AggregateColumns;
import tributary.jobs.scan.ExperimentInput.FactColumns;
import tributary.jobs.scan.ExperimentInput.SegmentColumn;
import tributary.jobs.scan.ExperimentInput.UnitColumns;
import tributary.jobs.scan.InputTable;

/** Reads the {@code input} section: which of the three forms, where the tables lie, how their columns are called. */
final class InputConf {
    /** The three forms of input. */
    enum Form {
        /** Exposures and metric facts, one event a row. */
        FACTS,
        /** One row per unit with a column per metric. */
        UNITS,
        /** Counts and sums. */
        AGGREGATES
    }

    private InputConf() {}

    static ExperimentInput read(ConfReader conf) {
        return switch (conf.choice("form", Form.class).required(Form.FACTS)) {
            case FACTS ->
                new ExperimentInput.Facts(
                        table(conf, "exposures"),
                        unitColumns(conf, true),
                        table(conf, "facts"),
                        factColumns(conf.section("fact-columns")));
            case UNITS -> {
                boolean unique = conf.flag("units-unique").orElse(false);
                yield new ExperimentInput.Units(table(conf, "units"), unitColumns(conf, !unique), unique);
            }
            case AGGREGATES ->
                new ExperimentInput.Aggregates(table(conf, "aggregates"), aggregateColumns(conf.section("columns")));
        };
    }

    static InputTable table(ConfReader input, String name) {
        ConfReader conf = input.section(name);
        InputTable.Format format =
                conf.choice("format", InputTable.Format.class).orElse(InputTable.Format.DELTA);
        boolean csv = format == InputTable.Format.CSV;
        String location = switch (format) {
            case TABLE -> notBlank(conf, "table").required("main.web." + name);
            case DELTA, PARQUET, CSV -> notBlank(conf, "path").required("/data/" + name);
        };
        return new InputTable(
                name,
                format,
                location,
                format == InputTable.Format.DELTA || format == InputTable.Format.TABLE
                        ? conf.whole("version")
                                .must("be at least 0", v -> v >= 0)
                                .optional(0L)
                                .orElse(null)
                        : null,
                csv ? notBlank(conf, "schema").required("unit_id STRING, variant_id STRING, revenue DOUBLE") : null,
                !csv || conf.flag("header").orElse(true),
                csv
                        ? conf.text("delimiter")
                                .must("be one character", d -> d.length() == 1)
                                .orElse(",")
                        : ",");
    }

    private static UnitColumns unitColumns(ConfReader input, boolean unitNeeded) {
        ConfReader conf = input.section("columns");
        UnitColumns standard = UnitColumns.standard();
        return new UnitColumns(
                unitNeeded ? notBlank(conf, "unit").orElse("unit_id") : optional(conf, "unit", "unit_id"),
                present(conf, "exposed-at", standard.exposedAt()),
                present(conf, "experiment", standard.experiment()),
                notBlank(conf, "variant").orElse(standard.variant()),
                segments(input),
                optional(conf, "cluster", "store_id"));
    }

    /** Segments: a list of columns, or a map of the name in the results to the column. */
    private static List<SegmentColumn> segments(ConfReader input) {
        List<SegmentColumn> segments = new ArrayList<>();
        if (input.hasSection("segments")) {
            input.textMap("segments").forEach((name, column) -> segments.add(new SegmentColumn(name, column)));
        } else {
            input.texts("segments")
                    .orElse(List.of())
                    .forEach(column -> segments.add(new SegmentColumn(column, column)));
        }
        return segments;
    }

    private static FactColumns factColumns(ConfReader conf) {
        FactColumns standard = FactColumns.standard();
        return new FactColumns(
                notBlank(conf, "unit").orElse(standard.unit()),
                notBlank(conf, "event-at").orElse(standard.eventAt()),
                notBlank(conf, "metric").orElse(standard.metric()),
                notBlank(conf, "value").orElse(standard.value()));
    }

    private static AggregateColumns aggregateColumns(ConfReader conf) {
        AggregateColumns standard = AggregateColumns.standard(false);
        return new AggregateColumns(
                present(conf, "experiment", standard.experiment()),
                notBlank(conf, "variant").orElse(standard.variant()),
                present(conf, "segment", standard.segment()),
                notBlank(conf, "metric").orElse(standard.metric()),
                notBlank(conf, "count").orElse(standard.count()),
                notBlank(conf, "sum").orElse(standard.sum()),
                present(conf, "sum-squares", standard.sumSquares()),
                optional(conf, "pre-sum", "pre_sum"),
                optional(conf, "pre-sum-squares", "pre_sum_sq"),
                optional(conf, "cross", "cross"),
                optional(conf, "denominator-sum", "denominator_sum"),
                optional(conf, "denominator-sum-squares", "denominator_sum_sq"),
                optional(conf, "denominator-cross", "denominator_cross"),
                optional(conf, "positives", "positives"));
    }

    private static Field<String> notBlank(ConfReader conf, String key) {
        return conf.text(key).must("not be empty", t -> !t.isBlank());
    }

    private static @Nullable String optional(ConfReader conf, String key, String example) {
        return notBlank(conf, key).optional(example).orElse(null);
    }

    /** A column with a standard name that the word {@code none} says the table has not. */
    private static @Nullable String present(ConfReader conf, String key, @Nullable String standard) {
        String column = notBlank(conf, key).orElse(standard == null ? "none" : standard);
        return column.equals("none") ? null : column;
    }
}
