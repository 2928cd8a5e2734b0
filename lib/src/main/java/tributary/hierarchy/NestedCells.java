package tributary.hierarchy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The posterior density of the hyper-parameters of groups of cells within parents, and of the parents' deviations: groups
 * are integrated out by quadrature, parents are not.
 *
 * <p>A position holds the hyper-parameters of the groups, those of the parents, then of each parent its standardised
 * deviations z, {@code u_p = C z_p}, {@code z_p ~ normal(0, I)}. Not thread-safe.
 */
final class NestedCells implements CollapsedDensity {
    private final CellGroups groups;
    private final UpperLevel upper;
    private final int lower;
    private final int hyper;
    private final int count;
    private final int k;
    private final double[] deviations;
    private final double[] upperSlope;
    private final double[] own;

    NestedCells(NestedTable nested, CellGroups groups, GroupModel model) {
        this.groups = groups;
        lower = groups.dimension();
        upper = new UpperLevel(model, nested.spreads(), lower);
        hyper = lower + upper.dimension();
        count = nested.count();
        k = upper.coefficients();
        deviations = new double[count * k];
        upperSlope = new double[k * k];
        own = new double[lower];
        groups.shift(nested.shifts(model).from(deviations, 0), deviations.length);
    }

    @Override
    public int dimension() {
        return hyper + deviations.length;
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>(groups.names());
        names.addAll(upper.names());
        return names;
    }

    @Override
    public List<String> coordinates() {
        List<String> names = names();
        for (int p = 0; p < count; p++) {
            for (int v = 0; v < k; v++) {
                names.add("z[" + p + "," + v + "]");
            }
        }
        return names;
    }

    @Override
    public void natural(double[] position, double[] values) {
        groups.natural(Arrays.copyOf(position, lower), values);
        upper.natural(position, values);
    }

    /** As of groups without parents; parents deviate as much as groups, and none does yet. */
    @Override
    public double[] start() {
        double[] start = Arrays.copyOf(groups.start(), dimension());
        System.arraycopy(start, groups.layout().spread(0), start, lower, k);
        return start;
    }

    @Override
    public double value(double[] position) {
        deviate(upper.condition(position), position, hyper, deviations);
        System.arraycopy(position, 0, own, 0, lower);
        double value = groups.value(own);
        Arrays.fill(upperSlope, 0);
        value += upper.add(upperSlope, new double[hyper]);
        for (int i = hyper; i < dimension(); i++) {
            value -= 0.5 * position[i] * position[i];
        }
        return value;
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        double[] between = upper.condition(position);
        deviate(between, position, hyper, deviations);
        System.arraycopy(position, 0, own, 0, lower);
        Arrays.fill(gradient, 0);
        double value = groups.evaluate(own, gradient);
        double[] slope = groups.shiftSlope();
        Arrays.fill(upperSlope, 0);
        for (int p = 0; p < count; p++) {
            for (int v = 0; v < k; v++) {
                for (int a = 0; a <= v; a++) {
                    int at = hyper + p * k + a;
                    gradient[at] += between[v * k + a] * slope[p * k + v];
                    upperSlope[v * k + a] += slope[p * k + v] * position[at];
                }
            }
        }
        for (int i = hyper; i < dimension(); i++) {
            value -= 0.5 * position[i] * position[i];
            gradient[i] -= position[i];
        }
        return value + upper.add(upperSlope, gradient);
    }

    /** {@code u = C z} of every parent. */
    private static void deviate(double[] between, double[] position, int from, double[] into) {
        int k = (int) Math.round(Math.sqrt(between.length));
        for (int p = 0; p < into.length / k; p++) {
            for (int v = 0; v < k; v++) {
                double sum = 0;
                for (int a = 0; a <= v; a++) {
                    sum += between[v * k + a] * position[from + p * k + a];
                }
                into[p * k + v] = sum;
            }
        }
    }

    /** The position with the deviations in place of the standardised ones. */
    static double[] complete(NestedTable nested, GroupModel model, double[] position) {
        int lower = new HyperLayout(model).dimension();
        UpperLevel upper = new UpperLevel(model, nested.spreads(), lower);
        int hyper = lower + upper.dimension();
        double[] deviations = new double[nested.count() * upper.coefficients()];
        deviate(upper.condition(position), position, hyper, deviations);
        double[] complete = position.clone();
        System.arraycopy(deviations, 0, complete, hyper, deviations.length);
        return complete;
    }
}
