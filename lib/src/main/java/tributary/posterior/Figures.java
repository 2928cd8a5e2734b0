package tributary.posterior;

import java.util.Arrays;
import java.util.Map;
import tributary.expr.Columns;
import tributary.expr.Index;
import tributary.expr.Layout;
import tributary.expr.TreeEvaluator;

/**
 * Statistics computed from rows, and merged from those of several sets of rows; a row may count several times.
 *
 * <p>Merged in one order they have the same bits whoever computed the parts: moments by the formula of Chan, Golub and
 * LeVeque (1983), order statistics by sorting all, thinned only beyond {@link Statistic#MOST_QUANTILES}.
 */
public final class Figures {
    private Figures() {}

    /** The statistic of some rows, each of which counts once. */
    public static double[] of(Statistic statistic, RowColumns recipe, Data rows) {
        return of(statistic, recipe, rows, new double[0]);
    }

    /**
     * The statistic of some rows.
     *
     * @param weights how often each row counts; none where all count once
     */
    public static double[] of(Statistic statistic, RowColumns recipe, Data rows, double... weights) {
        Columns columns = recipe.of(rows);
        double[] values = new TreeEvaluator(new Layout(Map.of()), columns).values(statistic.column(), new double[0]);
        return switch (statistic.kind()) {
            case MOMENTS -> moments(statistic, values, columns, weights);
            case SORTED -> sorted(values, weights);
        };
    }

    /** The statistic of two sets of rows together, from that of each. */
    public static double[] merged(Statistic statistic, double[] one, double[] other) {
        return switch (statistic.kind()) {
            case MOMENTS -> {
                double[] both = new double[one.length];
                for (int level = 0; level < levels(statistic); level++) {
                    Moments.read(one, level).plus(Moments.read(other, level)).write(both, level);
                }
                yield both;
            }
            case SORTED -> {
                double[] both = Arrays.copyOf(one, one.length + other.length);
                System.arraycopy(other, 0, both, one.length, other.length);
                Arrays.sort(both);
                yield thinned(both);
            }
        };
    }

    static int levels(Statistic statistic) {
        Index group = statistic.group();
        return group == null ? 1 : group.to().size();
    }

    private static double[] moments(Statistic statistic, double[] values, Columns columns, double[] weights) {
        Index group = statistic.group();
        int levels = levels(statistic);
        int[] at = group == null ? new int[values.length] : columns.levels(group);
        double[] count = new double[levels];
        double[] mean = new double[levels];
        double[] squares = new double[levels];
        double[] drift = new double[levels];
        for (int i = 0; i < values.length; i++) {
            double weight = weights.length == 0 ? 1 : weights[i];
            count[at[i]] += weight;
            mean[at[i]] += weight * values[i];
        }
        for (int level = 0; level < levels; level++) {
            mean[level] = count[level] == 0 ? 0 : mean[level] / count[level];
        }
        for (int i = 0; i < values.length; i++) {
            drift[at[i]] += (weights.length == 0 ? 1 : weights[i]) * (values[i] - mean[at[i]]);
        }
        for (int level = 0; level < levels; level++) {
            mean[level] += count[level] == 0 ? 0 : drift[level] / count[level];
        }
        for (int i = 0; i < values.length; i++) {
            double gap = values[i] - mean[at[i]];
            squares[at[i]] += (weights.length == 0 ? 1 : weights[i]) * gap * gap;
        }
        double[] all = new double[Moments.WIDTH * levels];
        for (int level = 0; level < levels; level++) {
            new Moments(count[level], mean[level], squares[level]).write(all, level);
        }
        return all;
    }

    private static double[] sorted(double[] values, double[] weights) {
        double[] all = values.clone();
        if (weights.length > 0) {
            int size = 0;
            for (double weight : weights) {
                size = Math.toIntExact(size + (long) weight);
            }
            all = new double[size];
            int at = 0;
            for (int i = 0; i < values.length; i++) {
                Arrays.fill(all, at, at + (int) weights[i], values[i]);
                at += (int) weights[i];
            }
        }
        Arrays.sort(all);
        return thinned(all);
    }

    private static double[] thinned(double[] sorted) {
        int most = Statistic.MOST_QUANTILES;
        if (sorted.length <= most) {
            return sorted;
        }
        double[] few = new double[most];
        for (int k = 0; k < most; k++) {
            few[k] = sorted[(int) ((long) (sorted.length - 1) * k / (most - 1))];
        }
        return few;
    }
}
