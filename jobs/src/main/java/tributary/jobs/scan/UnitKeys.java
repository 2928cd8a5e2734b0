package tributary.jobs.scan;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import tributary.jobs.JobFailure;
import tributary.jobs.scan.Columns.Mapped;
import tributary.jobs.scan.ExperimentInput.UnitColumns;

/** The keys of exposures and units under fixed names, and the search for first exposures. */
final class UnitKeys {
    static final String EXPOSED_AT = "input.columns.exposed-at";

    private UnitKeys() {}

    /** The names of all key columns a mapping needs. */
    static List<Mapped> required(UnitColumns columns) {
        List<Mapped> names = new ArrayList<>();
        if (columns.unit() != null) {
            names.add(new Mapped(columns.unit(), "input.columns.unit"));
        }
        if (columns.exposedAt() != null) {
            names.add(new Mapped(columns.exposedAt(), EXPOSED_AT));
        }
        if (columns.experiment() != null) {
            names.add(new Mapped(columns.experiment(), "input.columns.experiment"));
        }
        names.add(new Mapped(columns.variant(), "input.columns.variant"));
        columns.segments().forEach(s -> names.add(new Mapped(s.column(), "input.segments")));
        if (columns.cluster() != null) {
            names.add(new Mapped(columns.cluster(), "input.columns.cluster"));
        }
        return names;
    }

    /** The experiment of a row: its column, or the one experiment asked for. */
    static Column experiment(UnitColumns columns, ScanRequest request) {
        String name = columns.experiment();
        if (name != null) {
            return Columns.named(name).cast("string");
        }
        if (request.experiments().size() != 1) {
            throw JobFailure.usage(
                    "no experiment column is mapped, yet "
                            + request.experiments().size() + " experiments are asked for",
                    "a table without an experiment column can hold one experiment only",
                    "map the experiment column, or run the experiments one by one");
        }
        return lit(request.experiments().get(0).experiment());
    }

    /** Rows of the experiments asked for, and those whose experiment is unknown (they are counted). */
    static Dataset<Row> ofExperiments(Dataset<Row> rows, UnitColumns columns, ScanRequest request) {
        String name = columns.experiment();
        if (name == null) {
            return rows;
        }
        Object[] ids =
                request.experiments().stream().map(ArmAllocation::experiment).toArray();
        Column experiment = Columns.named(name);
        return rows.filter(experiment.isNull().or(experiment.cast("string").isin(ids)));
    }

    /** Segment and cluster columns under fixed names. */
    static List<Column> dimensions(UnitColumns columns) {
        List<Column> all = new ArrayList<>();
        for (int i = 0; i < columns.segments().size(); i++) {
            all.add(Columns.named(columns.segments().get(i).column())
                    .cast("string")
                    .as("segment" + i));
        }
        if (columns.cluster() != null) {
            all.add(Columns.named(columns.cluster()).cast("string").as("cluster"));
        }
        return all;
    }

    /** The fixed names of segments and cluster. */
    static List<String> dimensionNames(UnitColumns columns) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.segments().size(); i++) {
            names.add("segment" + i);
        }
        if (columns.cluster() != null) {
            names.add("cluster");
        }
        return names;
    }

    /** A column as a point in time (UTC by the session's time zone). */
    static Column time(OpenTable table, Mapped mapped) {
        DataType type = table.rows().schema().apply(mapped.column()).dataType();
        boolean time = type instanceof TimestampType || type instanceof DateType || type instanceof TimestampNTZType;
        if (!time) {
            throw Columns.wrongType(table, mapped, "a time must be a timestamp or a date");
        }
        return Columns.named(mapped.column()).cast("timestamp");
    }

    /**
     * One row per unit and experiment: of rows with complete keys the earliest, ties broken by content; with {@code
     * copies} (rows with complete keys), {@code null_rows} and {@code crossover} (seen in several arms).
     *
     * <p>One shuffle: rows go to their unit first, so that what follows on the unit needs no other.
     *
     * @param rows with {@code unit, experiment} and the payload columns
     * @param complete whether a row's keys are all there
     * @param payload columns of the first exposure to keep, time of exposure and variant first
     */
    static Dataset<Row> firstExposures(
            Dataset<Row> rows, Column complete, List<String> payload, boolean dropCrossovers) {
        Column first = struct(payload.stream().map(c -> col(c)).toArray(Column[]::new));
        Dataset<Row> grouped = rows.repartition(col("unit"))
                .groupBy(col("unit"), col("experiment"))
                .agg(
                        min(when(complete, first)).as("first"),
                        count(when(complete, lit(1))).as("copies"),
                        count(lit(1)).as("seen"),
                        min(when(complete, col("variant"))).as("least"),
                        max(when(complete, col("variant"))).as("greatest"));
        Column crossover = col("least").notEqual(col("greatest"));
        List<Column> kept = new ArrayList<>();
        kept.add(col("unit"));
        kept.add(col("experiment"));
        for (String name : payload) {
            Column value = col("first").getField(name);
            boolean variant = name.equals("variant");
            kept.add((variant && dropCrossovers ? when(crossover, lit(null)).otherwise(value) : value).as(name));
        }
        kept.add(col("copies"));
        kept.add(col("seen").minus(col("copies")).as("null_rows"));
        kept.add(crossover.as("crossover"));
        return grouped.select(kept.toArray(Column[]::new));
    }
}
