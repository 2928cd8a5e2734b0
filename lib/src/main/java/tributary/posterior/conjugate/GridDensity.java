package tributary.posterior.conjugate;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import tributary.random.RandomStream;

/**
 * A one-humped density on a line, tabulated on an even grid that covers all but about 1e-16 of it.
 *
 * <p>Between nodes the density is linear, so integrals are trapezoids (which for a smooth density that vanishes at
 * both ends converge faster than any power of the step) and draws invert the distribution function exactly. Linear
 * interpolation adds h^2 / 6 to the variance of draws, h being the step: with 1025 nodes over 17 standard deviations,
 * five parts in a hundred thousand.
 */
public final class GridDensity {
    /** The log density may fall this far below its maximum inside the grid: exp(-36) is about 2e-16. */
    public static final double DROP = 36;

    private final double start;
    private final double step;
    private final double logScale;
    private final double[] heights;
    private final double[] cumulative;

    private GridDensity(double start, double step, double[] logHeights) {
        this.start = start;
        this.step = step;
        this.logScale = Arrays.stream(logHeights).max().orElseThrow();
        this.heights =
                Arrays.stream(logHeights).map(l -> StrictMath.exp(l - logScale)).toArray();
        this.cumulative = new double[heights.length];
        for (int i = 1; i < heights.length; i++) {
            cumulative[i] = cumulative[i - 1] + 0.5 * (heights[i - 1] + heights[i]);
        }
    }

    /** From values of the log density on an even grid. */
    public static GridDensity ofNodes(double start, double step, double[] logHeights) {
        return new GridDensity(start, step, logHeights);
    }

    /**
     * Tabulates a one-humped density.
     *
     * @param logDensity up to a constant; negative infinity is allowed at the ends
     * @param lower an end of the search, finite
     * @param upper the other end
     * @param nodes number of nodes, at least 3
     */
    public static GridDensity of(DoubleUnaryOperator logDensity, double lower, double upper, int nodes) {
        double[] range = range(logDensity, lower, upper, DROP);
        double step = (range[1] - range[0]) / (nodes - 1);
        double[] logHeights = new double[nodes];
        for (int i = 0; i < nodes; i++) {
            logHeights[i] = logDensity.applyAsDouble(range[0] + i * step);
        }
        return new GridDensity(range[0], step, logHeights);
    }

    /** The range in which a one-humped log density lies within {@code drop} of its maximum, inside [lower, upper]. */
    static double[] range(DoubleUnaryOperator logDensity, double lower, double upper, double drop) {
        double mode = new BrentOptimizer(1e-9, 1e-12)
                .optimize(
                        new MaxEval(2000),
                        GoalType.MAXIMIZE,
                        new UnivariateObjectiveFunction(x -> finite(logDensity.applyAsDouble(x))),
                        new SearchInterval(lower, upper))
                .getPoint();
        double floor = logDensity.applyAsDouble(mode) - drop;
        return new double[] {edge(logDensity, mode, lower, floor), edge(logDensity, mode, upper, floor)};
    }

    private static double finite(double value) {
        return value > -1e300 ? value : -1e300;
    }

    /** Where the log density falls through a floor between the mode and a limit; the limit if it never does. */
    private static double edge(DoubleUnaryOperator logDensity, double mode, double limit, double floor) {
        double inside = mode;
        double outside = limit;
        if (logDensity.applyAsDouble(limit) >= floor) {
            return limit;
        }
        for (int i = 0; i < 200 && StrictMath.abs(outside - inside) > 1e-3 * StrictMath.abs(outside - mode); i++) {
            double middle = 0.5 * (inside + outside);
            if (logDensity.applyAsDouble(middle) >= floor) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return outside;
    }

    /** The logarithm of the integral of the density as it was given. */
    public double logIntegral() {
        return logScale + StrictMath.log(cumulative[cumulative.length - 1] * step);
    }

    /** The first node. */
    public double lower() {
        return start;
    }

    /** The last node. */
    public double upper() {
        return start + (heights.length - 1) * step;
    }

    /** The mean of a function, by the trapezoidal rule. */
    public double mean(DoubleUnaryOperator function) {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < heights.length; i++) {
            double w = i == 0 || i == heights.length - 1 ? 0.5 * heights[i] : heights[i];
            if (w > 0) {
                sum += w * function.applyAsDouble(start + i * step);
                weight += w;
            }
        }
        return sum / weight;
    }

    /** One draw. */
    public double sample(RandomStream stream) {
        return quantile(stream.nextDouble());
    }

    /** The value below which a share p of the interpolated density lies. */
    public double quantile(double p) {
        double target = p * cumulative[cumulative.length - 1];
        int place = Arrays.binarySearch(cumulative, target);
        int cell = Math.min(place >= 0 ? place : -place - 2, heights.length - 2);
        return start + step * (cell + within(heights[cell], heights[cell + 1], target - cumulative[cell]));
    }

    /** The share of a cell of unit width with linear density from left to right that holds the given mass. */
    static double within(double left, double right, double mass) {
        double slope = right - left;
        double root = StrictMath.sqrt(Math.max(0, left * left + 2 * slope * mass));
        double denominator = left + root;
        return denominator > 0 ? Math.min(1, Math.max(0, 2 * mass / denominator)) : 0;
    }
}
