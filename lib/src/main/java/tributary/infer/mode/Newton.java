package tributary.infer.mode;

import java.util.Optional;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import tributary.math.LogDensity;

/**
 * Damped Newton search for a mode: few steps of quadratic convergence, for densities of up to a few hundred
 * coordinates, or to polish what {@link Lbfgs} found.
 *
 * <p>Where the negative Hessian is not positive definite its diagonal is raised until it is (Levenberg and Marquardt).
 *
 * @param maxIterations at least 1
 * @param tolerance the search has converged when the Newton decrement, the distance to the mode in posterior standard
 *     deviations, is below this; positive
 */
public record Newton(int maxIterations, double tolerance) {
    /** Up to 100 steps, to a millionth of a standard deviation. */
    public static final Newton DEFAULT = new Newton(100, 1e-6);

    private static final int HALVINGS = 40;

    /** Checks the settings. */
    public Newton {
        if (maxIterations < 1 || !(tolerance > 0)) {
            throw new IllegalArgumentException(
                    "Newton needs iterations >= 1 and a positive tolerance; has " + maxIterations + ", " + tolerance);
        }
    }

    /** Searches from a position. */
    public Mode search(LogDensity density, double[] start) {
        int n = density.dimension();
        double[] position = start.clone();
        double[] gradient = new double[n];
        double value = density.evaluate(position, gradient);
        int evaluations = 1;
        if (!Lbfgs.usable(value, gradient)) {
            return new Mode(position, gradient, value, 0, evaluations, Mode.Ending.BAD_START);
        }
        double[] next = new double[n];
        double[] nextGradient = new double[n];
        for (int iteration = 0; iteration < maxIterations; iteration++) {
            double[][] curvature = Curvature.negativeHessian(density, position);
            evaluations += 4 * n;
            boolean definite = true;
            double[] direction = solve(curvature, gradient, 0);
            for (double ridge = 1e-3; direction.length == 0 && ridge < 1e12; ridge *= 10) {
                definite = false;
                direction = solve(curvature, gradient, ridge);
            }
            double gain = direction.length == 0 ? Double.NaN : Lbfgs.dot(direction, gradient);
            if (Double.isNaN(gain)) {
                return new Mode(position, gradient, value, iteration, evaluations, Mode.Ending.STALLED);
            }
            double step = 1;
            double nextValue = Double.NEGATIVE_INFINITY;
            boolean improves = false;
            for (int halving = 0; halving < HALVINGS && !improves; halving++) {
                step = halving == 0 ? 1 : 0.5 * step;
                for (int i = 0; i < n; i++) {
                    next[i] = position[i] + step * direction[i];
                }
                nextValue = density.evaluate(next, nextGradient);
                evaluations++;
                improves = Lbfgs.usable(nextValue, nextGradient) && nextValue >= value + 1e-4 * step * gain;
            }
            boolean near = definite && gain <= tolerance * tolerance;
            if (improves) {
                position = next.clone();
                gradient = nextGradient.clone();
                value = nextValue;
            }
            if (near || !improves) {
                Mode.Ending ending = near ? Mode.Ending.CONVERGED : Mode.Ending.STALLED;
                return new Mode(position, gradient, value, iteration + 1, evaluations, ending);
            }
        }
        return new Mode(position, gradient, value, maxIterations, evaluations, Mode.Ending.EXHAUSTED);
    }

    /** The Newton step with the diagonal raised by {@code ridge} of itself; empty array if not definite. */
    private static double[] solve(double[][] curvature, double[] gradient, double ridge) {
        double[][] raised = new double[curvature.length][];
        for (int i = 0; i < raised.length; i++) {
            raised[i] = curvature[i].clone();
            raised[i][i] += ridge * StrictMath.max(StrictMath.abs(curvature[i][i]), 1e-8);
        }
        Optional<CholeskyDecomposition> root = Curvature.decompose(raised);
        return root.map(r -> r.getSolver()
                        .solve(new ArrayRealVector(gradient, false))
                        .toArray())
                .orElse(new double[0]);
    }
}
