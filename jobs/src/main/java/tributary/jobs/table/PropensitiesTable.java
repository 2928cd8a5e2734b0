package tributary.jobs.table;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Table {@code propensities}: whether the rows with and without a treatment could have been of the other arm. */
public final class PropensitiesTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "propensities", "The propensities P(treated | covariates) of one arm of a treatment")
            .gatedBy("analysis")
            .key("job", "The command")
            .key("analysis", "The analysis: the model")
            .key("estimand", "The estimand, by its name in the model file; of several that need the same, the first")
            .key("treatment", "The treatment")
            .text("covariates", "What it was regressed on")
            .key("unit_kind", "What unit is, such as all or a group")
            .key("unit", "The group; all for everybody")
            .key("treated", DataTypes.BooleanType, "Whether these are the rows with the treatment")
            .count("rows", "How many they are")
            .probability(
                    "effective_share",
                    "What share of its rows the arm is worth once each is weighted to stand for everybody")
            .probability("extreme_share", "The share of its rows with a propensity below .02 or above .98")
            .probability("q01", "1 % quantile of its propensities; NULL for a group")
            .probability("q25", "25 % quantile")
            .probability("q50", "50 % quantile")
            .probability("q75", "75 % quantile")
            .probability("q99", "99 % quantile")
            .column(
                    "density_x",
                    DataTypes.createArrayType(DataTypes.DoubleType),
                    "Middles of even bins; NULL for a group")
            .column("density_y", DataTypes.createArrayType(DataTypes.DoubleType), "Density in those bins")
            .build();

    private PropensitiesTable() {}

    /**
     * The row of one arm, for {@code Results.write}.
     *
     * @param quantiles the 1, 25, 50, 75 and 99 % quantiles, NaN where not known
     * @param x middles of bins, none where not known
     */
    public static Row row(
            String job,
            String analysis,
            String estimand,
            String treatment,
            List<String> covariates,
            String unitKind,
            String unit,
            boolean treated,
            long rows,
            double effectiveShare,
            double extremeShare,
            double[] quantiles,
            double[] x,
            double[] y) {
        return RowFactory.create(
                job,
                analysis,
                estimand,
                treatment,
                String.join(", ", covariates),
                unitKind,
                unit,
                treated,
                rows,
                effectiveShare,
                extremeShare,
                Cells.number(quantiles[0]),
                Cells.number(quantiles[1]),
                Cells.number(quantiles[2]),
                Cells.number(quantiles[3]),
                Cells.number(quantiles[4]),
                numbers(x),
                numbers(y));
    }

    private static @Nullable Object numbers(double[] values) {
        return values.length == 0
                ? null
                : CollectionConverters.asScala(Arrays.stream(values).boxed().toList())
                        .toSeq();
    }
}
