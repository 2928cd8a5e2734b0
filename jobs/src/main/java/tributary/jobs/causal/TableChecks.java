package tributary.jobs.causal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import tributary.jobs.shard.SparkBlocks;
import tributary.jobs.shard.TableSummary;
import tributary.jobs.table.DataQualityTable;
import tributary.plan.ShardCount;

/** What is odd about a table though it can be answered: warnings beside the answer, rows of {@code data_quality}. */
final class TableChecks {
    private final String model;
    private final List<Row> rows = new ArrayList<>();

    private TableChecks(String model) {
        this.model = model;
    }

    /**
     * Rows without some value, constant columns, columns that are combinations of others, and shards with few events.
     *
     * @param model the analysis
     * @param outcomes the model's outcomes
     */
    static List<Row> of(
            String model, TableSummary summary, RowSurvey.LeftOut leftOut, SparkBlocks blocks, List<String> outcomes) {
        TableChecks checks = new TableChecks(model);
        boolean whole = leftOut.rows() == 0;
        checks.add(
                "missing_values",
                null,
                (double) leftOut.rows(),
                0.0,
                whole,
                leftOut.rows(),
                whole ? "every row has all of its values" : leftOut.told(),
                "see why values are absent: where that has to do with the outcome, the others answer for themselves alone");
        summary.columns().forEach((variable, column) -> {
            if (!Double.isNaN(column.least())) {
                checks.add(
                        "constant_column",
                        variable,
                        column.greatest() - column.least(),
                        0.0,
                        !column.constant(),
                        column.constant() ? summary.rows() : 0L,
                        column.constant()
                                ? "every row has the value " + column.least()
                                : "from " + column.least() + " to " + column.greatest(),
                        "leave a constant column out: its coefficient keeps its prior");
            }
        });
        Collinearity.tolerances(blocks).forEach((variable, tolerance) -> {
            boolean own = tolerance >= Collinearity.TOLERANCE;
            checks.add(
                    "collinear_column",
                    variable,
                    tolerance,
                    Collinearity.TOLERANCE,
                    own,
                    own ? 0L : summary.rows(),
                    own
                            ? String.format(
                                    Locale.ROOT,
                                    "%.3g of its variance is not explained by the columns before it",
                                    tolerance)
                            : "it is a linear combination of the columns before it",
                    "leave one of the columns out: priors alone divide the effect among them");
        });
        double events = (double) summary.events(outcomes) / blocks.shards();
        boolean enough = blocks.shards() == 1 || events >= ShardCount.EVENTS;
        checks.add(
                "events_per_shard",
                null,
                events,
                (double) ShardCount.EVENTS,
                enough,
                enough ? 0L : summary.rows(),
                String.format(
                        Locale.ROOT,
                        "about %.1f events of the rarest outcome in each of %d shards",
                        events,
                        blocks.shards()),
                "ask for fewer shards, or leave the number to the plan: sub-posteriors without events are mostly prior");
        return checks.rows;
    }

    private void add(
            String check,
            @Nullable String unit,
            double observed,
            double threshold,
            boolean passed,
            long affected,
            String detail,
            String remedy) {
        rows.add(DataQualityTable.warning(
                CausalJob.NAME, model, check, null, unit, observed, threshold, passed, affected, detail, remedy));
    }
}
