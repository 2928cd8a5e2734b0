package tributary.family.mediamix;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import tributary.decide.BudgetGoal;
import tributary.decide.BudgetPlan;
import tributary.decide.BudgetProblem;
import tributary.decide.BudgetSolver;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.posterior.Posterior;
import tributary.random.StreamKey;

/**
 * A plan for a budget, cell by cell, and what the draws that did not choose it say of it; NaN for all of it where the status
 * says that there is no plan.
 *
 * @param goal what it makes large
 * @param chosen whether it is the plan that was asked for; others make the frontier of risk
 * @param lines by cell
 * @param weeksAfter how many weeks after the data's last one count
 * @param total money that is split
 * @param response mean money brought
 * @param spread its standard deviation
 * @param present mean money brought by the present plan
 * @param presentSpread its standard deviation
 * @param goalValue the goal on the half that reports
 * @param presentGoal the goal of the present plan on it
 * @param searchedGoal the goal on the half that chose
 * @param better P(it brings more than the present plan)
 * @param loss expected loss against the present plan
 * @param status how the search ended
 */
public record BudgetAnswer(
        BudgetGoal goal,
        boolean chosen,
        List<Line> lines,
        int weeksAfter,
        double total,
        double response,
        double spread,
        double present,
        double presentSpread,
        double goalValue,
        double presentGoal,
        double searchedGoal,
        double better,
        double loss,
        BudgetPlan.Status status)
        implements Serializable {
    /** Copies its list. */
    public BudgetAnswer {
        lines = new ArrayList<>(lines);
    }

    /**
     * One cell of a plan.
     *
     * @param channel the channel
     * @param geo the geo, or {@link MediaAnswers#ALL}
     * @param period counted from 0
     * @param present money as it was spent
     * @param planned money of the plan
     * @param lower least money
     * @param upper most money
     * @param beyond share of its weeks that would see more media than any week of the channel has
     */
    public record Line(
            String channel,
            String geo,
            int period,
            double present,
            double planned,
            double lower,
            double upper,
            double beyond)
            implements Serializable {}

    /**
     * The plan that is asked for, then the frontier of risk: mean less multiples of the standard deviation.
     *
     * @throws IllegalArgumentException as {@link #require} does
     */
    public static List<BudgetAnswer> solve(
            MediaMixModel mix, Posterior posterior, Draws draws, BudgetSpec spec, StreamKey key) {
        int weeks = Math.min(spec.weeks(), mix.panel().weeks().size());
        MediaBudget budget = new MediaBudget(
                mix,
                posterior,
                MediaWorlds.thinned(draws, spec.draws()),
                weeks,
                spec.periods(),
                spec.byGeo(),
                spec.carryOver());
        BudgetProblem problem = budget.asked().problem(spec);
        BudgetSolver solver =
                new BudgetSolver(spec.starts(), BudgetSolver.STANDARD.iterations(), BudgetSolver.STANDARD.tolerance());
        List<BudgetAnswer> answers = new ArrayList<>();
        answers.add(answer(budget, problem, solver, spec.goal(), true, key));
        for (double aversion : spec.aversions()) {
            BudgetGoal goal = new BudgetGoal(BudgetGoal.Kind.MEAN_SD, aversion);
            answers.add(answer(budget, problem, solver, goal, false, key));
        }
        return answers;
    }

    /**
     * Checks that a panel's spend can be split as asked, before anything is sampled.
     *
     * @throws IllegalArgumentException if it cannot, saying why
     */
    public static void require(MediaMixSpec model, MediaPanel panel, BudgetSpec spec) {
        cells(model, panel, spec).problem(spec);
    }

    private static BudgetCells cells(MediaMixSpec model, MediaPanel panel, BudgetSpec spec) {
        int weeks = Math.min(spec.weeks(), panel.weeks().size());
        return BudgetCells.of(model, panel, weeks, spec.periods(), spec.byGeo());
    }

    private static BudgetAnswer answer(
            MediaBudget budget,
            BudgetProblem problem,
            BudgetSolver solver,
            BudgetGoal goal,
            boolean chosen,
            StreamKey key) {
        BudgetPlan plan = solver.solve(problem, budget, goal, key.with("budget"));
        double[] money = plan.money();
        double[] present = problem.present();
        double[] lower = problem.lower();
        double[] upper = problem.upper();
        List<Line> lines = new ArrayList<>();
        for (int c = 0; c < money.length; c++) {
            MediaBudget.Cell cell = budget.cells().get(c);
            double planned = plan.status().plans() ? money[c] : Double.NaN;
            lines.add(new Line(
                    cell.channel(),
                    cell.geo(),
                    cell.period(),
                    present[c],
                    planned,
                    lower[c],
                    upper[c],
                    budget.asked().beyond(c, planned)));
        }
        // Of no plan nothing can be told.
        double told = plan.status().plans() ? 1 : Double.NaN;
        return new BudgetAnswer(
                goal,
                chosen,
                lines,
                budget.weeksAfter(),
                problem.total(),
                told * Describe.mean(plan.response()),
                told * Describe.sd(plan.response()),
                Describe.mean(plan.present()),
                Describe.sd(plan.present()),
                told * plan.goal(),
                plan.presentGoal(),
                told * plan.searchedGoal(),
                told * plan.probabilityBetter(),
                told * plan.expectedLoss(),
                plan.status());
    }
}
