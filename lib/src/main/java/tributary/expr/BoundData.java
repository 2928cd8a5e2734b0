package tributary.expr;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tributary.math.Lanes;

/**
 * What a program needs of its data, computed once and shared by all chains: sub-expressions of data alone, padded to
 * whole lanes; regressors in tiles; runs of equal levels.
 */
final class BoundData {
    private final Columns columns;
    private final TreeEvaluator folder;
    private final double[] nowhere;
    private final IdentityHashMap<Expr, double[]> folded = new IdentityHashMap<>();
    private final IdentityHashMap<Expr, double[]> tiles = new IdentityHashMap<>();
    private final Map<Index, Levels> levels = new HashMap<>();
    private final Map<List<@Nullable Object>, int[]> bounds = new HashMap<>();

    BoundData(Layout layout, Columns columns) {
        this.columns = columns;
        this.folder = new TreeEvaluator(layout, columns);
        this.nowhere = new double[0];
    }

    int size(Axis axis) {
        return columns.size(axis);
    }

    static int padded(int size) {
        return Math.max(Lanes.COUNT, (size + Lanes.COUNT - 1) & -Lanes.COUNT);
    }

    /** The values of an expression without parameters, padded with copies of the last one. */
    synchronized double[] values(Expr expr) {
        double[] found = folded.get(expr);
        if (found == null) {
            found = filled(expr);
            folded.put(expr, found);
        }
        return found;
    }

    private double[] filled(Expr expr) {
        int size = size(expr.axis());
        double[] values = folder.values(expr, nowhere);
        if (expr.axis().isScalar()) {
            return values;
        }
        double[] padded = values.length == padded(size) ? values : Arrays.copyOf(values, padded(size));
        if (size > 0) {
            Arrays.fill(padded, size, padded.length, padded[size - 1]);
        }
        return padded;
    }

    /** The regressors of a linear predictor, tiled as {@link tributary.math.Kernels#linear} reads them. */
    synchronized double[] tiles(LinearPredictor linear) {
        double[] found = tiles.get(linear);
        if (found == null) {
            found = tiled(linear);
            tiles.put(linear, found);
        }
        return found;
    }

    private double[] tiled(LinearPredictor linear) {
        int size = size(linear.axis());
        int terms = linear.regressors().size();
        double[] result = new double[Math.multiplyExact(padded(size), terms)];
        for (int k = 0; k < terms; k++) {
            double[] column = folder.values(linear.regressors().get(k), nowhere);
            for (int start = 0; start < size; start += Lanes.COUNT) {
                int count = Math.min(Lanes.COUNT, size - start);
                System.arraycopy(column, start, result, start * terms + k * Lanes.COUNT, count);
            }
        }
        return result;
    }

    /** The levels of an index, with their runs. */
    synchronized Levels levels(Index index) {
        return levels.computeIfAbsent(index, key -> new Levels(columns.levels(key)));
    }

    /** Where series begin, and the size of the axis at the end. */
    synchronized int[] bounds(@Nullable Index series, Axis axis) {
        return bounds.computeIfAbsent(Arrays.asList(series, axis), key -> {
            int size = size(axis);
            int[] starts = Series.starts(series == null ? null : columns.levels(series), size);
            return Series.bounds(starts);
        });
    }
}
