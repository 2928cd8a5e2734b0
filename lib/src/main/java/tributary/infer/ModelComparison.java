package tributary.infer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Models ranked by leave-one-out predictive density, with stacking weights (Yao, Vehtari, Simpson and Gelman 2018). */
public final class ModelComparison {
    private static final int ITERATIONS = 20_000;
    private static final double CONVERGED = 1e-12;

    private ModelComparison() {}

    /**
     * One model's place.
     *
     * @param model its name
     * @param rank 0 for the best
     * @param elpd the expected log predictive density
     * @param standardError of elpd
     * @param effectiveParameters p_loo
     * @param difference elpd of the best minus this one's, not negative
     * @param differenceError the standard error of the difference, taken pairwise
     * @param weight in the mixture of models that predicts best; weights sum to one
     * @param worstKHat the worst k-hat
     */
    public record Place(
            String model,
            int rank,
            double elpd,
            double standardError,
            double effectiveParameters,
            double difference,
            double differenceError,
            double weight,
            double worstKHat) {}

    /**
     * Ranks models, best first; ties in the order of their names.
     *
     * @param models leave-one-out results over the same observations, by name
     * @throws IllegalArgumentException if the numbers of observations differ
     */
    public static List<Place> compare(Map<String, LeaveOneOut> models) {
        List<String> names = models.keySet().stream()
                .sorted(Comparator.comparingDouble(
                                (String name) -> -loo(models, name).elpd())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException("nothing to compare");
        }
        double[][] terms =
                names.stream().map(name -> loo(models, name).pointwise()).toArray(double[][]::new);
        for (int m = 1; m < terms.length; m++) {
            if (terms[m].length != terms[0].length) {
                throw new IllegalArgumentException("models must be compared on the same observations: " + names.get(0)
                        + " has " + terms[0].length + ", " + names.get(m) + " has " + terms[m].length);
            }
        }
        double[] weights = stack(terms);
        List<Place> places = new ArrayList<>();
        for (int m = 0; m < terms.length; m++) {
            LeaveOneOut loo = loo(models, names.get(m));
            double[] differences = new double[terms[0].length];
            for (int i = 0; i < differences.length; i++) {
                differences[i] = terms[0][i] - terms[m][i];
            }
            places.add(new Place(
                    names.get(m),
                    m,
                    loo.elpd(),
                    loo.standardError(),
                    loo.effectiveParameters(),
                    Arrays.stream(differences).sum(),
                    LeaveOneOut.standardError(differences),
                    weights[m],
                    loo.worstKHat()));
        }
        return List.copyOf(places);
    }

    private static LeaveOneOut loo(Map<String, LeaveOneOut> models, String name) {
        LeaveOneOut loo = models.get(name);
        if (loo == null) {
            throw new IllegalArgumentException("no result for " + name);
        }
        return loo;
    }

    /**
     * Weights that maximise {@code sum_i log sum_m w_m exp(elpd_mi)}: a mixture whose components are known, so
     * expectation-maximisation climbs to the one optimum.
     */
    static double[] stack(double[][] terms) {
        int models = terms.length;
        int observations = terms[0].length;
        double[][] density = new double[models][observations];
        for (int i = 0; i < observations; i++) {
            double highest = Double.NEGATIVE_INFINITY;
            for (double[] model : terms) {
                highest = StrictMath.max(highest, model[i]);
            }
            for (int m = 0; m < models; m++) {
                density[m][i] = StrictMath.exp(terms[m][i] - highest);
            }
        }
        double[] weights = new double[models];
        Arrays.fill(weights, 1.0 / models);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double[] next = new double[models];
            for (int i = 0; i < observations; i++) {
                double mixture = 0;
                for (int m = 0; m < models; m++) {
                    mixture += weights[m] * density[m][i];
                }
                for (int m = 0; m < models; m++) {
                    next[m] += weights[m] * density[m][i] / mixture / observations;
                }
            }
            double change = 0;
            for (int m = 0; m < models; m++) {
                change = StrictMath.max(change, StrictMath.abs(next[m] - weights[m]));
            }
            weights = next;
            if (change < CONVERGED) {
                break;
            }
        }
        return weights;
    }
}
