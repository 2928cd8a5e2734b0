package tributary.hierarchy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Points at which a density was evaluated, and the polynomial that all of them tell. */
final class EvaluatedPoints {
    /** The degree of polynomials once so many points are known that they tell it. */
    private static final int HIGHEST = 4;
    /** Points whose density is so far below the greatest have no say in the fit. */
    private static final double FAR = 40;

    private final CollapsedDensity density;
    private final List<double[]> positions = new ArrayList<>();
    private final List<double[]> smooth = new ArrayList<>();
    /** Log densities without the prior, and with it. */
    private final List<Double> likelihoods = new ArrayList<>();

    private final List<Double> densities = new ArrayList<>();

    /** None yet; the density tells prior and coordinates. */
    EvaluatedPoints(CollapsedDensity density) {
        this.density = density;
    }

    /** Keeps points and the values that the density has there. */
    void add(double[][] points, double[] values) {
        double[] scratch = new double[density.dimension()];
        for (int i = 0; i < points.length; i++) {
            double[] at = new double[scratch.length];
            FitCoordinates.SMOOTH.at(density, points[i], at);
            positions.add(points[i]);
            smooth.add(at);
            densities.add(values[i]);
            likelihoods.add(values[i] - density.prior(points[i], scratch));
        }
    }

    int size() {
        return positions.size();
    }

    /** The log density found at a point, by its number. */
    double density(int point) {
        return densities.get(point);
    }

    /** The points from a number on, in coordinates. */
    double[][] from(int first, FitCoordinates coordinates) {
        List<double[]> all = in(coordinates);
        return all.subList(first, all.size()).toArray(double[][]::new);
    }

    private List<double[]> in(FitCoordinates coordinates) {
        return coordinates == FitCoordinates.SMOOTH ? smooth : positions;
    }

    /**
     * Fits all values, each with the root of its density as weight, in the coordinates in which less is missed.
     *
     * @param degree that so many points are known to tell; more of them tell a higher one, few a lower one
     * @return empty if no polynomial could be fitted
     */
    Optional<EmulatorFit> fit(int degree) {
        int size = size();
        double top = Double.NEGATIVE_INFINITY;
        double level = 0;
        for (int i = 0; i < size; i++) {
            if (Double.isFinite(densities.get(i)) && densities.get(i) > top) {
                top = densities.get(i);
                level = likelihoods.get(i);
            }
        }
        double[] weights = new double[size];
        double[] values = new double[size];
        int telling = 0;
        for (int i = 0; i < size; i++) {
            double below = top - densities.get(i);
            if (below < FAR) {
                weights[i] = StrictMath.exp(-0.5 * below);
                values[i] = likelihoods.get(i) - level;
                telling += below < FAR / 2 ? 1 : 0;
            }
        }
        int d = density.dimension();
        int told = telling >= Surrogate.points(d, HIGHEST) ? HIGHEST : degree;
        while (told > 1 && telling < Surrogate.points(d, told) / 2) {
            told--;
        }
        Optional<EmulatorFit> best = Optional.empty();
        double least = Double.POSITIVE_INFINITY;
        for (FitCoordinates coordinates : FitCoordinates.values()) {
            double[][] at = in(coordinates).toArray(double[][]::new);
            Optional<Surrogate> fit = Surrogate.fit(at, weights, values, told);
            if (fit.isPresent()) {
                double misses = misses(fit.get(), at, weights, values);
                if (best.isEmpty() || !(least <= misses)) {
                    best = Optional.of(new EmulatorFit(coordinates, List.of(fit.get())));
                    least = misses;
                }
            }
        }
        return best;
    }

    /** The weighted squares of what a fit misses. */
    private static double misses(Surrogate fit, double[][] at, double[] weights, double[] values) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            if (weights[i] > 0) {
                double miss = fit.value(at[i]) - values[i];
                sum += weights[i] * miss * miss;
            }
        }
        return sum;
    }
}
