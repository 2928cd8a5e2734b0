package tributary.decide;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Splits a budget: spectral projected gradients (Birgin, Martínez and Raydan 2000) from several starts, with exact
 * gradients and ojAlgo's quadratic programming for each projection onto bounds, groups and total.
 *
 * <p>One half of the draws chooses the plan (even ones), the other half reports on it (odd ones), so that what looks best
 * by chance is not reported as good. A plan that does not beat the present one on the other half is not given.
 *
 * @param starts where the search begins: the present plan, an even split, the steepest split, and random ones
 * @param iterations steps of a start, at most
 * @param tolerance of the largest step that ends a search, relative to a cell's average money
 */
public record BudgetSolver(int starts, int iterations, double tolerance) {
    /** Six starts of at most 200 steps, one part in a million. */
    public static final BudgetSolver STANDARD = new BudgetSolver(6, 200, 1e-6);

    private static final double SUFFICIENT = 1e-4;

    /** Checks the settings. */
    public BudgetSolver {
        if (starts < 1 || iterations < 1 || !(tolerance > 0)) {
            throw new IllegalArgumentException("the search needs starts, iterations and a tolerance, has " + starts
                    + ", " + iterations + ", " + tolerance);
        }
    }

    /**
     * The best plan found.
     *
     * @param key names the stream of random starts
     */
    public BudgetPlan solve(BudgetProblem problem, BudgetProblem.Response response, BudgetGoal goal, StreamKey key) {
        BudgetLimits limits = new BudgetLimits(problem);
        double[] presentMoney = problem.present();
        double[] searchPresent = values(response, presentMoney, 0);
        double[] reportPresent = values(response, presentMoney, 1);
        Search best = null;
        boolean converged = true;
        int begun = 0;
        for (double[] start : starts(problem, response, goal, searchPresent, limits, key)) {
            Search search = search(problem, response, goal, searchPresent, limits, start);
            begun++;
            converged &= search.converged;
            best = best == null || search.value > best.value ? search : best;
        }
        if (best == null) {
            return new BudgetPlan(
                    BudgetPlan.Status.INFEASIBLE,
                    presentMoney,
                    reportPresent,
                    reportPresent,
                    goal.value(reportPresent, reportPresent),
                    goal.value(reportPresent, reportPresent),
                    goal.value(searchPresent, searchPresent),
                    begun);
        }
        double[] told = values(response, best.money, 1);
        double value = goal.value(told, reportPresent);
        double now = goal.value(reportPresent, reportPresent);
        if (problem.allowsPresent() && !(value > now)) {
            return new BudgetPlan(
                    BudgetPlan.Status.PRESENT_KEPT,
                    presentMoney,
                    reportPresent,
                    reportPresent,
                    now,
                    now,
                    goal.value(searchPresent, searchPresent),
                    begun);
        }
        return new BudgetPlan(
                converged ? BudgetPlan.Status.OPTIMAL : BudgetPlan.Status.NOT_CONVERGED,
                best.money,
                told,
                reportPresent,
                value,
                now,
                best.value,
                begun);
    }

    private static double[] values(BudgetProblem.Response response, double[] money, int half) {
        double[] values = new double[(response.draws() + 1 - half) / 2];
        double[] gradient = new double[money.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = response.evaluate(2 * k + half, money, gradient);
        }
        return values;
    }

    private List<double[]> starts(
            BudgetProblem problem,
            BudgetProblem.Response response,
            BudgetGoal goal,
            double[] present,
            BudgetLimits limits,
            StreamKey key) {
        int cells = problem.cells();
        List<double[]> wanted = new ArrayList<>();
        wanted.add(problem.present());
        double[] even = new double[cells];
        Arrays.fill(even, problem.total() / cells);
        wanted.add(even);
        double[] slope = new double[cells];
        goalAt(response, goal, present, problem.present(), slope);
        double[] steep = problem.present();
        double most = Arrays.stream(slope).map(Math::abs).max().orElse(1);
        for (int c = 0; c < cells; c++) {
            steep[c] += problem.total() * slope[c] / Math.max(most, Double.MIN_NORMAL);
        }
        wanted.add(steep);
        RandomStream random = key.with("budget starts").stream();
        while (wanted.size() < starts) {
            double[] shares = new double[cells];
            double sum = 0;
            for (int c = 0; c < cells; c++) {
                shares[c] = random.nextExponential();
                sum += shares[c];
            }
            for (int c = 0; c < cells; c++) {
                shares[c] *= problem.total() / sum;
            }
            wanted.add(shares);
        }
        List<double[]> feasible = new ArrayList<>();
        for (double[] start : wanted.subList(0, Math.min(starts, wanted.size()))) {
            double[] inside = limits.nearest(start);
            if (inside != null) {
                feasible.add(inside);
            }
        }
        return feasible;
    }

    /** The goal on the searching half at a plan, and its gradient by cell. */
    private static double goalAt(
            BudgetProblem.Response response, BudgetGoal goal, double[] present, double[] money, double[] slope) {
        int draws = present.length;
        double[] values = new double[draws];
        double[][] gradients = new double[draws][money.length];
        for (int k = 0; k < draws; k++) {
            values[k] = response.evaluate(2 * k, money, gradients[k]);
        }
        double[] weights = new double[draws];
        double value = goal.weigh(values, present, weights);
        Arrays.fill(slope, 0);
        for (int k = 0; k < draws; k++) {
            if (weights[k] != 0) {
                for (int c = 0; c < slope.length; c++) {
                    slope[c] += weights[k] * gradients[k][c];
                }
            }
        }
        return value;
    }

    /** Where a search has come to. */
    private static final class Search {
        private final double[] money;
        private double value;
        private boolean converged;

        private Search(double[] money) {
            this.money = money;
        }
    }

    private Search search(
            BudgetProblem problem,
            BudgetProblem.Response response,
            BudgetGoal goal,
            double[] present,
            BudgetLimits limits,
            double[] start) {
        int cells = problem.cells();
        double unit = problem.total() / cells;
        Search at = new Search(start.clone());
        double[] slope = new double[cells];
        at.value = goalAt(response, goal, present, at.money, slope);
        double steepest = Arrays.stream(slope).map(Math::abs).max().orElse(0);
        double length = steepest > 0 ? unit / steepest : 1;
        double[] next = new double[cells];
        double[] nextSlope = new double[cells];
        for (int step = 0; step < iterations; step++) {
            double[] aim = new double[cells];
            for (int c = 0; c < cells; c++) {
                aim[c] = at.money[c] + length * slope[c];
            }
            double[] inside = limits.nearest(aim);
            if (inside == null) {
                break;
            }
            double largest = 0;
            double rise = 0;
            for (int c = 0; c < cells; c++) {
                double move = inside[c] - at.money[c];
                largest = Math.max(largest, Math.abs(move));
                rise += slope[c] * move;
            }
            if (largest <= tolerance * unit || !(rise > 0)) {
                at.converged = true;
                break;
            }
            double fraction = 1;
            double value = Double.NEGATIVE_INFINITY;
            boolean better = false;
            for (int halving = 0; halving < 40 && !better; halving++) {
                for (int c = 0; c < cells; c++) {
                    next[c] = at.money[c] + fraction * (inside[c] - at.money[c]);
                }
                value = goalAt(response, goal, present, next, nextSlope);
                better = value >= at.value + SUFFICIENT * fraction * rise;
                fraction *= better ? 1 : 0.5;
            }
            if (!better) {
                // Not even a millionth of a millionth of the step is better: this is the top, as far as numbers tell.
                at.converged = true;
                break;
            }
            double moved = 0;
            double bent = 0;
            for (int c = 0; c < cells; c++) {
                double move = next[c] - at.money[c];
                moved += move * move;
                bent -= move * (nextSlope[c] - slope[c]);
            }
            length = bent > 0 ? moved / bent : 10 * length;
            System.arraycopy(next, 0, at.money, 0, cells);
            System.arraycopy(nextSlope, 0, slope, 0, cells);
            at.value = value;
        }
        return at;
    }
}
