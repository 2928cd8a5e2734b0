package tributary.decide;

import java.util.List;

/**
 * How to split a total over cells (a channel, in a geo, in a period): bounds of each cell, limits of groups of cells, and
 * what a split brings under every posterior draw.
 *
 * <p>The response must be smooth in the plan; nothing else is asked of it, least of all that it be concave.
 */
public final class BudgetProblem {
    private final double[] present;
    private final double[] lower;
    private final double[] upper;
    private final double total;
    private final List<Group> groups;

    /** What a plan brings. */
    public interface Response {
        /** The number of draws. */
        int draws();

        /**
         * The response to a plan under one draw, and its gradient.
         *
         * @param draw which
         * @param plan money by cell
         * @param gradient receives the derivative to each cell's money
         */
        double evaluate(int draw, double[] plan, double[] gradient);
    }

    /**
     * Limits of the money of several cells together, such as one channel over all geos.
     *
     * @param name for messages
     * @param cells which
     * @param lower least money
     * @param upper most money
     */
    public record Group(String name, List<Integer> cells, double lower, double upper) {
        /** Copies its list. */
        public Group {
            cells = List.copyOf(cells);
        }
    }

    /**
     * A problem.
     *
     * @param present money by cell as it is spent now
     * @param lower least money by cell
     * @param upper most money by cell
     * @param total money to split
     * @param groups limits of cells together
     * @throws IllegalArgumentException if bounds cross, or cannot hold the total
     */
    public BudgetProblem(double[] present, double[] lower, double[] upper, double total, List<Group> groups) {
        double least = 0;
        double most = 0;
        for (int c = 0; c < present.length; c++) {
            if (!(present[c] >= 0) || !(lower[c] >= 0) || !(upper[c] >= lower[c]) || !Double.isFinite(upper[c])) {
                throw new IllegalArgumentException("cell " + c + " has the bounds " + lower[c] + " and " + upper[c]);
            }
            least += lower[c];
            most += upper[c];
        }
        double slack = 1e-9 * Math.max(total, 1e-300);
        if (!(total > 0) || least > total + slack || most < total - slack) {
            throw new IllegalArgumentException("the total " + total
                    + " does not lie between the sums of the cells' bounds, " + least + " and " + most);
        }
        this.present = present.clone();
        this.lower = lower.clone();
        this.upper = upper.clone();
        this.total = total;
        this.groups = List.copyOf(groups);
    }

    /** Bounds of a share about the present plan, the same total, no groups. */
    public static BudgetProblem about(double[] present, double share) {
        double[] lower = new double[present.length];
        double[] upper = new double[present.length];
        double total = 0;
        for (int c = 0; c < present.length; c++) {
            lower[c] = Math.max(0, 1 - share) * present[c];
            upper[c] = (1 + share) * present[c];
            total += present[c];
        }
        return new BudgetProblem(present, lower, upper, total, List.of());
    }

    /** The number of cells. */
    public int cells() {
        return present.length;
    }

    /** Money by cell as it is spent now. */
    public double[] present() {
        return present.clone();
    }

    /** Least money by cell. */
    public double[] lower() {
        return lower.clone();
    }

    /** Most money by cell. */
    public double[] upper() {
        return upper.clone();
    }

    /** Money to split. */
    public double total() {
        return total;
    }

    /** Limits of cells together. */
    public List<Group> groups() {
        return groups;
    }

    /** Whether any plan keeps bounds, groups and total. */
    public boolean feasible() {
        return new BudgetLimits(this).nearest(present()) != null;
    }

    /** Whether the present plan keeps bounds, groups and total: only then may it be kept. */
    public boolean allowsPresent() {
        double sum = 0;
        boolean inside = true;
        double slack = 1e-9 * total;
        for (int c = 0; c < present.length; c++) {
            sum += present[c];
            inside &= present[c] >= lower[c] - slack && present[c] <= upper[c] + slack;
        }
        for (Group group : groups) {
            double of = group.cells().stream().mapToDouble(c -> present[c]).sum();
            inside &= of >= group.lower() - slack && of <= group.upper() + slack;
        }
        return inside && Math.abs(sum - total) <= slack;
    }
}
