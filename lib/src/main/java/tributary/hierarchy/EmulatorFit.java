package tributary.hierarchy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tributary.math.LogDensity;

/**
 * What is told of a log likelihood: the sum of polynomials in one kind of coordinates.
 *
 * @param coordinates of the polynomials
 * @param parts the polynomials, at least one
 */
record EmulatorFit(FitCoordinates coordinates, List<Surrogate> parts) {
    /** Copies its list. */
    EmulatorFit {
        parts = List.copyOf(parts);
    }

    /** With one more polynomial. */
    EmulatorFit plus(Surrogate part) {
        List<Surrogate> more = new ArrayList<>(parts);
        more.add(part);
        return new EmulatorFit(coordinates, more);
    }

    /**
     * The log density told: the prior as it is, and this for the likelihood.
     *
     * @param of a density of its own that knows prior and coordinates
     */
    LogDensity density(CollapsedDensity of) {
        return new Told(of, coordinates, parts);
    }

    /** What is told at points. */
    double[] values(double[][] points, CollapsedDensity of) {
        LogDensity told = density(of);
        double[] gradient = new double[told.dimension()];
        return Arrays.stream(points)
                .mapToDouble(point -> told.evaluate(point, gradient))
                .toArray();
    }

    /** Scratch: one for each thread. */
    private static final class Told implements LogDensity {
        private final CollapsedDensity own;
        private final FitCoordinates coordinates;
        private final Surrogate[] parts;
        private final double[] at;
        private final double[] slope;
        private final double[] sum;

        Told(CollapsedDensity own, FitCoordinates coordinates, List<Surrogate> parts) {
            this.own = own;
            this.coordinates = coordinates;
            this.parts = parts.stream().map(Surrogate::another).toArray(Surrogate[]::new);
            at = new double[own.dimension()];
            slope = new double[at.length];
            sum = new double[at.length];
        }

        @Override
        public int dimension() {
            return at.length;
        }

        @Override
        public double evaluate(double[] position, double[] gradient) {
            double value = own.prior(position, gradient);
            coordinates.at(own, position, at);
            Arrays.fill(sum, 0);
            for (Surrogate part : parts) {
                value += part.evaluate(at, slope);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += slope[i];
                }
            }
            coordinates.addSlopes(own, position, sum, gradient);
            return Double.isFinite(value) ? value : Double.NEGATIVE_INFINITY;
        }
    }
}
