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
 * <p>Goals with steps or kinks are climbed smoothed ({@link SmoothGoal}) and reported as they are.
 *
 * @param starts where the search begins: the present plan, an even split, the steepest split, and random ones
 * @param iterations steps of a start, at most
 * @param tolerance that ends a search: how far, relative to a cell's average money, a step as long as that money along the slope
 *     by its steepest still moves; a plan counts as converged up to a hundred times as much
 */
public record BudgetSolver(int starts, int iterations, double tolerance) {
    /** Six starts of at most 200 steps, one part in a million. */
    public static final BudgetSolver STANDARD = new BudgetSolver(6, 200, 1e-6);

    private static final double SUFFICIENT = 1e-4;
    private static final double CERTIFIED = 100;

    /** Relative rise of the goal that is none. */
    private static final double FLAT = 1e-10;

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
        double now = goal.value(reportPresent, reportPresent);
        double searchedNow = goal.value(searchPresent, searchPresent);
        List<double[]> starts = starts(problem, response, searchPresent, limits, key);
        if (starts.isEmpty()) {
            return stands(BudgetPlan.Status.INFEASIBLE, presentMoney, reportPresent, now, searchedNow, 0);
        }
        List<SmoothGoal> stages =
                SmoothGoal.stages(goal, searchPresent, gains(response, starts, searchPresent, goal.kind()));
        Search best = null;
        for (double[] start : starts) {
            Search search = new Search(start);
            for (SmoothGoal stage : stages) {
                search = search(problem, response, stage, searchPresent, limits, search.money);
            }
            best = Double.isFinite(search.value) && (best == null || search.value > best.value) ? search : best;
        }
        double[] told = values(response, best == null ? presentMoney : best.money, 1);
        double value = goal.value(told, reportPresent);
        if (best == null || !Double.isFinite(value) || !Double.isFinite(now)) {
            return stands(BudgetPlan.Status.NOT_FINITE, presentMoney, reportPresent, now, searchedNow, starts.size());
        }
        if (problem.allowsPresent() && !(value > now)) {
            return stands(BudgetPlan.Status.PRESENT_KEPT, presentMoney, reportPresent, now, searchedNow, starts.size());
        }
        return new BudgetPlan(
                best.converged ? BudgetPlan.Status.OPTIMAL : BudgetPlan.Status.NOT_CONVERGED,
                best.money,
                told,
                reportPresent,
                value,
                now,
                goal.value(values(response, best.money, 0), searchPresent),
                starts.size());
    }

    private static BudgetPlan stands(
            BudgetPlan.Status why, double[] present, double[] response, double goal, double searched, int starts) {
        return new BudgetPlan(why, present, response, response, goal, goal, searched, starts);
    }

    /** The largest mean size of gains at a start; only the probability of a gain asks for it. */
    private static double gains(
            BudgetProblem.Response response, List<double[]> starts, double[] present, BudgetGoal.Kind kind) {
        double most = 0;
        for (double[] start : kind == BudgetGoal.Kind.BEATS_PRESENT ? starts : List.<double[]>of()) {
            double[] here = values(response, start, 0);
            double size = 0;
            for (int d = 0; d < here.length; d++) {
                size += Math.abs(here[d] - present[d]) / here.length;
            }
            most = Math.max(most, size);
        }
        return most;
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
        goalAt(response, new SmoothGoal(BudgetGoal.expected(), 0), present, problem.present(), slope);
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
            BudgetProblem.Response response, SmoothGoal goal, double[] present, double[] money, double[] slope) {
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
            SmoothGoal goal,
            double[] present,
            BudgetLimits limits,
            double[] start) {
        int cells = problem.cells();
        double unit = problem.total() / cells;
        Search at = new Search(start.clone());
        double[] slope = new double[cells];
        at.value = goalAt(response, goal, present, at.money, slope);
        if (!Double.isFinite(at.value)) {
            return at;
        }
        double length = plain(problem, at.money, slope);
        double[] next = new double[cells];
        double[] nextSlope = new double[cells];
        for (int step = 0; step < iterations; step++) {
            double[] inside = limits.nearest(along(at.money, slope, length));
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
            double value = Double.NaN;
            boolean better = false;
            double fraction = 1;
            for (int halving = 0; halving < 40 && largest > tolerance * unit && rise > 0 && !better; halving++) {
                for (int c = 0; c < cells; c++) {
                    next[c] = at.money[c] + fraction * (inside[c] - at.money[c]);
                }
                value = goalAt(response, goal, present, next, nextSlope);
                better = value >= at.value + SUFFICIENT * fraction * rise;
                fraction *= 0.5;
            }
            if (!better) {
                double plain = plain(problem, at.money, slope);
                if (length != plain) {
                    // Whether this is the top is told by a step of plain length.
                    length = plain;
                    continue;
                }
                at.converged = largest <= CERTIFIED * tolerance * unit || rise <= FLAT * Math.abs(at.value);
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

    private static double[] along(double[] money, double[] slope, double length) {
        double[] aim = new double[money.length];
        for (int c = 0; c < aim.length; c++) {
            aim[c] = money[c] + length * slope[c];
        }
        return aim;
    }

    /** The length that moves the cell of the steepest slope, of those between their bounds, by a cell's average money. */
    private static double plain(BudgetProblem problem, double[] money, double[] slope) {
        double[] lower = problem.lower();
        double[] upper = problem.upper();
        double free = 0;
        double any = 0;
        for (int c = 0; c < money.length; c++) {
            double room = 1e-9 * (upper[c] - lower[c]);
            any = Math.max(any, Math.abs(slope[c]));
            free = money[c] > lower[c] + room && money[c] < upper[c] - room ? Math.max(free, Math.abs(slope[c])) : free;
        }
        double steepest = free > 0 ? free : any;
        return steepest > 0 ? problem.total() / money.length / steepest : 1;
    }
}
