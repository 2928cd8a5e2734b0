package tributary.consensus;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mode of the full-data posterior with its curvature, found by Newton's method over the shards.
 *
 * <p>One pass over the data gives value, gradient and Hessian of every shard; a step that does not raise the density is
 * halved. Converged means that the Newton decrement {@code g' H^-1 g} is below 1e-8: the mode is then within 1e-4
 * posterior standard deviations. The anchor gives the shards their start and metric and the certificate its origin.
 */
public final class Anchor {
    private static final double DECREMENT = 1e-8;
    private static final int HALVINGS = 20;
    /** Beyond this many posterior sds a Newton step is shortened: the quadratic is not to be trusted so far. */
    private static final double LONGEST_STEP = 1e3;

    private final double[] mode;
    private final @Nullable Gaussian laplace;
    private final Expansion prior;
    private final List<Expansion> shards;
    private final double logPosterior;
    private final int passes;
    private final boolean converged;

    private Anchor(
            double[] mode,
            @Nullable Gaussian laplace,
            Expansion prior,
            List<Expansion> shards,
            double logPosterior,
            int passes,
            boolean converged) {
        this.mode = mode;
        this.laplace = laplace;
        this.prior = prior;
        this.shards = shards;
        this.logPosterior = logPosterior;
        this.passes = passes;
        this.converged = converged;
    }

    /**
     * Climbs from a start.
     *
     * @param prior the log prior in unconstrained space
     * @param workers the shards
     * @param start where to begin
     * @param mostPasses the largest number of passes over the data
     * @return the anchor, converged or not
     */
    public static Anchor find(PriorDensity prior, Workers workers, double[] start, int mostPasses) {
        double[] position = start.clone();
        int passes = 1;
        List<Expansion> shards = pass(workers, position);
        Expansion priorHere = Expansion.of(prior.open(), position);
        Expansion total = sum(priorHere, shards);
        boolean converged = false;
        while (Double.isFinite(total.value)) {
            double[] step = step(total);
            double decrement = 0;
            for (int i = 0; i < step.length; i++) {
                decrement += step[i] * total.gradient[i];
            }
            if (decrement < DECREMENT) {
                converged = true;
                break;
            }
            double shrink = Math.min(1, LONGEST_STEP / Math.sqrt(decrement));
            boolean risen = false;
            for (int halving = 0; halving < HALVINGS && passes < mostPasses && !risen; halving++) {
                double[] candidate = position.clone();
                for (int i = 0; i < step.length; i++) {
                    candidate[i] += shrink * step[i];
                }
                List<Expansion> there = pass(workers, candidate);
                passes++;
                Expansion priorThere = Expansion.of(prior.open(), candidate);
                Expansion totalThere = sum(priorThere, there);
                // Near the mode the rise is below the rounding of the sum; then the smaller gradient decides.
                double rounding = 1e-12 * Math.abs(total.value);
                if (totalThere.value >= total.value - rounding) {
                    position = candidate;
                    shards = there;
                    priorHere = priorThere;
                    total = totalThere;
                    risen = true;
                } else {
                    shrink *= 0.5;
                }
            }
            if (!risen) {
                break;
            }
        }
        // Where no density exists there is no curvature either, whatever that of the prior may be.
        Gaussian laplace = Double.isFinite(total.value) ? Gaussian.ofPrecision(position, total.precision) : null;
        return new Anchor(position, laplace, priorHere, shards, total.value, passes, converged && laplace != null);
    }

    private static List<Expansion> pass(Workers workers, double[] position) {
        return workers.map((shard, likelihood) -> Expansion.of(likelihood, position));
    }

    private static Expansion sum(Expansion prior, List<Expansion> shards) {
        Expansion total = prior;
        for (Expansion shard : shards) {
            total = total.plus(shard, 1);
        }
        return total;
    }

    /** The Newton step; where the Hessian is not negative definite, with the least ridge of a power of ten that makes it so. */
    private static double[] step(Expansion total) {
        double[][] precision = total.precision;
        int dimension = precision.length;
        double scale = 0;
        for (int i = 0; i < dimension; i++) {
            scale = Math.max(scale, Math.abs(precision[i][i]));
        }
        double[][] inverse = Gaussian.inverse(precision);
        for (double ridge = 1e-10 * Math.max(scale, 1e-8); inverse == null && ridge < 1e300; ridge *= 10) {
            double[][] lifted = new double[dimension][];
            for (int i = 0; i < dimension; i++) {
                lifted[i] = precision[i].clone();
                lifted[i][i] += ridge;
            }
            inverse = Gaussian.inverse(lifted);
        }
        double[] step = new double[dimension];
        if (inverse != null) {
            for (int i = 0; i < dimension; i++) {
                for (int j = 0; j < dimension; j++) {
                    step[i] += inverse[i][j] * total.gradient[j];
                }
            }
        }
        return step;
    }

    /** The mode in unconstrained space, a copy. */
    public double[] mode() {
        return mode.clone();
    }

    /** The Laplace approximation of the posterior, or null where the curvature at the end is not that of a maximum. */
    public @Nullable Gaussian laplace() {
        return laplace;
    }

    /** The log posterior at the mode, up to the constant of the model's own densities. */
    public double logPosterior() {
        return logPosterior;
    }

    /** Passes over the data that were made. */
    public int passes() {
        return passes;
    }

    /** Whether the Newton decrement fell below 1e-8 at a proper maximum. */
    public boolean converged() {
        return converged;
    }

    /**
     * The Laplace approximation of one shard's fractionated sub-posterior about the anchor, by one Newton step from it; or
     * null where the shard does not inform every direction.
     */
    public @Nullable Gaussian laplaceOfShard(int shard) {
        Expansion own = shards.get(shard).plus(prior, 1.0 / shards.size());
        Gaussian there = Gaussian.ofPrecision(mode, own.precision);
        if (there == null) {
            return null;
        }
        double[][] covariance = there.covariance();
        double[] centre = mode.clone();
        for (int i = 0; i < centre.length; i++) {
            for (int j = 0; j < centre.length; j++) {
                centre[i] += covariance[i][j] * own.gradient[j];
            }
        }
        return Gaussian.of(centre, covariance);
    }

    /** The same anchor over fewer shards, as {@link Workers#merged} pours them together. */
    Anchor merged(int fewer) {
        List<Expansion> poured = new ArrayList<>();
        for (int s = 0; s < shards.size(); s++) {
            int place = s * fewer / shards.size();
            if (place == poured.size()) {
                poured.add(shards.get(s));
            } else {
                poured.set(place, poured.get(place).plus(shards.get(s), 1));
            }
        }
        return new Anchor(mode, laplace, prior, poured, logPosterior, passes, converged);
    }

    /** The log likelihood of all rows at the mode, to second order. */
    Expansion likelihood() {
        Expansion total = shards.get(0);
        for (Expansion shard : shards.subList(1, shards.size())) {
            total = total.plus(shard, 1);
        }
        return total;
    }

    /** The number of shards. */
    int shards() {
        return shards.size();
    }

    /** The log of the mass about the mode by Laplace's method, up to a constant; negative infinity without a maximum. */
    double logEvidence() {
        return laplace == null ? Double.NEGATIVE_INFINITY : logPosterior + laplace.logDeterminantOfFactor();
    }

    /** Whether another anchor lies at the same mode: within half a posterior sd. */
    boolean sameAs(Anchor other) {
        return laplace != null && laplace.squaredDistance(other.mode) < 0.25;
    }
}
