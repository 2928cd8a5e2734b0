package tributary.hierarchy;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tributary.infer.Draws;
import tributary.infer.Psis;
import tributary.infer.Resampling;
import tributary.infer.SampleStats;
import tributary.infer.mode.Laplace;
import tributary.infer.mode.Lbfgs;
import tributary.infer.mode.Mode;
import tributary.infer.mode.Newton;
import tributary.infer.nuts.DenseMetric;
import tributary.infer.nuts.MetricKind;
import tributary.infer.nuts.Nuts;
import tributary.infer.nuts.NutsFit;
import tributary.infer.nuts.Starts;
import tributary.math.Stretches;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * The posterior of a group model's hyper-parameters as draws, in one of two ways: NUTS on the collapsed density, begun at
 * its mode with the curvature there as metric; or, where groups are so many that a gradient costs much and the posterior
 * is nearly normal, independent draws about the mode, weighed by the density and judged by PSIS.
 *
 * <p>A density that is itself a quadrature is checked in both ways by a finer rule: its draws are weighed by the ratio.
 */
public final class HyperPosterior implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Tails of the proposal about the mode. */
    private static final double DEGREES = 7;
    /** Importance-weighted draws must be worth so many, and so large a share. */
    private static final double LEAST_ESS = 400;

    private static final double LEAST_SHARE = 0.1;
    /** Weights of more unknowns than these are seldom of use. */
    private static final int MOST_WEIGHED = 40;
    /** From so much work on the density is evaluated at few draws, if these tell the others. */
    private static final long COSTLY = 20_000;
    /** Root mean square error of log densities that are told by others. */
    private static final double AGREEING_FEW = 0.05;
    /** Log densities of two rules that differ by less agree. */
    private static final double AGREEING = 0.01;
    /** A mode is found to so many posterior deviations. */
    private static final double NEAR = 0.05;

    private final Draws positions;
    private final Draws draws;
    private final @Nullable SampleStats stats;
    private final double kHat;
    private final double importanceEss;

    private HyperPosterior(
            Draws positions, CollapsedDensity density, @Nullable SampleStats stats, double kHat, double importanceEss) {
        this.positions = positions;
        this.draws = positions.map(density.names(), density::natural);
        this.stats = stats;
        this.kHat = kHat;
        this.importanceEss = importanceEss;
    }

    /**
     * Samples by NUTS.
     *
     * @param nuts its lengths, chains and target; the metric is dense
     * @param key names the streams
     * @param executor runs one task a chain; the draws do not depend on it
     * @throws IllegalStateException if no chain can start
     */
    public static HyperPosterior sample(Groups groups, GroupModel model, Nuts nuts, StreamKey key, Executor executor) {
        CollapsedDensity density = groups.density(model);
        double[] start = density.start();
        Optional<Laplace> mode = mode(groups.density(model, executor));
        double[] centre = mode.map(Laplace::mean).orElse(start);
        NutsFit fit = nuts.withMetric(MetricKind.DENSE)
                .run(
                        () -> groups.density(model),
                        density.coordinates(),
                        mode.map(HyperPosterior::spread).orElse(Starts.at(centre)),
                        mode.map(m -> DenseMetric.of(m.covariance())).orElse(null),
                        key.with("hyper"),
                        executor);
        Draws sampled = fit.draws();
        if (groups.exact()) {
            return new HyperPosterior(sampled, density, fit.stats(), Double.NaN, Double.NaN);
        }
        double[][] rows = rows(sampled);
        double[] usual = evaluate(rows, () -> groups.density(model), executor);
        double[] finer = evaluate(rows, () -> groups.finer(model), executor);
        double[] ratios = new double[rows.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = finer[i] - usual[i];
        }
        if (equal(ratios)) {
            return new HyperPosterior(sampled, density, fit.stats(), 0, ratios.length);
        }
        Psis psis = Psis.smooth(ratios);
        int[] taken = Resampling.systematic(
                psis.weights(), rows.length, key.with("finer").stream().nextDouble());
        return new HyperPosterior(sampled.take(taken, sampled.chains()), density, fit.stats(), psis.kHat(), psis.ess());
    }

    /**
     * Draws about the mode, weighed by the density: as many evaluations as draws, no gradient but to find the mode.
     *
     * @param chains the draws are dealt into; they are independent, and chains only a shape
     * @param length draws of each
     * @return empty if there is no mode, or the weights cannot be relied on
     */
    public static Optional<HyperPosterior> weigh(
            Groups groups, GroupModel model, int chains, int length, StreamKey key, Executor executor) {
        CollapsedDensity density = groups.density(model);
        if (density.dimension() > MOST_WEIGHED) {
            return Optional.empty();
        }
        Optional<Laplace> mode = mode(groups.density(model, executor));
        if (mode.isEmpty()) {
            return Optional.empty();
        }
        int size = Math.multiplyExact(chains, length);
        double[] centre = mode.get().mean();
        double[][] root = mode.get().root();
        double[][] rows = new double[size][centre.length];
        double[][] standard = new double[size][];
        double[] proposed = new double[size];
        RandomStream stream = key.with("weigh").stream();
        for (int i = 0; i < size; i++) {
            double half = 0.5 * DEGREES;
            double scale = StrictMath.sqrt(half / stream.nextGamma(half));
            double[] z = new double[centre.length];
            double squares = 0;
            for (int a = 0; a < z.length; a++) {
                z[a] = scale * stream.nextGaussian();
                squares += z[a] * z[a];
            }
            standard[i] = z;
            for (int a = 0; a < z.length; a++) {
                rows[i][a] = centre[a];
                for (int b = 0; b <= a; b++) {
                    rows[i][a] += root[a][b] * z[b];
                }
            }
            proposed[i] = -0.5 * (DEGREES + z.length) * StrictMath.log1p(squares / DEGREES);
        }
        Optional<Psis> few = groups.work() < COSTLY
                ? Optional.empty()
                : fromFew(groups, model, rows, standard, proposed, executor)
                        .map(values -> weights(values, proposed))
                        .filter(HyperPosterior::usable);
        Psis psis =
                few.isPresent() ? few.get() : weights(evaluate(rows, () -> groups.finer(model), executor), proposed);
        if (!usable(psis)) {
            return Optional.empty();
        }
        int[] taken = Resampling.systematic(psis.weights(), size, stream.nextDouble());
        shuffle(taken, stream);
        double[][][] dealt = new double[chains][length][];
        for (int i = 0; i < size; i++) {
            dealt[i / length][i % length] = rows[taken[i]];
        }
        return Optional.of(
                new HyperPosterior(Draws.ofRows(density.coordinates(), dealt), density, null, psis.kHat(), psis.ess()));
    }

    private static Psis weights(double[] values, double[] proposed) {
        double[] ratios = new double[values.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = Double.isNaN(values[i]) ? Double.NEGATIVE_INFINITY : values[i] - proposed[i];
        }
        return Psis.smooth(ratios);
    }

    private static boolean usable(Psis psis) {
        return psis.reliable() && psis.ess() >= LEAST_ESS && psis.ess() > LEAST_SHARE * psis.weights().length;
    }

    /**
     * The density at all draws from its values at a few: what it has beside its quadratic as a cubic, and what a finer rule
     * changes as a plane, both checked at draws that the fits have not seen.
     *
     * @return empty if that costs as much, or the fits miss by more than {@value #AGREEING_FEW}
     */
    private static Optional<double[]> fromFew(
            Groups groups,
            GroupModel model,
            double[][] rows,
            double[][] standard,
            double[] proposed,
            Executor executor) {
        int d = standard[0].length;
        int cubic = Surrogate.points(d, 3);
        int plane = groups.exact() ? 0 : Surrogate.points(d, 1);
        if (2 * cubic > rows.length || plane > cubic) {
            return Optional.empty();
        }
        double[] normal = new double[rows.length];
        double[] weights = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (double z : standard[i]) {
                normal[i] -= 0.5 * z * z;
            }
            // As much as the posterior has at the draw, were it normal.
            weights[i] = StrictMath.exp(normal[i] - proposed[i]);
        }
        double[] usual = evaluate(Arrays.copyOf(rows, cubic), () -> groups.density(model), executor);
        double[] beside = new double[cubic];
        Arrays.setAll(beside, i -> usual[i] - normal[i]);
        Optional<double[]> values = Surrogate.extend(standard, weights, beside, 3, AGREEING_FEW);
        if (groups.exact() || values.isEmpty()) {
            return values.map(v -> sum(v, normal));
        }
        double[] finer = evaluate(Arrays.copyOf(rows, plane), () -> groups.finer(model), executor);
        Arrays.setAll(finer, i -> finer[i] - usual[i]);
        return Surrogate.extend(standard, weights, finer, 1, AGREEING_FEW).map(v -> sum(sum(v, values.get()), normal));
    }

    private static double[] sum(double[] one, double[] other) {
        double[] sum = new double[one.length];
        Arrays.setAll(sum, i -> one[i] + other[i]);
        return sum;
    }

    /**
     * The normal approximation at the mode, to a twentieth of a posterior deviation: of a hundred thousand groups the
     * density's rounding hides more, and the gradient of a quadrature is its slope only up to the rule's error.
     */
    private static Optional<Laplace> mode(CollapsedDensity density) {
        Mode rough = new Lbfgs(1000, NEAR).search(density, density.start());
        Mode mode = new Newton(30, NEAR).search(density, rough.position());
        return mode.converged() ? Laplace.at(density, mode) : Optional.empty();
    }

    /**
     * Whether both rules agree on every draw to a hundredth: then no weight is worth taking, and a Pareto shape fitted to
     * what is left would be one of rounding.
     */
    private static boolean equal(double[] ratios) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (double ratio : ratios) {
            if (Double.isNaN(ratio)) {
                return false;
            }
            least = Math.min(least, ratio);
            greatest = Math.max(greatest, ratio);
        }
        return greatest - least < AGREEING;
    }

    private static void shuffle(int[] values, RandomStream stream) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = stream.nextInt(i + 1);
            int kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }

    private static double[][] rows(Draws draws) {
        double[][] rows = new double[draws.size()][draws.names().size()];
        for (int i = 0; i < rows.length; i++) {
            draws.row(i, rows[i]);
        }
        return rows;
    }

    /** The density of every row, a few rows a task, each task with a density of its own. */
    private static double[] evaluate(
            double[][] rows, java.util.function.Supplier<CollapsedDensity> densities, Executor executor) {
        int task = Math.max(1, Math.min(250, rows.length / 32));
        double[] values = new double[rows.length];
        Stretches.run(rows.length, task, executor, (from, to) -> {
            CollapsedDensity density = densities.get();
            for (int i = from; i < to; i++) {
                values[i] = density.value(rows[i]);
            }
        });
        return values;
    }

    /** Chains begin at draws of the normal approximation, so that their agreement says something. */
    private static Starts spread(Laplace mode) {
        return (chain, attempt, dimension, stream) -> {
            if (attempt >= 100) {
                return Optional.empty();
            }
            double[] position = new double[dimension];
            mode.draw(stream, position);
            return Optional.of(position);
        };
    }

    /** The positions drawn, for {@link Groups#given}. */
    public Draws positions() {
        return positions;
    }

    /** The hyper-parameters drawn, on the natural scale. */
    public Draws draws() {
        return draws;
    }

    /** Divergences, depths, energies; empty for weighed draws. */
    public Optional<SampleStats> stats() {
        return Optional.ofNullable(stats);
    }

    /** The Pareto shape of the weights; NaN where nothing was weighed. */
    public double kHat() {
        return kHat;
    }

    /** How many draws the weights are worth; NaN where nothing was weighed. */
    public double importanceEss() {
        return importanceEss;
    }
}
