package tributary.hierarchy;

import java.io.Serializable;
import java.util.List;
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
import tributary.random.StreamKey;

/**
 * The posterior of a group model's hyper-parameters as draws, in one of two ways: NUTS on the collapsed density, begun at
 * its mode with the curvature there as metric; or, where groups are so many that an evaluation costs much, NUTS on a
 * polynomial that is told from a few hundred evaluations and checked by others ({@link Emulator}).
 *
 * <p>A density that is itself a quadrature is checked in both ways by a finer rule: its draws are weighed by the ratio, or
 * what the rule changes is told along.
 */
public final class HyperPosterior implements Serializable {
    private static final long serialVersionUID = 1L;
    /** The emulator is for so many unknowns at most. */
    private static final int MOST_EMULATED = 40;
    /** Log densities of two rules that differ by less agree. */
    private static final double AGREEING = 0.01;
    /** From so many groups on a part of them shows the way to the mode. */
    private static final int MANY = 16_000;

    private static final int THINNED = 8;
    private static final int STEPS = 40;
    /** A mode is found to so many posterior deviations. */
    private static final double NEAR = 0.05;

    private final Draws positions;
    private final Draws draws;
    private final @Nullable SampleStats stats;
    private final double kHat;
    private final double importanceEss;
    private final boolean agrees;
    private final int evaluations;
    private final double error;
    private final @Nullable String elsewhere;

    @SuppressWarnings("serial") // an immutable list of texts
    private final List<String> failures;

    private HyperPosterior(
            Draws positions,
            CollapsedDensity density,
            @Nullable NutsFit fit,
            double kHat,
            double importanceEss,
            Emulator.@Nullable Emulated emulated,
            Optional<String> elsewhere) {
        this.elsewhere = elsewhere.orElse(null);
        this.agrees = emulated == null || (emulated.agrees() && elsewhere.isEmpty());
        this.evaluations = emulated == null ? 0 : emulated.evaluations();
        this.error = emulated == null ? Double.NaN : emulated.error();
        this.positions = positions;
        this.draws = positions.map(density.names(), density::natural);
        this.stats = fit == null ? null : fit.stats();
        this.failures = fit == null
                ? List.of()
                : fit.failures().stream()
                        .map(report -> report.failure().orElse(""))
                        .toList();
        this.kHat = kHat;
        this.importanceEss = importanceEss;
    }

    private HyperPosterior(HyperPosterior of, Draws positions) {
        this.positions = positions;
        draws = of.draws;
        stats = of.stats;
        kHat = of.kHat;
        importanceEss = of.importanceEss;
        agrees = of.agrees;
        evaluations = of.evaluations;
        error = of.error;
        elsewhere = of.elsewhere;
        failures = of.failures;
    }

    /** The same with positions that were in units. */
    private HyperPosterior outOf(double[] units) {
        return new HyperPosterior(
                this,
                positions.map(
                        positions.names(),
                        (z, position) ->
                                System.arraycopy(GroupsInUnits.position(z, units), 0, position, 0, position.length)));
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
        double[] units = groups.units(model);
        if (units.length > 0) {
            return sample(new GroupsInUnits(groups, units), model, nuts, key, executor)
                    .outOf(units);
        }
        CollapsedDensity density = groups.density(model);
        double[] start = density.start();
        Optional<HyperModes> modes =
                mode(groups.density(model, executor)).map(mode -> HyperModes.about(mode, groups, model, executor));
        Optional<String> several = modes.flatMap(found -> found.several(density));
        NutsFit fit = nuts.withMetric(MetricKind.DENSE)
                .run(
                        () -> groups.density(model),
                        density.coordinates(),
                        modes.map(HyperModes::starts).orElse(Starts.at(start)),
                        modes.map(m -> DenseMetric.of(m.best().covariance())).orElse(null),
                        key.with("hyper"),
                        executor);
        Draws sampled = fit.draws();
        if (groups.exact()) {
            return new HyperPosterior(sampled, density, fit, Double.NaN, Double.NaN, null, several);
        }
        double[][] rows = rows(sampled);
        double[] usual = evaluate(rows, () -> groups.density(model), executor);
        double[] finer = evaluate(rows, () -> groups.finer(model), executor);
        double[] ratios = new double[rows.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = finer[i] - usual[i];
        }
        if (equal(ratios)) {
            return new HyperPosterior(sampled, density, fit, 0, ratios.length, null, several);
        }
        Psis psis = Psis.smooth(ratios);
        int[] taken = Resampling.systematic(
                psis.weights(), rows.length, key.with("finer").stream().nextDouble());
        return new HyperPosterior(
                sampled.take(taken, sampled.chains()), density, fit, psis.kHat(), psis.ess(), null, several);
    }

    /**
     * Draws from what a few hundred values of the density tell of it: bounded work, however many the groups are.
     *
     * @param nuts chains and the draws of each; the warm-up is the emulator's own
     * @param key names the streams
     * @param executor runs a few evaluations a task; the draws do not depend on it
     * @return empty if the density has too many unknowns or no mode; whether it {@link #agrees} is for the caller to ask
     */
    public static Optional<HyperPosterior> emulate(
            Groups groups, GroupModel model, Nuts nuts, StreamKey key, Executor executor) {
        double[] units = groups.units(model);
        if (units.length > 0) {
            return emulate(new GroupsInUnits(groups, units), model, nuts, key, executor)
                    .map(found -> found.outOf(units));
        }
        CollapsedDensity density = groups.density(model);
        if (groups instanceof NestedTable nested && nested.cells().isPresent()) {
            return new HyperLayout(model).dimension() > MOST_EMULATED
                    ? Optional.empty()
                    : NestedEmulator.draw(nested, nested.cells().get(), model, nuts, key, executor)
                            .map(e -> new HyperPosterior(
                                    e.draws(), density, null, e.kHat(), e.ess(), e, Optional.empty()));
        }
        if (density.dimension() > MOST_EMULATED) {
            return Optional.empty();
        }
        return mode(groups, model, executor, density.start())
                .map(mode -> HyperModes.about(mode, groups, model, executor))
                .flatMap(modes -> Emulator.draw(groups, model, modes.best(), nuts, key, executor)
                        .map(e -> new HyperPosterior(
                                e.draws(), density, null, e.kHat(), e.ess(), e, modes.unvisited(e.draws(), density))));
    }

    /**
     * The same of very many groups: one in {@value #THINNED} of them, each counted as so many, tells the shape; from there
     * a few gradients of all find the mode, in coordinates in which the posterior is round.
     *
     * @param start where the search begins
     */
    static Optional<Laplace> mode(Groups groups, GroupModel model, Executor executor, double[] start) {
        CollapsedDensity all = groups.density(model, executor);
        Groups some = groups.work() < MANY ? groups : groups.thinned(THINNED);
        if (some == groups) {
            return mode(all, start);
        }
        return mode(new RepeatedDensity(some.density(model, executor), THINNED), start)
                .flatMap(shape -> {
                    Mode near =
                            new Lbfgs(STEPS, NEAR).search(new RoundDensity(all, shape), new double[all.dimension()]);
                    double[] at = new double[all.dimension()];
                    shape.at(near.position(), at);
                    return near.converged() ? Optional.of(shape.moved(at)) : mode(all, start);
                });
    }

    /**
     * The normal approximation at the mode, to a twentieth of a posterior deviation: of a hundred thousand groups the
     * density's rounding hides more, and the gradient of a quadrature is its slope only up to the rule's error.
     */
    static Optional<Laplace> mode(CollapsedDensity density) {
        return mode(density, density.start());
    }

    private static Optional<Laplace> mode(CollapsedDensity density, double[] start) {
        Mode rough = new Lbfgs(1000, NEAR).search(density, start);
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

    private static double[][] rows(Draws draws) {
        double[][] rows = new double[draws.size()][draws.names().size()];
        for (int i = 0; i < rows.length; i++) {
            draws.row(i, rows[i]);
        }
        return rows;
    }

    /** The density of every row, a few rows a task, each task with a density of its own. */
    static double[] evaluate(
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

    /** The positions drawn, for {@link Groups#given}. */
    public Draws positions() {
        return positions;
    }

    /** The hyper-parameters drawn, on the natural scale. */
    public Draws draws() {
        return draws;
    }

    /** Whether emulated draws are those of the density; true of sampled ones. */
    public boolean agrees() {
        return agrees;
    }

    /** Where modes lie that emulated draws do not tell of, or several that chains began at, in words; empty where one mode is known. */
    public Optional<String> elsewhere() {
        return Optional.ofNullable(elsewhere);
    }

    /** Evaluations behind emulated draws; 0 of sampled ones. */
    public int evaluations() {
        return evaluations;
    }

    /** The root mean square error of emulated log densities; NaN of sampled draws. */
    public double error() {
        return error;
    }

    /** Why chains could not run, one text for each. */
    public List<String> failures() {
        return failures;
    }

    /** Divergences, depths, energies; empty for emulated draws. */
    public Optional<SampleStats> stats() {
        return Optional.ofNullable(stats);
    }

    /** The Pareto shape of the weights, of emulated draws of those that checked them; NaN where nothing was weighed. */
    public double kHat() {
        return kHat;
    }

    /** How many draws the weights are worth, of emulated draws what they are worth; NaN where nothing was weighed. */
    public double importanceEss() {
        return importanceEss;
    }
}
