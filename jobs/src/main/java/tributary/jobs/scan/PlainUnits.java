package tributary.jobs.scan;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Where the columns of a unit table stand in a table whose every row is a unit: nothing is computed but scales, so a
 * reader of whole columns can take them as they lie.
 *
 * @param table the table as it is stored
 * @param rows the same with rows of other experiments left out
 * @param unit the unit's column; null if rows are units without a name
 * @param experiment the experiment's column; null if there is none
 * @param only the one experiment, where there is no column
 * @param variant the variant's column
 * @param segments the columns of the segment dimensions
 * @param measures the source and scale of each component, by its name in the unit table
 */
record PlainUnits(
        Dataset<Row> table,
        Dataset<Row> rows,
        @Nullable String unit,
        @Nullable String experiment,
        String only,
        String variant,
        List<String> segments,
        Map<String, Measure> measures) {}
