package tributary.infer.mode;

import org.jspecify.annotations.Nullable;
import tributary.math.LogDensity;

/**
 * Limited-memory quasi-Newton search for a mode (Liu and Nocedal 1989) with a weak-Wolfe line search by bisection
 * (Lewis and Overton 2013).
 *
 * @param maxIterations at least 1
 * @param tolerance the search has converged when no component of the gradient exceeds it, or when the gain that the
 *     quasi-Newton step promises is below its square; positive
 */
public record Lbfgs(int maxIterations, double tolerance) {
    /** Up to 1000 iterations to a gradient of 1e-6. */
    public static final Lbfgs DEFAULT = new Lbfgs(1000, 1e-6);

    private static final int MEMORY = 10;
    private static final int SEARCHES = 60;
    private static final double ARMIJO = 1e-4;
    private static final double WOLFE = 0.9;

    /** Checks the settings. */
    public Lbfgs {
        if (maxIterations < 1 || !(tolerance > 0)) {
            throw new IllegalArgumentException(
                    "L-BFGS needs iterations >= 1 and a positive tolerance; has " + maxIterations + ", " + tolerance);
        }
    }

    /** Searches from a position. */
    public Mode search(LogDensity density, double[] start) {
        return new Search(density, start, null).run();
    }

    /**
     * Searches from a position near which the curvature is known: it stands in for the multiple of the identity that the
     * recursion begins with, so that ridges which it tells of cost no steps (Nocedal and Wright, 2006, section 7.2).
     *
     * @param precision the factor of the negative Hessian, or of a positive definite matrix near it
     */
    public Mode search(LogDensity density, double[] start, ArrowRoot precision) {
        return new Search(density, start, precision).run();
    }

    /** One search's memory. */
    private final class Search {
        private final LogDensity density;
        private final int dimension;
        private double[] position;
        private double[] gradient;
        private double value;
        private double[] nextPosition;
        private double[] nextGradient;
        private double nextValue;
        private final double[] direction;
        private final double[][] steps;
        private final double[][] changes;
        private final double[] curvatures = new double[MEMORY];
        private final double[] shares = new double[MEMORY];
        private final @Nullable ArrowRoot precision;
        private int remembered;
        private int evaluations;

        Search(LogDensity density, double[] start, @Nullable ArrowRoot precision) {
            this.density = density;
            this.precision = precision;
            dimension = density.dimension();
            position = start.clone();
            gradient = new double[dimension];
            nextPosition = new double[dimension];
            nextGradient = new double[dimension];
            direction = new double[dimension];
            steps = new double[MEMORY][dimension];
            changes = new double[MEMORY][dimension];
            value = evaluate(position, gradient);
        }

        Mode run() {
            if (!usable(value, gradient)) {
                return end(0, Mode.Ending.BAD_START);
            }
            for (int iteration = 0; iteration < maxIterations; iteration++) {
                if (largest(gradient) <= tolerance) {
                    return end(iteration, Mode.Ending.CONVERGED);
                }
                boolean fresh = remembered == 0;
                direct();
                double slope = dot(gradient, direction);
                if (!fresh && slope <= tolerance * tolerance && slope >= 0) {
                    return end(iteration, Mode.Ending.CONVERGED);
                }
                double first = fresh && precision == null
                        ? 1 / StrictMath.max(1, StrictMath.sqrt(dot(gradient, gradient)))
                        : 1;
                if (!(slope > 0) || !lineSearch(slope, first)) {
                    if (fresh) {
                        return end(iteration, Mode.Ending.STALLED);
                    }
                    remembered = 0; // the memory misleads: begin again with the gradient
                    continue;
                }
                remember();
            }
            return end(maxIterations, Mode.Ending.EXHAUSTED);
        }

        private Mode end(int iterations, Mode.Ending ending) {
            return new Mode(position, gradient, value, iterations, evaluations, ending);
        }

        /** The two-loop recursion: the inverse of the remembered curvature times the gradient. */
        private void direct() {
            System.arraycopy(gradient, 0, direction, 0, dimension);
            int kept = StrictMath.min(remembered, MEMORY);
            for (int back = 1; back <= kept; back++) {
                int m = (remembered - back) % MEMORY;
                shares[m] = dot(steps[m], direction) / curvatures[m];
                add(direction, -shares[m], changes[m]);
            }
            if (precision != null) {
                precision.solve(
                        direction.clone(),
                        direction,
                        new double[precision.arrow().widthShared()]);
            } else if (kept > 0) {
                int newest = (remembered - 1) % MEMORY;
                double scale = curvatures[newest] / dot(changes[newest], changes[newest]);
                for (int i = 0; i < dimension; i++) {
                    direction[i] *= scale;
                }
            }
            for (int back = kept; back >= 1; back--) {
                int m = (remembered - back) % MEMORY;
                add(direction, shares[m] - dot(changes[m], direction) / curvatures[m], steps[m]);
            }
        }

        /** Finds a step that gains enough and flattens the slope; false if none does. */
        private boolean lineSearch(double slope, double first) {
            double low = 0;
            double high = Double.POSITIVE_INFINITY;
            double step = first;
            for (int trial = 0; trial < SEARCHES; trial++) {
                for (int i = 0; i < dimension; i++) {
                    nextPosition[i] = position[i] + step * direction[i];
                }
                nextValue = evaluate(nextPosition, nextGradient);
                if (!usable(nextValue, nextGradient) || nextValue < value + ARMIJO * step * slope) {
                    high = step;
                } else if (dot(nextGradient, direction) > WOLFE * slope) {
                    low = step;
                } else {
                    return true;
                }
                step = Double.isInfinite(high) ? 2 * low : 0.5 * (low + high);
            }
            return false;
        }

        private void remember() {
            int m = remembered % MEMORY;
            for (int i = 0; i < dimension; i++) {
                steps[m][i] = nextPosition[i] - position[i];
                changes[m][i] = gradient[i] - nextGradient[i];
            }
            curvatures[m] = dot(steps[m], changes[m]);
            if (curvatures[m] > 0) {
                remembered = remembered + 1 >= 2 * MEMORY ? remembered + 1 - MEMORY : remembered + 1;
            }
            double[] swap = position;
            position = nextPosition;
            nextPosition = swap;
            swap = gradient;
            gradient = nextGradient;
            nextGradient = swap;
            value = nextValue;
        }

        private double evaluate(double[] at, double[] slope) {
            evaluations++;
            return density.evaluate(at, slope);
        }
    }

    static boolean usable(double value, double[] gradient) {
        return Double.isFinite(value) && Double.isFinite(largest(gradient));
    }

    static double largest(double[] vector) {
        double largest = 0;
        for (double component : vector) {
            largest = StrictMath.max(largest, StrictMath.abs(component));
        }
        return largest;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }
}
