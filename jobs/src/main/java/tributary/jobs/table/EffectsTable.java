package tributary.jobs.table;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import tributary.estimand.EffectSummary;

/** Table {@code effects}: one posterior summary of an effect. */
public final class EffectsTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "effects", "One posterior summary of an effect")
            .gatedBy("analysis", "metric", "unit")
            .key("job", "The command")
            .key("analysis", "The analysis, such as an experiment")
            .key("estimand", "What is estimated, such as lift_abs or lift_rel")
            .key("metric", "The metric or outcome")
            .key("arm", "The treated arm, or the intervention")
            .key("unit_kind", "What unit is, such as all or a segment column")
            .key("unit", "The group the effect is of; all for everybody")
            .number("mean", "Posterior mean")
            .size("sd", "Posterior standard deviation")
            .number("median", "Posterior median")
            .size("mad", "Median absolute deviation from the median")
            .word("ci_kind", Words.INTERVALS, "Kind of interval: highest density, or equal-tailed")
            .probability("ci_prob", "Probability of the interval")
            .number("ci_lb", "Lower bound of the interval")
            .number("ci_ub", "Upper bound of the interval")
            .probability("prob_positive", "P(effect > 0)")
            .number(
                    "rope_lb",
                    "Lower bound of the region of practical equivalence; NULL where it is stated on another scale")
            .number("rope_ub", "Upper bound of the region of practical equivalence")
            .probability("prob_rope", "P(effect within the region)")
            .probability("prob_above_rope", "P(effect above the region)")
            .size("ess_bulk", "Bulk effective sample size")
            .size("ess_tail", "Tail effective sample size")
            .number("r_hat", "Rank-normalised split R-hat; NULL for independent draws")
            .size("mcse_mean", "Monte Carlo standard error of the mean")
            .size("mcse_sd", "Monte Carlo standard error of the standard deviation")
            .word("path", Words.PATHS, "How the posterior was reached")
            .word("status", Words.STATUSES, "What vouches for it")
            .number("k_hat", "Pareto k-hat of the exact pass; NULL without importance weights")
            .text("prior", "The prior, in words")
            .text("identified_by", "Why the effect is causal, such as randomised")
            .text("reason", "Why a number is NULL, where one is")
            .build();

    private EffectsTable() {}

    /** The row of a summary, for {@code Results.write}. */
    public static Row row(EffectSummary e) {
        return RowFactory.create(
                e.job(),
                e.analysis(),
                e.estimand(),
                e.metric(),
                e.arm(),
                e.unitKind(),
                e.unit(),
                Cells.number(e.mean()),
                Cells.number(e.sd()),
                Cells.number(e.median()),
                Cells.number(e.mad()),
                Cells.word(e.interval().kind()),
                e.interval().probability(),
                Cells.number(e.lower()),
                Cells.number(e.upper()),
                Cells.number(e.probPositive()),
                Cells.number(e.ropeLower()),
                Cells.number(e.ropeUpper()),
                Cells.number(e.probRope()),
                Cells.number(e.probAboveRope()),
                Cells.number(e.essBulk()),
                Cells.number(e.essTail()),
                Cells.number(e.rHat()),
                Cells.number(e.mcseMean()),
                Cells.number(e.mcseSd()),
                e.path().name(),
                e.status().name(),
                Cells.number(e.kHat()),
                Cells.text(e.prior()),
                Cells.text(e.identifiedBy()),
                Cells.text(e.note()));
    }
}
