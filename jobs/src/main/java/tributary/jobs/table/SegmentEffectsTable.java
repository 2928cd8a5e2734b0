package tributary.jobs.table;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import tributary.estimand.EffectSummary;
import tributary.family.segments.SegmentAnswer;
import tributary.family.segments.SegmentRank;

/** Table {@code segment_effects}: one effect in one segment, raw beside partially pooled, and its rank. */
public final class SegmentEffectsTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "segment_effects",
                    "One effect in one segment: its own estimate, the partially pooled one, its rank")
            .gatedBy("analysis", "metric", "segment")
            .key("analysis", "The analysis")
            .key("metric", "The outcome")
            .key("arm", "The treated arm, or the numeric treatment")
            .key("segment", "The segment")
            .text("parent", "The group that the segment lies within (input.columns.within); NULL if it lies in none")
            .count("control_rows", "Rows in control; 0 of a numeric treatment or an estimate, which have none")
            .count("treated_rows", "Rows in the arm; of a numeric treatment or an estimate, all rows")
            .number(
                    "raw_estimate",
                    "The segment's own estimate, nothing pooled: by least squares, or the plain difference of rates (yes or no, and"
                            + " counts: without covariates); NULL where its rows do not tell it")
            .size(
                    "raw_se",
                    "Its standard error: with the segment's own residual variance, or by the rates; NULL without one")
            .number(
                    "pooled_estimate",
                    "Posterior mean, partially pooled: the multiplicity of segments is answered by it")
            .size("pooled_sd", "Posterior standard deviation")
            .number("ci_lb", "Lower bound of the interval, as in effects")
            .number("ci_ub", "Upper bound of the interval")
            .probability(
                    "shrinkage_weight",
                    "Share of the variance between segments that the segment's own rows resolve: its weight on the raw"
                            + " estimate")
            .probability("prob_positive", "P(effect > 0)")
            .probability("prob_best_segment", "P(the effect improves more here than in any other segment)")
            .size("rank_mean", "Mean rank among all segments; 1 improves most")
            .size("rank_lb", "Lower end of the equal-tailed interval of the rank, of the probability of the effect's")
            .size("rank_ub", "Upper end of that interval")
            .build();

    private SegmentEffectsTable() {}

    /** The row of an answer, its rank still unknown. */
    public static Row row(SegmentAnswer a) {
        EffectSummary e = a.effect();
        return RowFactory.create(
                e.analysis(),
                e.metric(),
                e.arm(),
                e.unit(),
                a.parent().isEmpty() ? null : a.parent(),
                a.controlRows(),
                a.treatedRows(),
                Cells.number(a.raw().estimate()),
                Cells.number(a.raw().standardError()),
                Cells.number(e.mean()),
                Cells.number(e.sd()),
                Cells.number(e.lower()),
                Cells.number(e.upper()),
                Cells.number(Math.min(1, a.weight())),
                Cells.number(e.probPositive()),
                null,
                null,
                null,
                null);
    }

    /** The row with where the segment stands among all, in its last columns. */
    public static Row ranked(Row row, SegmentRank rank) {
        Object[] values = new Object[row.size()];
        for (int i = 0; i < values.length - 4; i++) {
            values[i] = row.get(i);
        }
        values[values.length - 4] = Cells.number(rank.probBest());
        values[values.length - 3] = Cells.number(rank.mean());
        values[values.length - 2] = Cells.number(rank.lower());
        values[values.length - 1] = Cells.number(rank.upper());
        return RowFactory.create(values);
    }
}
