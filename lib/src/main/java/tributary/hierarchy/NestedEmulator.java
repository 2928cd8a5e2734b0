package tributary.hierarchy;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import tributary.infer.Draws;
import tributary.infer.Mixing;
import tributary.infer.Psis;
import tributary.infer.nuts.Nuts;
import tributary.math.Stretches;
import tributary.random.StreamKey;

/**
 * Draws of hyper-parameters and of parents of very many groups of cells, from what a few hundred passes over the groups
 * tell: a pass tells of every parent one value of its own likelihood, so that as many passes as a polynomial without
 * parents asks for tell one of each of them ({@link ToldParents}), however many the parents are.
 *
 * <p>Parents are then integrated out of the polynomials ({@link ToldDensity}), the hyper-parameters drawn by NUTS, or
 * emulated once more where parents are many, and parents drawn given them. It is checked at such draws, which the polynomials have not seen, and fitted
 * again with these until it agrees ({@link ParentErrors}). Where it does not in the end, draws of both are weighed
 * together, and judged by PSIS. The work is bounded.
 */
final class NestedEmulator {
    private static final int ROUNDS = 4;
    /** Draws of both levels that check a fit. */
    private static final int CHECKED = 100;
    /** Draws of the law that parents and hyper-parameters are about. */
    private static final int ABOUT = 400;

    private static final double DEGREES = 7;
    private static final int MOST_POINTS = 1_500;

    private static final int WEIGHED = 1_000;
    private static final double LEAST_ESS = 400;
    private static final double WORST_R_HAT = 1.05;
    private static final double MOST_DIVERGENT = 0.005;
    /** From so many parents on their density, too, is told by a polynomial, if that agrees. */
    private static final int MANY = 200;
    /** Numbers that draws may take up, 8 bytes each. */
    private static final long MOST_NUMBERS = 40_000_000;

    private static final double CAREFUL = 0.95;
    /** Weights that are worth such a share of all draws are equal; a Pareto shape would be one of their noise. */
    private static final double FLAT = 0.99;

    private static final int SHORT_WARMUP = 300;
    private static final int SHORT = 200;

    private final NestedTable nested;
    private final CellTable table;
    private final GroupModel model;
    private final Nuts nuts;
    private final StreamKey key;
    private final Executor executor;
    private final ParentLikelihood likelihood;
    private final ParentFits fits;
    private final NestedCells density;
    private final int lower;
    private final int hyper;
    private final int k;
    private final int count;
    private int evaluations;

    private NestedEmulator(
            NestedTable nested, CellTable table, GroupModel model, Nuts nuts, StreamKey key, Executor executor) {
        this.nested = nested;
        this.table = table;
        this.model = model;
        this.nuts = nuts;
        this.key = key;
        this.executor = executor;
        count = nested.count();
        likelihood = new ParentLikelihood(table, model, nested.parents(), count, executor);
        fits = new ParentFits(nested, table.centre(), model, likelihood, executor);
        density = (NestedCells) nested.density(model);
        lower = new HyperLayout(model).dimension();
        k = nested.spreads().size();
        hyper = density.dimension() - count * k;
    }

    /**
     * Draws, in the coordinates of {@link NestedCells}.
     *
     * @param nuts chains and lengths
     * @return empty if the groups have no mode, or no polynomial could be fitted or sampled at all
     */
    static Optional<Emulator.Emulated> draw(
            NestedTable nested, CellTable table, GroupModel model, Nuts nuts, StreamKey key, Executor executor) {
        return new NestedEmulator(nested, table, model, nuts, key.with("emulate"), executor).run();
    }

    private Optional<Emulator.Emulated> run() {
        int degree = Surrogate.points(lower, 3) <= MOST_POINTS ? 3 : 2;
        Optional<NestedMode> mode =
                NestedMode.find(nested, table, model, likelihood, Arrays.copyOf(density.start(), lower));
        if (mode.isEmpty()) {
            return Optional.empty();
        }
        BothLevels first = about(mode.get(), Surrogate.points(lower, degree), DEGREES, key.with("points"));
        double[][] values = likelihood.values(first.positions(), first.deviations(), false);
        evaluations += values.length;
        fits.add(first, values);
        BothLevels law = about(mode.get(), ABOUT, Double.POSITIVE_INFINITY, key.with("law"));
        double[] start = mode.get().hyper(hyper);
        for (int round = 0; ; round++) {
            Optional<ToldParents> fit = fits.fit(law, degree, start);
            if (fit.isEmpty()) {
                return Optional.empty();
            }
            StreamKey at = key.with(round);
            Optional<Hyper> found = sample(fit.get(), nuts.withLengths(SHORT_WARMUP, SHORT), at);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            law = both(fit.get(), found.get().draws, ABOUT, at);
            start = law.middle(hyper);
            BothLevels checked = law.some(CHECKED);
            double[][] seen = likelihood.values(checked.positions(), checked.deviations(), false);
            evaluations += seen.length;
            ParentErrors errors = fits.errors(fit.get(), checked, seen);
            fits.add(checked, seen);
            if (errors.small(checked.positions(), hyper) || round == ROUNDS - 1) {
                return finish(checked, seen, fit.get());
            }
        }
    }

    /** Draws of hyper-parameters, what they are worth, and whether chains agree. */
    private record Hyper(Draws draws, double ess, boolean mixed) {}

    private BothLevels about(NestedMode mode, int size, double degrees, StreamKey at) {
        double[][] positions = new double[size][lower];
        double[][] deviations = new double[size][count * k];
        for (int i = 0; i < size; i++) {
            mode.draw(at.with(i).stream(), degrees, positions[i], deviations[i]);
        }
        return new BothLevels(positions, deviations);
    }

    /** Draws the hyper-parameters of both levels from what is told; empty if a chain cannot start. */
    private Optional<Hyper> sample(ToldParents told, Nuts lengths, StreamKey at) {
        Optional<Emulator.Emulated> emulated = count < MANY
                ? Optional.empty()
                : HyperPosterior.mode(told.density(model))
                        .flatMap(mode -> Emulator.draw(told, model, mode, lengths, at, executor));
        if (emulated.isPresent() && emulated.get().agrees()) {
            return emulated.map(e -> new Hyper(e.draws(), e.ess(), true));
        }
        HyperPosterior found;
        try {
            // An evaluation costs little here, and small steps keep what few parents leave to the prior from diverging.
            Nuts careful = lengths.withTargetAcceptance(Math.max(CAREFUL, lengths.targetAcceptance()));
            found = HyperPosterior.sample(told, model, careful, at, executor);
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
        Mixing mixing = Mixing.of(found.positions(), hyper);
        double ess = Math.min(mixing.ess(), found.positions().size());
        boolean mixed = mixing.rHat() <= WORST_R_HAT
                && found.stats()
                        .map(s -> s.divergences() <= MOST_DIVERGENT * s.chains() * s.draws()
                                && s.chains() == nuts.chains())
                        .orElse(true)
                && (!(found.kHat() >= Psis.threshold(found.positions().size()))
                        || found.importanceEss() >= FLAT * found.positions().size());
        return Optional.of(new Hyper(found.positions(), ess, mixed));
    }

    /** So many of the draws, evenly spaced, and a draw of all parents given each. */
    private BothLevels both(ToldParents told, Draws draws, int many, StreamKey at) {
        int size = Math.min(many, draws.size());
        double[][] rows = new double[size][hyper];
        double[][] by = new double[size][];
        Stretches.run(size, Math.max(1, size / 16), executor, (from, to) -> {
            for (int i = from; i < to; i++) {
                draws.row((int) ((2L * i + 1) * draws.size() / (2L * size)), rows[i]);
                double[] complete = NestedCells.complete(
                        nested, model, told.complete(model, rows[i], at.with("parents").with(i).stream()));
                by[i] = Arrays.copyOfRange(complete, hyper, complete.length);
            }
        });
        return new BothLevels(rows, by);
    }

    /** Adds what a finer rule changes of each parent, draws what is returned, and says how well it agrees. */
    private Optional<Emulator.Emulated> finish(BothLevels checked, double[][] seen, ToldParents fit) {
        int fitted = checked.size() / 2;
        double[][] finer = likelihood.values(checked.positions(), checked.deviations(), true);
        evaluations += finer.length;
        // Planes are told from one half of the draws, and judged by the other.
        Optional<ToldParents> told = fits.finer(fit, checked, seen, finer, fitted);
        if (told.isEmpty()) {
            return Optional.empty();
        }
        ToldParents all = told.get();
        BothLevels rest = checked.from(fitted);
        ParentErrors left = fits.errors(all, rest, Arrays.copyOfRange(finer, fitted, finer.length));
        Optional<Hyper> found = sample(all, nuts, key.with("final"));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Draws draws = complete(all, found.get().draws);
        double error = left.total();
        double efficiency = Math.min(1, found.get().ess / found.get().draws.size());
        if (!left.small(rest.positions(), hyper)) {
            return Optional.of(weighed(all, draws, error, efficiency, found.get().mixed));
        }
        return Optional.of(new Emulator.Emulated(
                draws,
                all.density(model),
                found.get().mixed,
                error,
                0,
                Math.min(found.get().ess, draws.size()),
                evaluations));
    }

    /** Draws of the hyper-parameters, fewer where they would take too much room, with those of all parents. */
    private Draws complete(ToldParents told, Draws draws) {
        int length = (int) Math.min(draws.draws(), Math.max(1, MOST_NUMBERS / draws.chains() / density.dimension()));
        double[][][] rows = new double[draws.chains()][length][];
        Stretches.run(draws.chains() * length, Math.max(1, draws.chains() * length / 32), executor, (from, to) -> {
            double[] row = new double[hyper];
            for (int i = from; i < to; i++) {
                int chain = i / length;
                int draw = (int) ((long) (i % length + 1) * draws.draws() / length) - 1;
                draws.row(chain * draws.draws() + draw, row);
                rows[chain][i % length] = told.complete(model, row, key.with("deviations").with(i).stream());
            }
        });
        return Draws.ofRows(density.coordinates(), rows);
    }

    private Emulator.Emulated weighed(ToldParents told, Draws draws, double error, double efficiency, boolean mixed) {
        double[][] proposed = draws.spread(WEIGHED);
        double[][] by = Arrays.stream(proposed)
                .map(row -> NestedCells.complete(nested, model, row))
                .map(row -> Arrays.copyOfRange(row, hyper, row.length))
                .toArray(double[][]::new);
        BothLevels at = new BothLevels(proposed, by);
        double[] ratios =
                fits.errors(told, at, likelihood.values(proposed, by, true)).sums();
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = Double.isNaN(ratios[i]) ? Double.NEGATIVE_INFINITY : ratios[i];
        }
        Psis psis = Psis.smooth(ratios);
        double ess = psis.ess() * efficiency;
        return new Emulator.Emulated(
                EmulatorChains.taken(draws, proposed, psis.weights(), key.with("weighed").stream()),
                told.density(model),
                mixed && psis.reliable() && ess >= LEAST_ESS,
                error,
                psis.kHat(),
                ess,
                evaluations + proposed.length);
    }
}
