package tributary.jobs.table;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import tributary.decide.Decision;
import tributary.decide.GuardrailVerdict;

/** Table {@code decisions}: one decision, with its reason in words. */
public final class DecisionsTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "decisions", "One decision about an arm, with its reason in words")
            .gatedBy("analysis", "metric", "unit")
            .key("job", "The command")
            .key("analysis", "The analysis, such as an experiment")
            .key("metric", "The metric decided on")
            .key("arm", "The treated arm")
            .key("unit_kind", "What unit is, such as all or a segment column")
            .key("unit", "The group decided for; all for everybody")
            .word("role", List.of("goal", "guardrail"), "Whether the metric asks for a launch, or only may forbid one")
            .text("guardrail_verdict", "non_inferior, inferior or undecided; NULL for a goal")
            .probability("prob_non_inferior", "P(not worse by more than the margin); NULL for a goal")
            .word("action", Words.ACTIONS, "What to do; a guardrail says hold where it is kept, and never launch")
            .key("reason", "Why, in words")
            .probability("prob_positive", "P(lift > 0), the lift as measured: treated - control")
            .probability(
                    "prob_above_threshold",
                    "P(absolute improvement, the lift in the good direction, above its threshold)")
            .probability("prob_rel_above_threshold", "P(relative improvement above its threshold)")
            .probability("prob_best", "P(this arm is the best of all arms)")
            .text("hdi_rope_verdict", "How interval and region of practical equivalence lie")
            .number(
                    "expected_profit",
                    "Expected profit of launching: users x improvement x value - cost, in the currency of decision.economics;"
                            + " NULL without economics")
            .number("median_profit", "Median profit of launching")
            .probability("prob_profit", "P(profit > 0)")
            .number("profit_lb", "Lower bound of the interval of profit, of the kind and probability of the lift's")
            .number("profit_ub", "Upper bound of the interval of profit")
            .size(
                    "expected_loss_if_launch",
                    "Expected loss if launched: mean of what another arm or control would bring more, where one is better; in"
                            + " money with economics, else in units of the metric")
            .size(
                    "expected_loss_if_hold",
                    "Expected loss if no arm is launched: mean of what the best arm would bring, where it is better than"
                            + " control; in money with economics, else in units of the metric")
            .size("value_of_information", "Expected value of knowing the truth before deciding, in units of the losses")
            .size(
                    "value_of_more_data",
                    "Expected value of as many further units as the rule names, in units of the losses")
            .text("health", "Data checks behind it, in words: SRM and gates")
            .text("prior_sensitivity", "Whether a plausible prior of the grid would change the action, in words")
            .flag("prior_flips", "Whether one does")
            .text("guardrails", "The guardrails' verdicts, in words")
            .build();

    private DecisionsTable() {}

    /** The row of a decision of {@code job}, for {@code Results.write}. */
    public static Row row(String job, Decision d) {
        GuardrailVerdict verdict = d.guardrailVerdict();
        return RowFactory.create(
                job,
                d.analysis(),
                d.metric(),
                d.arm(),
                Cells.unitKind(d.unit()),
                d.unit(),
                d.guardrail() ? "guardrail" : "goal",
                verdict == null ? null : verdict.word(),
                Cells.number(d.probNonInferior()),
                d.action().word(),
                d.reason(),
                Cells.number(d.probPositive()),
                Cells.number(d.probAboveThreshold()),
                Cells.number(d.probRelAboveThreshold()),
                Cells.number(d.probBest()),
                Cells.word(d.ropeVerdict()),
                Cells.number(d.expectedProfit()),
                Cells.number(d.medianProfit()),
                Cells.number(d.probProfit()),
                Cells.number(d.profitLower()),
                Cells.number(d.profitUpper()),
                Cells.number(d.expectedLossIfLaunch()),
                Cells.number(d.expectedLossIfHold()),
                Cells.number(d.valueOfInformation()),
                Cells.number(d.valueOfMoreData()),
                Cells.text(d.health()),
                Cells.text(d.priorSensitivity()),
                d.flipped(),
                Cells.text(d.guardrails()));
    }
}
