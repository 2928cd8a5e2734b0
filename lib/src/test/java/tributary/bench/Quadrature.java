package tributary.bench;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import tributary.infer.mode.Laplace;
import tributary.math.LogDensity;

/**
 * Posterior means and standard deviations by the trapezoidal rule on a lattice along the axes of the Laplace
 * approximation: an answer that shares nothing with the sampler but the problem.
 *
 * <p>For smooth densities the rule's error falls like {@code exp(-2 pi^2 / h^2)} in the spacing h in standard deviations
 * (Trefethen and Weideman 2014): far below 1e-6 at 0.75. The lattice reaches 8 standard deviations.
 */
final class Quadrature {
    private static final double SPACING = 0.75;
    private static final int REACH = 11;

    private Quadrature() {}

    /**
     * The moments of several quantities.
     *
     * @param logDensity of unconstrained coordinates, up to a constant
     * @param moments conditional means of the quantities at a point, then their conditional second moments
     * @param start where the search for the mode begins
     * @return means, then standard deviations
     */
    static double[][] of(ToDoubleFunction<double[]> logDensity, Function<double[], double[]> moments, double... start) {
        LogDensity density = new Differences(logDensity, start.length);
        Laplace laplace = Laplace.find(density, start).orElseThrow();
        int n = start.length;
        double[][] root = laplace.root();
        double[] mean = laplace.mean();
        double reference = logDensity.applyAsDouble(mean);
        double[] sums = new double[moments.apply(mean).length];
        double total = 0;
        int side = 2 * REACH + 1;
        long points = Math.round(Math.pow(side, n));
        for (long point = 0; point < points; point++) {
            double[] z = new double[n];
            double squared = 0;
            long rest = point;
            for (int i = 0; i < n; i++, rest /= side) {
                z[i] = SPACING * (rest % side - REACH);
                squared += z[i] * z[i];
            }
            if (squared > SPACING * SPACING * REACH * REACH) {
                continue;
            }
            double[] u = mean.clone();
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    u[i] += root[i][j] * z[j];
                }
            }
            double weight = StrictMath.exp(logDensity.applyAsDouble(u) - reference);
            if (weight > 1e-12) {
                double[] at = moments.apply(u);
                total += weight;
                for (int k = 0; k < sums.length; k++) {
                    sums[k] += weight * at[k];
                }
            }
        }
        int count = sums.length / 2;
        double[] means = new double[count];
        double[] deviations = new double[count];
        for (int k = 0; k < count; k++) {
            means[k] = sums[k] / total;
            deviations[k] = Math.sqrt(sums[count + k] / total - means[k] * means[k]);
        }
        return new double[][] {means, deviations};
    }

    /** Quantities that the point determines, with their squares. */
    static double[] certain(double... values) {
        double[] moments = new double[2 * values.length];
        for (int k = 0; k < values.length; k++) {
            moments[k] = values[k];
            moments[values.length + k] = values[k] * values[k];
        }
        return moments;
    }

    /** A log density with its gradient by central differences. */
    private record Differences(ToDoubleFunction<double[]> value, int dimension) implements LogDensity {
        @Override
        public double evaluate(double[] position, double[] gradient) {
            double[] moved = position.clone();
            for (int i = 0; i < moved.length; i++) {
                double step = 1e-5 * Math.max(1, Math.abs(position[i]));
                moved[i] = position[i] + step;
                double above = value.applyAsDouble(moved);
                moved[i] = position[i] - step;
                gradient[i] = (above - value.applyAsDouble(moved)) / (2 * step);
                moved[i] = position[i];
            }
            return value.applyAsDouble(position);
        }
    }
}
