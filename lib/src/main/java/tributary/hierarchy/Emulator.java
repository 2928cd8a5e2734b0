package tributary.hierarchy;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import tributary.infer.Draws;
import tributary.infer.Mixing;
import tributary.infer.Psis;
import tributary.infer.mode.Laplace;
import tributary.infer.nuts.Nuts;
import tributary.math.LogDensity;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Draws of a density that costs much from a few hundred of its values: NUTS on a polynomial that stands for it, checked
 * at draws that the polynomial has not seen, and fitted again with these until it agrees (as Rasmussen, 2003, with a
 * polynomial in place of a Gaussian process).
 *
 * <p>Of very many groups the log likelihood of the hyper-parameters is its quadratic and terms of size {@code
 * groups^(-1/2)} and less (Tierney and Kadane, 1986), in coordinates in which it is smooth ({@link
 * CollapsedDensity#smooth}) also where groups do not differ at all, and the posterior of their deviations piles up at zero. The
 * prior is taken as it is. Few groups of very many rows tell each group all but for certain, and then it is the logarithms of
 * deviations in which their likelihood is nearly quadratic, while in variances, {@code -n/2 (log v + S / v)}, it is not: each fit
 * is in those of the two coordinates in which it misses less. What a finer rule of quadrature changes is told by a plane. With errors of the log density of root mean
 * square e over the posterior, a mean is off by at most about e of its posterior deviations.
 *
 * <p>Where the polynomial does not agree after {@link #ROUNDS} fits, as of few groups, it is a proposal: up to {@link
 * #WEIGHED} of its draws are weighed by the density and judged by PSIS. The work is bounded in either case.
 */
final class Emulator {
    /** Fits at most. */
    static final int ROUNDS = 4;
    /** Draws that are weighed where no fit agrees. */
    private static final int WEIGHED = 1_000;
    /** These must be worth so many. */
    private static final double LEAST_ESS = 400;
    /** Root mean square error of log densities that agree. */
    private static final double AGREEING = 0.05;
    /**
     * The same of log densities that need no more than their weights: a mean without these would be off by a tenth of its posterior
     * deviation at most, and a Pareto shape of ratios that differ so little is one of their noise.
     */
    private static final double NEARLY = 0.1;
    /** Log ratios that differ by less are no tail. */
    private static final double FLAT = 0.5;
    /** Draws that check the first fit; each further one is checked by twice as many, which tell the next. */
    private static final int CHECKED = 60;
    /** Tails of the first points about the mode. */
    private static final double DEGREES = 7;
    /** A cubic may ask for so many points at first; else a quadratic stands. */
    private static final int MOST_POINTS = 1_500;
    /** Above this chains disagree. */
    private static final double WORST_R_HAT = 1.05;

    private final Groups groups;
    private final GroupModel model;
    private final Laplace mode;
    private final StreamKey key;
    private final Executor executor;
    private final int d;
    private final EvaluatedPoints points;
    private final EmulatorChains chains;

    private Emulator(Groups groups, GroupModel model, Laplace mode, Nuts nuts, StreamKey key, Executor executor) {
        this.groups = groups;
        this.model = model;
        this.mode = mode;
        this.key = key;
        this.executor = executor;
        CollapsedDensity density = groups.density(model);
        d = density.dimension();
        points = new EvaluatedPoints(density);
        chains = new EmulatorChains(density, mode, nuts, executor);
    }

    /**
     * What came of it.
     *
     * @param draws in the coordinates of the density
     * @param told the log density as it was told, up to a constant, from which the draws are, or those that were weighed
     * @param agrees whether what was drawn from is the density, to the error stated above
     * @param error the root mean square error of the log density at the draws that checked it; not finite if none could
     * @param kHat the Pareto shape of the ratios there
     * @param ess what the draws of every coordinate are worth at least
     * @param evaluations of the density
     */
    record Emulated(
            Draws draws, LogDensity told, boolean agrees, double error, double kHat, double ess, int evaluations) {}

    /**
     * Draws.
     *
     * @param mode the density's normal approximation
     * @param nuts chains, draws of each that are returned, and the target acceptance
     * @return empty if no polynomial could be fitted or sampled at all
     */
    static Optional<Emulated> draw(
            Groups groups, GroupModel model, Laplace mode, Nuts nuts, StreamKey key, Executor executor) {
        return new Emulator(groups, model, mode, nuts, key.with("emulate"), executor).run();
    }

    private Optional<Emulated> run() {
        int degree = Surrogate.points(d, 3) <= MOST_POINTS ? 3 : 2;
        add(about(Surrogate.points(d, degree)));
        int checks = Math.max(CHECKED, 2 * Surrogate.points(d, 1));
        for (int round = 0; ; round++) {
            Optional<EmulatorFit> fit = points.fit(degree);
            if (fit.isEmpty()) {
                return Optional.empty();
            }
            Optional<Draws> sampled = chains.rough(() -> told(fit.get()), key.with(round));
            if (sampled.isEmpty()) {
                return Optional.empty();
            }
            double[][] checked = EmulatorChains.spaced(sampled.get(), checks << round);
            double[] told = fit.get().values(checked, groups.density(model));
            int before = points.size();
            add(checked);
            double[] errors = new double[checked.length];
            Arrays.setAll(errors, i -> points.density(before + i) - told[i]);
            if (deviation(errors) <= AGREEING || round == ROUNDS - 1) {
                return Optional.of(finish(fit.get(), checked, errors));
            }
        }
    }

    /** Points about the mode with the tails of a t. */
    private double[][] about(int size) {
        RandomStream stream = key.with("points").stream();
        double[][] made = new double[size][d];
        double[] z = new double[d];
        for (double[] point : made) {
            double half = 0.5 * DEGREES;
            double scale = StrictMath.sqrt(half / stream.nextGamma(half));
            for (int a = 0; a < d; a++) {
                z[a] = scale * stream.nextGaussian();
            }
            mode.at(z, point);
        }
        return made;
    }

    /** Evaluates the density at points, and keeps what is found. */
    private void add(double[][] at) {
        points.add(at, HyperPosterior.evaluate(at, () -> groups.density(model), executor));
    }

    private LogDensity told(EmulatorFit fit) {
        return fit.density(groups.density(model));
    }

    /** Adds what a finer rule changes, draws what is returned, and says how well it agrees. */
    private Emulated finish(EmulatorFit fit, double[][] checked, double[] errors) {
        if (groups.exact()) {
            return finish(fit, errors, true, points.size());
        }
        int evaluations = points.size() + checked.length;
        int first = points.size() - checked.length;
        double[] finer = HyperPosterior.evaluate(checked, () -> groups.finer(model), executor);
        double[] changes = new double[checked.length];
        Arrays.setAll(changes, i -> finer[i] - points.density(first + i));
        double[][] at = points.from(first, fit.coordinates());
        // The plane is told from one half of the draws, and judged by the other.
        int fitted = checked.length / 2;
        double[] ones = new double[fitted];
        Arrays.fill(ones, 1);
        Optional<Surrogate> plane = Surrogate.fit(Arrays.copyOf(at, fitted), ones, Arrays.copyOf(changes, fitted), 1)
                .map(Surrogate::everywhere);
        if (plane.isEmpty()) {
            return finish(fit, errors, false, evaluations);
        }
        double[] left = new double[errors.length];
        Arrays.setAll(left, i -> errors[i] + changes[i] - plane.get().value(at[i]));
        return finish(fit.plus(plane.get()), Arrays.copyOfRange(left, fitted, left.length), true, evaluations);
    }

    /** Draws what is returned, and judges it by the errors of draws that the fit has not seen. */
    private Emulated finish(EmulatorFit fit, double[] errors, boolean known, int evaluations) {
        double error = deviation(errors);
        Draws draws = chains.kept(() -> told(fit), key.with("final"))
                .orElseThrow(() -> new IllegalStateException("what could be sampled before cannot be any more"));
        Mixing mixing = Mixing.of(draws, d);
        boolean mixed = mixing.rHat() <= WORST_R_HAT;
        if (!(known && error <= AGREEING)) {
            return weighed(draws, fit, error, Math.min(1, mixing.ess() / draws.size()), evaluations, mixed);
        }
        // The Pareto shape does not know the scale: of ratios that hardly differ it would be one of their noise.
        boolean flat = Arrays.stream(errors).max().orElse(0)
                        - Arrays.stream(errors).min().orElse(0)
                < FLAT;
        return new Emulated(
                draws,
                told(fit),
                mixed,
                error,
                flat ? 0 : Psis.smooth(errors).kHat(),
                Math.min(mixing.ess(), draws.size()) / (1 + error * error),
                evaluations);
    }

    /** Weighs draws by the density under the finer rule, and takes them by their weights. */
    private Emulated weighed(
            Draws draws, EmulatorFit fit, double error, double efficiency, int evaluations, boolean mixed) {
        double[][] proposed = EmulatorChains.spaced(draws, Math.min(WEIGHED, draws.size()));
        double[] values = HyperPosterior.evaluate(proposed, () -> groups.finer(model), executor);
        double[] told = fit.values(proposed, groups.density(model));
        double[] ratios = new double[proposed.length];
        Arrays.setAll(ratios, i -> Double.isNaN(values[i]) ? Double.NEGATIVE_INFINITY : values[i] - told[i]);
        Psis psis = Psis.smooth(ratios);
        double ess = psis.ess() * efficiency;
        return new Emulated(
                EmulatorChains.taken(draws, proposed, psis.weights(), key.with("weighed").stream()),
                told(fit),
                mixed && (psis.reliable() || deviation(ratios) <= NEARLY) && ess >= LEAST_ESS,
                error,
                psis.kHat(),
                ess,
                evaluations + proposed.length);
    }

    /** About their mean; not finite if one of them is not. */
    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return StrictMath.sqrt(squares / values.length);
    }
}
