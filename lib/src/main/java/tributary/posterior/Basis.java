package tributary.posterior;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Layout;
import tributary.expr.TreeEvaluator;

/** Columns made of one: sines and cosines of a season, and cubic splines through quantiles of the data. */
final class Basis {
    private Basis() {}

    /** {@code sin(2 pi k t / period)} and {@code cos}, k from 1 to order. */
    static List<Expr> fourier(Frame frame, Expr t, String name, double period, int order) {
        List<Expr> columns = new ArrayList<>();
        for (int k = 1; k <= order; k++) {
            double speed = 2 * StrictMath.PI * k / period;
            columns.add(frame.derive(
                    name + " sin" + k, t.axis(), data -> map(t, data, x -> StrictMath.sin(speed * x))));
            columns.add(frame.derive(
                    name + " cos" + k, t.axis(), data -> map(t, data, x -> StrictMath.cos(speed * x))));
        }
        return columns;
    }

    /**
     * Truncated powers of the scaled column: {@code z, z^2, z^3, (z - knot)_+^3 ...}, as many as df, knots at quantiles
     * of all the data, so that shards share them.
     */
    static List<Expr> spline(Frame frame, Expr x, String name, int df) {
        double[] sorted = frame.evaluate(x);
        Arrays.sort(sorted);
        double low = sorted.length == 0 ? 0 : sorted[0];
        double width = sorted.length == 0 ? 1 : Math.max(sorted[sorted.length - 1] - low, Double.MIN_NORMAL);
        List<Expr> columns = new ArrayList<>();
        for (int k = 1; k <= df; k++) {
            int power = Math.min(k, 3);
            int place = k <= 3 ? 0 : (int) ((long) (sorted.length - 1) * (k - 3) / (df - 2));
            double knot = k <= 3 || sorted.length == 0 ? 0 : (sorted[place] - low) / width;
            columns.add(frame.derive(
                    name + " " + k,
                    x.axis(),
                    data -> map(x, data, value -> {
                        double z = Math.max(0, (value - low) / width - knot);
                        return power == 1 ? (value - low) / width : power == 2 ? z * z : z * z * z;
                    })));
        }
        return columns;
    }

    private static double[] map(Expr x, Columns data, java.util.function.DoubleUnaryOperator f) {
        double[] values = new TreeEvaluator(new Layout(java.util.Map.of()), data).values(x, new double[0]);
        return Arrays.stream(values).map(f).toArray();
    }
}
