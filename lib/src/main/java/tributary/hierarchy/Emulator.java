package tributary.hierarchy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import tributary.infer.Draws;
import tributary.infer.PosteriorSummary;
import tributary.infer.Psis;
import tributary.infer.Resampling;
import tributary.infer.mode.Laplace;
import tributary.infer.nuts.DenseMetric;
import tributary.infer.nuts.MetricKind;
import tributary.infer.nuts.Nuts;
import tributary.infer.nuts.NutsFit;
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
    /** The degree of polynomials once so many points are known that they tell it. */
    private static final int HIGHEST = 4;
    /** Points whose density is so far below the greatest have no say in the fit. */
    private static final double FAR = 40;

    /** Above this chains disagree. */
    private static final double WORST_R_HAT = 1.05;

    private static final int WARMUP = 500;
    /** Of so many transitions one is kept, so that those kept are all but independent. */
    private static final int THIN = 4;

    private final Groups groups;
    private final GroupModel model;
    private final Laplace mode;
    private final Nuts nuts;
    private final StreamKey key;
    private final Executor executor;
    private final CollapsedDensity density;
    private final int d;
    /** Points that were evaluated, as positions. */
    private final List<double[]> rows = new ArrayList<>();
    /** The same in smooth coordinates. */
    private final List<double[]> smooth = new ArrayList<>();
    /** Whether the fit under way is in smooth coordinates, or in the positions' own. */
    private boolean smoothly = true;

    /** Log densities without the prior, and with it. */
    private final List<Double> likelihoods = new ArrayList<>();

    private final List<Double> densities = new ArrayList<>();

    private Emulator(Groups groups, GroupModel model, Laplace mode, Nuts nuts, StreamKey key, Executor executor) {
        this.groups = groups;
        this.model = model;
        this.mode = mode;
        this.nuts = nuts.withMetric(MetricKind.DENSE);
        this.key = key;
        this.executor = executor;
        this.density = groups.density(model);
        this.d = density.dimension();
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
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Surrogate> fit = fit(degree);
            if (fit.isEmpty()) {
                return Optional.empty();
            }
            Optional<Draws> sampled = sample(1, key.with(round), fit.get());
            if (sampled.isEmpty()) {
                return Optional.empty();
            }
            double[][] checked = spaced(sampled.get(), checks << round);
            double[] told = told(checked, fit.get());
            int before = rows.size();
            add(checked);
            double[] errors = new double[checked.length];
            Arrays.setAll(errors, i -> densities.get(before + i) - told[i]);
            if (deviation(errors) <= AGREEING || round == ROUNDS - 1) {
                return Optional.of(finish(fit.get(), checked, errors));
            }
        }
        throw new IllegalStateException("unreachable: the last round returns");
    }

    /** Points about the mode with the tails of a t. */
    private double[][] about(int size) {
        RandomStream stream = key.with("points").stream();
        double[][] points = new double[size][d];
        double[] z = new double[d];
        for (double[] point : points) {
            double half = 0.5 * DEGREES;
            double scale = StrictMath.sqrt(half / stream.nextGamma(half));
            for (int a = 0; a < d; a++) {
                z[a] = scale * stream.nextGaussian();
            }
            mode.at(z, point);
        }
        return points;
    }

    /** Evaluates the density at points, and keeps what is found. */
    private void add(double[][] points) {
        double[] values = HyperPosterior.evaluate(points, () -> groups.density(model), executor);
        double[] scratch = new double[d];
        for (int i = 0; i < points.length; i++) {
            double[] at = new double[d];
            density.smooth(points[i], at);
            rows.add(points[i]);
            smooth.add(at);
            densities.add(values[i]);
            likelihoods.add(values[i] - density.prior(points[i], scratch));
        }
    }

    /** Fits all values, each with the root of its density as weight, by a degree that so many of them can tell. */
    private Optional<Surrogate> fit(int degree) {
        int size = rows.size();
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
        int told = telling >= Surrogate.points(d, HIGHEST) ? HIGHEST : degree;
        while (told > 1 && telling < Surrogate.points(d, told) / 2) {
            told--;
        }
        Optional<Surrogate> bySmooth = Surrogate.fit(smooth.toArray(double[][]::new), weights, values, told);
        Optional<Surrogate> byOwn = Surrogate.fit(rows.toArray(double[][]::new), weights, values, told);
        smoothly = misses(bySmooth, smooth, weights, values) <= misses(byOwn, rows, weights, values);
        return smoothly ? bySmooth : byOwn;
    }

    /** The weighted squares of what a fit misses; infinite where there is none. */
    private static double misses(Optional<Surrogate> fit, List<double[]> at, double[] weights, double[] values) {
        if (fit.isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            if (weights[i] > 0) {
                double miss = fit.get().value(at.get(i)) - values[i];
                sum += weights[i] * miss * miss;
            }
        }
        return sum;
    }

    /** The points in the coordinates of the last fit. */
    private List<double[]> fitted() {
        return smoothly ? smooth : rows;
    }

    /** The prior and polynomials, of the smooth coordinates or of the position itself. */
    private final class Told implements LogDensity {
        private final CollapsedDensity own = groups.density(model);
        private final boolean through = smoothly;
        private final Surrogate[] parts;
        private final double[] at = new double[d];
        private final double[] slope = new double[d];
        private final double[] sum = new double[d];

        Told(Surrogate... parts) {
            this.parts = new Surrogate[parts.length];
            Arrays.setAll(this.parts, i -> parts[i].another());
        }

        @Override
        public int dimension() {
            return d;
        }

        @Override
        public double evaluate(double[] position, double[] gradient) {
            double value = own.prior(position, gradient);
            if (through) {
                own.smooth(position, at);
            } else {
                System.arraycopy(position, 0, at, 0, d);
            }
            Arrays.fill(sum, 0);
            for (Surrogate part : parts) {
                value += part.evaluate(at, slope);
                for (int i = 0; i < d; i++) {
                    sum[i] += slope[i];
                }
            }
            if (through) {
                own.addThroughSmooth(position, sum, gradient);
            } else {
                for (int i = 0; i < d; i++) {
                    gradient[i] += sum[i];
                }
            }
            return Double.isFinite(value) ? value : Double.NEGATIVE_INFINITY;
        }
    }

    private double[] told(double[][] points, Surrogate... parts) {
        Told told = new Told(parts);
        double[] gradient = new double[d];
        return Arrays.stream(points)
                .mapToDouble(point -> told.evaluate(point, gradient))
                .toArray();
    }

    /** The draws asked for from what is told, one of so many transitions; empty if a chain cannot start. */
    private Optional<Draws> sample(int thin, StreamKey at, Surrogate... parts) {
        NutsFit fit = nuts.withLengths(WARMUP, Math.multiplyExact(thin, nuts.draws()))
                .run(
                        () -> new Told(parts),
                        density.coordinates(),
                        HyperPosterior.spread(mode),
                        DenseMetric.of(mode.covariance()),
                        at,
                        executor);
        return !fit.failures().isEmpty() ? Optional.empty() : Optional.of(fit.draws());
    }

    private double[][] spaced(Draws draws, int many) {
        double[][] taken = new double[many][d];
        for (int i = 0; i < many; i++) {
            draws.row((int) ((2L * i + 1) * draws.size() / (2L * many)), taken[i]);
        }
        return taken;
    }

    /** Adds what a finer rule changes, draws what is returned, and says how well it agrees. */
    private Emulated finish(Surrogate fit, double[][] checked, double[] errors) {
        List<Surrogate> parts = new ArrayList<>(List.of(fit));
        double[] left = errors.clone();
        boolean agrees = true;
        int evaluations = rows.size();
        if (!groups.exact()) {
            evaluations += checked.length;
            double[] finer = HyperPosterior.evaluate(checked, () -> groups.finer(model), executor);
            double[] changes = new double[checked.length];
            Arrays.setAll(changes, i -> finer[i] - densities.get(rows.size() - checked.length + i));
            int fitted = checked.length / 2;
            double[][] at =
                    fitted().subList(rows.size() - checked.length, rows.size()).toArray(double[][]::new);
            double[] ones = new double[fitted];
            Arrays.fill(ones, 1);
            Optional<Surrogate> plane = Surrogate.fit(
                            Arrays.copyOf(at, fitted), ones, Arrays.copyOf(changes, fitted), 1)
                    .map(Surrogate::everywhere);
            agrees = plane.isPresent();
            if (plane.isPresent()) {
                parts.add(plane.get());
                double[] rest = new double[left.length];
                Arrays.setAll(rest, i -> errors[i] + changes[i] - plane.get().value(at[i]));
                left = Arrays.copyOfRange(rest, fitted, rest.length);
            }
        }
        double error = deviation(left);
        Surrogate[] all = parts.toArray(Surrogate[]::new);
        Draws draws = sample(THIN, key.with("final"), all)
                .map(Emulator::thinned)
                .orElseThrow(() -> new IllegalStateException("what could be sampled before cannot be any more"));
        double ess = Double.POSITIVE_INFINITY;
        double rHat = 0;
        for (int i = 0; i < d; i++) {
            PosteriorSummary summary = PosteriorSummary.ofChains(draws.byChain(i), 0.9);
            ess = Math.min(ess, summary.essBulk());
            rHat = Math.max(rHat, summary.rHat());
        }
        if (!(agrees && error <= AGREEING)) {
            return weighed(draws, all, error, Math.min(1, ess / draws.size()), evaluations, rHat <= WORST_R_HAT);
        }
        // The Pareto shape does not know the scale: of ratios that hardly differ it would be one of their noise.
        boolean flat =
                Arrays.stream(left).max().orElse(0) - Arrays.stream(left).min().orElse(0) < FLAT;
        return new Emulated(
                draws,
                new Told(all),
                rHat <= WORST_R_HAT,
                error,
                flat ? 0 : Psis.smooth(left).kHat(),
                Math.min(ess, draws.size()) / (1 + error * error),
                evaluations);
    }

    /** Weighs draws by the density under the finer rule, and takes them by their weights. */
    private Emulated weighed(
            Draws draws, Surrogate[] all, double error, double efficiency, int evaluations, boolean mixed) {
        double[][] proposed = spaced(draws, Math.min(WEIGHED, draws.size()));
        double[] values = HyperPosterior.evaluate(proposed, () -> groups.finer(model), executor);
        double[] told = told(proposed, all);
        double[] ratios = new double[proposed.length];
        Arrays.setAll(ratios, i -> Double.isNaN(values[i]) ? Double.NEGATIVE_INFINITY : values[i] - told[i]);
        Psis psis = Psis.smooth(ratios);
        double ess = psis.ess() * efficiency;
        return new Emulated(
                taken(draws, proposed, psis.weights(), key.with("weighed").stream()),
                new Told(all),
                mixed && (psis.reliable() || deviation(ratios) <= NEARLY) && ess >= LEAST_ESS,
                error,
                psis.kHat(),
                ess,
                evaluations + proposed.length);
    }

    /** As many draws as there were, in as many chains, taken from those proposed by their weights. */
    static Draws taken(Draws draws, double[][] proposed, double[] weights, RandomStream stream) {
        int length = draws.size() / draws.chains();
        int[] taken = Resampling.systematic(weights, draws.chains() * length, stream.nextDouble());
        // Draws that were taken more than once must not lie side by side.
        for (int i = taken.length - 1; i > 0; i--) {
            int j = stream.nextInt(i + 1);
            int kept = taken[i];
            taken[i] = taken[j];
            taken[j] = kept;
        }
        double[][][] rows = new double[draws.chains()][length][];
        for (int i = 0; i < taken.length; i++) {
            rows[i / length][i % length] = proposed[taken[i]];
        }
        return Draws.ofRows(draws.names(), rows);
    }

    private static Draws thinned(Draws draws) {
        int length = draws.draws() / THIN;
        double[][][] kept = new double[draws.chains()][length][draws.names().size()];
        for (int chain = 0; chain < kept.length; chain++) {
            for (int i = 0; i < length; i++) {
                draws.row(chain * draws.draws() + (i + 1) * THIN - 1, kept[chain][i]);
            }
        }
        return Draws.ofRows(draws.names(), kept);
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
