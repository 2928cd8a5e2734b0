package tributary.posterior;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Exprs;
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
            columns.add(column(frame, t, name + " sin" + k, x -> StrictMath.sin(speed * x)));
            columns.add(column(frame, t, name + " cos" + k, x -> StrictMath.cos(speed * x)));
        }
        return columns;
    }

    /**
     * Truncated powers of the scaled column: {@code z, z^2, z^3, (z - knot)_+^3 ...}, as many as df.
     *
     * @param x what the columns are made of
     * @param natural its natural values, all of which decide the scale and the knots (at quantiles), so that shards and
     *     interventions share them
     */
    static List<Expr> spline(Frame frame, Expr x, Expr natural, String name, int df) {
        double[] sorted = frame.sorted(natural);
        double low = sorted.length == 0 ? 0 : sorted[0];
        double width = sorted.length == 0 ? 1 : Math.max(sorted[sorted.length - 1] - low, Double.MIN_NORMAL);
        List<Expr> columns = new ArrayList<>();
        for (int k = 1; k <= df; k++) {
            int power = Math.min(k, 3);
            boolean polynomial = k <= 3;
            int place = polynomial ? 0 : (int) ((long) (sorted.length - 1) * (k - 3) / (df - 2));
            double knot = polynomial || sorted.length == 0 ? 0 : (sorted[place] - low) / width;
            columns.add(column(frame, x, name + " " + k, value -> {
                double z = (value - low) / width;
                double beyond = polynomial ? z : Math.max(0, z - knot);
                return power == 1 ? beyond : power == 2 ? beyond * beyond : beyond * beyond * beyond;
            }));
        }
        return columns;
    }

    /** A function that travels to where rows are. */
    private interface Curve extends DoubleUnaryOperator, Serializable {}

    private static Expr column(Frame frame, Expr x, String name, Curve f) {
        if (x.axis().isScalar()) {
            return Exprs.constant(f.applyAsDouble(frame.evaluate(x)[0]));
        }
        return frame.derive(name, x, data -> map(x, data, f));
    }

    private static double[] map(Expr x, Columns data, DoubleUnaryOperator f) {
        double[] values = new TreeEvaluator(new Layout(Map.of()), data).values(x, new double[0]);
        return Arrays.stream(values).map(f).toArray();
    }
}
