package tributary.jobs.table;

import java.util.List;

/** Table {@code decisions}: one decision, with its reason in words. */
public final class DecisionsTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "decisions", "One decision about an arm, with its reason in words")
            .gatedBy("analysis")
            .key("job", "The command")
            .key("analysis", "The analysis, such as an experiment")
            .key("metric", "The metric decided on")
            .key("arm", "The treated arm")
            .key("unit_kind", "What unit is, such as all or a segment column")
            .key("unit", "The group decided for; all for everybody")
            .word("action", Words.ACTIONS, "What to do")
            .key("reason", "Why, in words")
            .text("next_step", "What to do next where the verdict is not decisive")
            .probability("prob_positive", "P(lift in the good direction)")
            .probability("prob_above_threshold", "P(absolute lift above its threshold)")
            .probability("prob_rel_above_threshold", "P(relative lift above its threshold)")
            .probability("prob_best", "P(this arm is the best of all arms)")
            .text("hdi_rope_verdict", "How interval and region of practical equivalence lie")
            .number("expected_profit", "Expected profit of launching: users x lift x value - cost")
            .number("median_profit", "Median profit of launching")
            .probability("prob_profit", "P(profit > 0)")
            .number("profit_lb", "Lower bound of the interval of profit")
            .number("profit_ub", "Upper bound of the interval of profit")
            .size("expected_loss_if_launch", "Expected loss against knowing the truth, if launched")
            .size("expected_loss_if_hold", "Expected loss against knowing the truth, if held")
            .size("value_of_information", "Expected value of knowing the truth before deciding")
            .text("health", "Data checks behind it, in words: SRM and gates")
            .word(
                    "prior_sensitivity",
                    List.of("stable", "flips", "not_run"),
                    "Whether a plausible prior of the grid would change the action")
            .build();

    private DecisionsTable() {}
}
