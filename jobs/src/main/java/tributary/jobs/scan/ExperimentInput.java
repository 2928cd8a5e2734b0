package tributary.jobs.scan;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where an experiment's data lie, in one of three forms that lead to equal statistics. */
public sealed interface ExperimentInput extends Serializable {
    /** The tables this input reads, in reading order. */
    List<InputTable> tables();

    /**
     * Exposures and metric facts, one event a row: the first exposure of a unit counts, and facts are attributed to
     * it by time.
     */
    record Facts(InputTable exposures, UnitColumns columns, InputTable facts, FactColumns factColumns)
            implements ExperimentInput {
        @Override
        public List<InputTable> tables() {
            return List.of(exposures, facts);
        }
    }

    /**
     * One row per exposed unit, with a column per metric.
     *
     * @param unitsUnique promises that no unit occurs twice in an experiment, which saves the shuffle that finds first
     *     exposures; units in several arms are then not looked for
     */
    record Units(InputTable units, UnitColumns columns, boolean unitsUnique) implements ExperimentInput {
        @Override
        public List<InputTable> tables() {
            return List.of(units);
        }
    }

    /** Counts and sums by experiment, arm, segment, day and metric. */
    record Aggregates(InputTable table, AggregateColumns columns) implements ExperimentInput {
        @Override
        public List<InputTable> tables() {
            return List.of(table);
        }
    }

    /**
     * The columns of exposures or units.
     *
     * @param unit the unit of randomisation; null only in {@link Units} declared unique
     * @param exposedAt time or date of exposure, UTC; null only in {@link Units}, where ties and order then go by
     *     content
     * @param experiment experiment id; null where the table holds one experiment
     * @param variant the arm
     * @param segments columns whose values are analysed one by one, beside {@code all}
     * @param cluster the cluster of the unit, for metrics analysed by cluster; may be null
     */
    record UnitColumns(
            @Nullable String unit,
            @Nullable String exposedAt,
            @Nullable String experiment,
            String variant,
            List<SegmentColumn> segments,
            @Nullable String cluster)
            implements Serializable {
        /** Validates nothing about data, only copies. */
        public UnitColumns {
            segments = List.copyOf(segments);
        }

        /** The names of the contract: {@code unit_id, exposed_at, experiment_id, variant_id}. */
        public static UnitColumns standard(String... segments) {
            return new UnitColumns(
                    "unit_id",
                    "exposed_at",
                    "experiment_id",
                    "variant_id",
                    List.of(segments).stream().map(s -> new SegmentColumn(s, s)).toList(),
                    null);
        }
    }

    /** A segment dimension: its name in the results ({@code country=NL}) and the column that holds it. */
    record SegmentColumn(String name, String column) implements Serializable {}

    /** The columns of metric facts. */
    record FactColumns(String unit, String eventAt, String metric, String value) implements Serializable {
        /** The names of the contract: {@code unit_id, event_at, metric, value}. */
        public static FactColumns standard() {
            return new FactColumns("unit_id", "event_at", "metric", "value");
        }
    }

    /**
     * The columns of pre-aggregated rows. Those that may be null are needed only by metrics that use them.
     *
     * @param experiment experiment id; null where the table holds one experiment
     * @param segment {@code all}, or {@code dimension=value}; null where there are no segments
     * @param count units of the row
     * @param sum sum of the metric over them
     * @param sumSquares sum of squares; for binary metrics the sum itself may be mapped
     * @param preSum sum of the pre-period covariate
     * @param preSumSquares sum of its squares
     * @param cross sum of products of metric and covariate
     * @param denominatorSum for ratio metrics, the sum of the denominator
     * @param denominatorSumSquares the sum of its squares
     * @param denominatorCross sum of products of numerator and denominator
     * @param positives units with a metric above zero; null takes {@code sum}, right for binary metrics only
     */
    record AggregateColumns(
            @Nullable String experiment,
            String variant,
            @Nullable String segment,
            String metric,
            String count,
            String sum,
            @Nullable String sumSquares,
            @Nullable String preSum,
            @Nullable String preSumSquares,
            @Nullable String cross,
            @Nullable String denominatorSum,
            @Nullable String denominatorSumSquares,
            @Nullable String denominatorCross,
            @Nullable String positives)
            implements Serializable {
        /** The names of the contract. */
        public static AggregateColumns standard(boolean withPrePeriod) {
            return new AggregateColumns(
                    "experiment_id",
                    "variant_id",
                    "segment",
                    "metric",
                    "n",
                    "sum",
                    "sum_sq",
                    withPrePeriod ? "pre_sum" : null,
                    withPrePeriod ? "pre_sum_sq" : null,
                    withPrePeriod ? "cross" : null,
                    null,
                    null,
                    null,
                    null);
        }
    }
}
