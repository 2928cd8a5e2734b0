package tributary.decide;

import org.jspecify.annotations.Nullable;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/** The plans that keep bounds, groups and total, and which of them lies nearest to a wish. */
final class BudgetLimits {
    static {
        // The library greets unknown hardware on standard output, which is for people and scripts.
        System.setProperty("shut.up.ojAlgo", "true");
    }

    private final BudgetProblem problem;
    private final double[] lower;
    private final double[] upper;
    private final double unit;

    BudgetLimits(BudgetProblem problem) {
        this.problem = problem;
        this.lower = problem.lower();
        this.upper = problem.upper();
        // Money in averages of a cell, so that the solver's tolerances fit whatever the currency.
        this.unit = problem.total() / problem.cells();
    }

    /** The plan nearest to this one, by squared distance; null if there is none at all. */
    double @Nullable [] nearest(double[] wish) {
        return problem.groups().isEmpty() ? shifted(wish) : solved(wish);
    }

    /** With bounds and a total alone: all cells shifted by one amount, then cut at their bounds; found by bisection. */
    private double[] shifted(double[] wish) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < wish.length; c++) {
            low = Math.min(low, lower[c] - wish[c]);
            high = Math.max(high, upper[c] - wish[c]);
        }
        for (int step = 0; step < 200 && high > low; step++) {
            double middle = low + (high - low) / 2;
            if (sum(wish, middle) < problem.total()) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double[] plan = new double[wish.length];
        for (int c = 0; c < wish.length; c++) {
            plan[c] = cut(c, wish[c] + high);
        }
        return plan;
    }

    private double sum(double[] wish, double shift) {
        double sum = 0;
        for (int c = 0; c < wish.length; c++) {
            sum += cut(c, wish[c] + shift);
        }
        return sum;
    }

    private double cut(int cell, double money) {
        return Math.max(lower[cell], Math.min(upper[cell], money));
    }

    private double @Nullable [] solved(double[] wish) {
        ExpressionsBasedModel model = new ExpressionsBasedModel();
        Expression total = model.addExpression("total").level(problem.cells());
        Expression distance = model.addExpression("distance").weight(1);
        Variable[] cells = new Variable[wish.length];
        for (int c = 0; c < wish.length; c++) {
            cells[c] = model.addVariable("cell " + c).lower(lower[c] / unit).upper(upper[c] / unit);
            total.set(cells[c], 1);
            distance.set(cells[c], cells[c], 0.5);
            distance.set(cells[c], -wish[c] / unit);
        }
        int number = 0;
        for (BudgetProblem.Group group : problem.groups()) {
            Expression limit = model.addExpression("group " + number)
                    .lower(group.lower() / unit)
                    .upper(group.upper() / unit);
            group.cells().forEach(c -> limit.set(cells[c], 1));
            number++;
        }
        Optimisation.Result result = model.minimise();
        if (!result.getState().isFeasible()) {
            return null;
        }
        double[] plan = new double[wish.length];
        for (int c = 0; c < wish.length; c++) {
            plan[c] = cut(c, result.doubleValue(c) * unit);
        }
        return plan;
    }
}
