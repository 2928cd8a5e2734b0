package tributary.hierarchy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A two-level normal model: what is regressed on what, which coefficients vary between groups, and the priors.
 *
 * <p>For row i of group g, {@code y ~ normal(x_i' b_g, sigma)}; coefficient j of group g has mean {@code gamma_j}, to
 * which the group's predictors add for the coefficients that they explain (for the first, the intercept, these are the
 * terms of Mundlak, 1978); the varying coefficients deviate from their means together, as {@code normal(0, Omega)}.
 */
public final class GroupModel implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<Coefficient> coefficients;
    private final double correlationShape;
    private final @Nullable SpreadPrior residual;
    private final Noise noise;

    private GroupModel(
            List<Coefficient> coefficients, double correlationShape, @Nullable SpreadPrior residual, Noise noise) {
        this.coefficients = new ArrayList<>(coefficients);
        this.correlationShape = correlationShape;
        this.residual = residual;
        this.noise = noise;
    }

    /** What the prior of the residual is about. */
    public enum Noise {
        /** A standard deviation. */
        SIGMA,
        /** The coefficient of variation of positive outcomes. */
        VARIATION,
        /** The scale of a student-t law, whose degrees of freedom nu have a gamma(2, 0.1) prior (Juarez and Steel, 2010). */
        TAILS
    }

    /**
     * One coefficient.
     *
     * @param name as in the names of the posterior
     * @param mean of the prior of its overall value
     * @param sd of that prior, positive; infinite for a flat one
     * @param spread the prior of its standard deviation between groups; null if it does not vary
     * @param predictors those of the group's predictors that explain it, by number and prior
     */
    public record Coefficient(
            String name, double mean, double sd, @Nullable SpreadPrior spread, List<Predictor> predictors)
            implements Serializable {
        /** Checks the prior. */
        public Coefficient {
            if (!Double.isFinite(mean) || !(sd > 0)) {
                throw new IllegalArgumentException("coefficient " + name
                        + " needs a finite prior mean and a positive sd, not " + mean + ", " + sd);
            }
            predictors = List.copyOf(predictors);
        }

        /** A coefficient that no group predictor explains. */
        public static Coefficient of(String name, double mean, double sd, @Nullable SpreadPrior spread) {
            return new Coefficient(name, mean, sd, spread, List.of());
        }

        /** Whether it varies between groups. */
        public boolean varies() {
            return spread != null;
        }
    }

    /**
     * A group-level predictor of a coefficient, its slope under a normal prior about zero.
     *
     * @param name of the slope
     * @param column its place among the group's predictors
     * @param sd of the prior, positive; infinite for a flat one
     */
    public record Predictor(String name, int column, double sd) implements Serializable {
        /** Checks place and prior. */
        public Predictor {
            if (column < 0 || !(sd > 0)) {
                throw new IllegalArgumentException("predictor " + name + " needs a column and a positive prior sd");
            }
        }
    }

    /**
     * A model.
     *
     * @param coefficients in the order of the columns of x, the intercept's column of ones first if there is one
     * @param correlationShape the shape of the LKJ prior of the correlations of the varying coefficients; 0: they do
     *     not correlate
     * @param residual the prior of sigma; null if sigma is one and known, as for rows (estimate, standard error)
     * @throws IllegalArgumentException if there is no coefficient, or the shape is negative
     */
    public static GroupModel of(
            List<Coefficient> coefficients, double correlationShape, @Nullable SpreadPrior residual) {
        if (coefficients.isEmpty() || !(correlationShape >= 0)) {
            throw new IllegalArgumentException("a group model needs coefficients and a shape of at least 0");
        }
        return new GroupModel(coefficients, correlationShape, residual, Noise.SIGMA);
    }

    /** The same with another kind of residual. */
    public GroupModel withNoise(Noise other) {
        return new GroupModel(coefficients, correlationShape, residual, other);
    }

    /** What the prior of the residual is about. */
    public Noise noise() {
        return noise;
    }

    /** Whether the residuals' degrees of freedom are unknown, too. */
    boolean tails() {
        return noise == Noise.TAILS && residual != null;
    }

    /** The coefficients in the order of the columns of x. */
    public List<Coefficient> coefficients() {
        return List.copyOf(coefficients);
    }

    /** The shape of the correlations' prior; 0 if they are zero. */
    public double correlationShape() {
        return correlationShape;
    }

    /** The prior of the residual standard deviation; empty if that is one and known. */
    public Optional<SpreadPrior> residual() {
        return Optional.ofNullable(residual);
    }

    /** Of each coefficient, the places of the group's predictors that explain it. */
    int[][] explaining() {
        return coefficients.stream()
                .map(c -> c.predictors().stream().mapToInt(Predictor::column).toArray())
                .toArray(int[][]::new);
    }

    /** The places of the coefficients that vary. */
    int[] varying() {
        List<Integer> places = new ArrayList<>();
        for (int j = 0; j < coefficients.size(); j++) {
            if (coefficients.get(j).varies()) {
                places.add(j);
            }
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }
}
