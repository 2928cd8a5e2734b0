package tributary.jobs.table;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;

/** Table {@code budget}: a plan for the spend of the last weeks, one cell a row, with what the whole plan brings. */
public final class BudgetTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "budget", "One cell of a budget plan: current and planned spend, and what the whole plan brings")
            .gatedBy("analysis", "kpi", "")
            .key("analysis", "The analysis")
            .key("kpi", "The outcome")
            .word(
                    "goal",
                    List.of("expected", "mean_sd", "mean_variance", "cvar", "beats_present"),
                    "What the plan makes large")
            .keyNumber("risk", "Multiple of the sd or variance, or share of worst outcomes; 0 where it does not apply")
            .key("chosen", DataTypes.BooleanType, "Whether it is the plan asked for; others make the frontier of risk")
            .key("channel", "The channel")
            .key("geo", "The geo; all where geos are not told apart")
            .position("period", "The period")
            .size("current_spend", "Money as it was spent")
            .size("planned_spend", "Money of the plan; NULL where there is none")
            .size("spend_lb", "Least money allowed")
            .size("spend_ub", "Most money allowed")
            .count(
                    "weeks_after",
                    "How many weeks after the data's last one count, in which its media still work; media of these weeks are"
                            + " those of the data's last weeks")
            .size("total", "Money that is split")
            .number(
                    "expected_response",
                    "Mean money that the spend of the whole plan brings, by the draws that did not choose it; in the"
                            + " data's weeks and in weeks_after")
            .size("response_sd", "Its standard deviation")
            .number("current_response", "Mean money that the present plan's spend brings, by the same draws")
            .size("current_sd", "Its standard deviation")
            .number("goal_value", "The goal, by the draws that did not choose the plan")
            .number("current_goal", "The goal of the present plan, by the same draws")
            .number("searched_goal", "The goal by the draws that chose: above goal_value by the optimiser's curse")
            .probability("prob_better", "P(the plan brings more than the present one)")
            .size("expected_loss", "Mean of what is lost against the present plan where it brings less")
            .word(
                    "solver_status",
                    List.of("optimal", "not_converged", "present_kept", "infeasible", "not_finite"),
                    "How the search ended; not_converged: the best found stands, but is not certainly the best;"
                            + " present_kept: nothing better was found, the present plan stands; infeasible (no split keeps"
                            + " all limits), not_finite (a response is no number): there is no plan")
            .build();

    private BudgetTable() {}
}
