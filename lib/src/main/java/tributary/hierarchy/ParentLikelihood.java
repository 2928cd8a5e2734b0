package tributary.hierarchy;

import java.util.Arrays;
import java.util.concurrent.Executor;
import tributary.math.Stretches;

/**
 * The log likelihood of groups of cells by their parents, groups integrated out: that of parent p depends on the
 * hyper-parameters of groups and on the deviation u_p of that parent alone, {@code L_p(m + u_p, Omega)}, so that one pass
 * over all groups tells a value of each of these functions.
 */
final class ParentLikelihood {
    /** Parts that are evaluated side by side. */
    private static final int PARTS = 16;

    private static final int LEAST_PART = 500;

    private final CellTable table;
    private final GroupModel model;
    private final int[] parents;
    private final int count;
    private final int k;
    private final double[] rows;
    private final Executor executor;
    private final Part[] parts;

    /** The groups of a range, and the deviations that shift them. */
    private final class Part {
        private final CellGroups density;
        private final double[] deviations = new double[count * k];
        private final double[] prior;
        private final double[] slope;

        Part(int from, int to, double logs) {
            density = table.part(from, to, logs).density(model, false);
            shift(density, Arrays.copyOfRange(parents, from, to), deviations);
            prior = new double[density.dimension()];
            slope = new double[density.dimension()];
        }

        double evaluate(double[] position, double[] by) {
            System.arraycopy(by, 0, deviations, 0, by.length);
            double value = density.evaluate(position, slope) - density.prior(position, prior);
            for (int i = 0; i < slope.length; i++) {
                slope[i] -= prior[i];
            }
            return value;
        }
    }

    /**
     * The likelihood.
     *
     * @param parents of each group its parent
     * @param count of parents
     * @param executor runs parts of a gradient, or a few values a task
     */
    ParentLikelihood(CellTable table, GroupModel model, int[] parents, int count, Executor executor) {
        this.table = table;
        this.model = model;
        this.parents = parents;
        this.count = count;
        this.executor = executor;
        k = model.varying().length;
        rows = new double[count];
        for (int g = 0; g < parents.length; g++) {
            for (int c = table.first(g); c < table.first(g + 1); c++) {
                rows[parents[g]] += table.rows(c);
            }
        }
        int size = Math.max(1, Math.min(PARTS, table.groups() / LEAST_PART));
        parts = new Part[size];
        Arrays.setAll(
                parts,
                p -> new Part(
                        (int) ((long) p * table.groups() / size),
                        (int) ((long) (p + 1) * table.groups() / size),
                        p == 0 ? table.logs() : 0));
    }

    private void shift(CellGroups density, int[] of, double[] by) {
        density.shift(new Shifts(of, model.varying(), model.coefficients().size()).from(by, 0), by.length);
    }

    int count() {
        return count;
    }

    /** Whether a parent has rows, and its likelihood something to tell. */
    boolean tells(int parent) {
        return rows[parent] > 0;
    }

    /**
     * The log likelihood of all groups.
     *
     * @param position hyper-parameters of the groups
     * @param deviations of all parents
     * @param slope receives the slopes in the position
     * @param parentSlope receives those in the deviations
     */
    double evaluate(double[] position, double[] deviations, double[] slope, double[] parentSlope) {
        double[] values = new double[parts.length];
        Stretches.run(parts.length, 1, executor, (from, to) -> {
            for (int p = from; p < to; p++) {
                values[p] = parts[p].evaluate(position, deviations);
            }
        });
        Arrays.fill(slope, 0);
        Arrays.fill(parentSlope, 0);
        double value = 0;
        for (int p = 0; p < values.length; p++) {
            value += values[p];
            for (int i = 0; i < slope.length; i++) {
                slope[i] += parts[p].slope[i];
            }
            double[] above = parts[p].density.shiftSlope();
            for (int i = 0; i < parentSlope.length; i++) {
                parentSlope[i] += above[i];
            }
        }
        return value;
    }

    /**
     * Of many points the value of every parent, {@code [point][parent]}.
     *
     * @param finer whether by the finer rule
     */
    double[][] values(double[][] positions, double[][] deviations, boolean finer) {
        double[][] values = new double[positions.length][count];
        int task = Math.max(1, Math.min(50, positions.length / 32));
        Stretches.run(positions.length, task, executor, (from, to) -> {
            CellGroups density = table.density(model, finer);
            double[] by = new double[count * k];
            shift(density, parents, by);
            for (int i = from; i < to; i++) {
                System.arraycopy(deviations[i], 0, by, 0, by.length);
                density.addByParent(positions[i], parents, rows, values[i]);
            }
        });
        return values;
    }
}
