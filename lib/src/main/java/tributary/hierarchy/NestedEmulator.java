package tributary.hierarchy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.SingularMatrixException;
import tributary.infer.Draws;
import tributary.infer.PosteriorSummary;
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
 * again with these until it agrees. Errors of parents that have nothing to do with each other leave the hyper-parameters
 * where they are: what counts is what hyper-parameters explain of the errors' sum, and how large that of each parent
 * is. Where one of these is too large, draws of both are weighed together, and judged by PSIS. The work is bounded.
 */
final class NestedEmulator {
    private static final int ROUNDS = 4;
    /** Draws of both levels that check a fit. */
    private static final int CHECKED = 100;
    /** Draws of the law that parents and hyper-parameters are about. */
    private static final int ABOUT = 400;

    private static final double DEGREES = 7;
    private static final int MOST_POINTS = 1_500;
    /** Root mean square of what hyper-parameters explain of the errors of log densities. */
    private static final double AGREEING = 0.05;
    /** Root mean square error of any one parent. */
    private static final double OWN = 0.1;
    /** Squared distances of points from the law's middle, over four, above which they have no say. */
    private static final double FAR = 20;

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
    private final HyperLayout layout;
    private final HyperPrior prior;
    private final NestedCells density;
    private final int lower;
    private final int hyper;
    private final int k;
    private final int count;
    private final int[] means;
    private final int[] order;
    private final List<double[]> positions = new ArrayList<>();
    private final List<double[]> deviations = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>();
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
        layout = new HyperLayout(model);
        prior = new HyperPrior(model, layout);
        density = (NestedCells) nested.density(model);
        lower = layout.dimension();
        means = ToldParents.varyingMeans(layout);
        k = means.length;
        order = ToldParents.ordered(layout);
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
        Both first = about(mode.get(), Surrogate.points(lower, degree), DEGREES, key.with("points"));
        add(first, likelihood.values(first.positions, first.deviations, false));
        Both law = about(mode.get(), ABOUT, Double.POSITIVE_INFINITY, key.with("law"));
        double[] start = mode.get().hyper(hyper);
        for (int round = 0; ; round++) {
            Optional<ToldParents> fit = fit(law, degree, start);
            if (fit.isEmpty()) {
                return Optional.empty();
            }
            StreamKey at = key.with(round);
            Optional<Hyper> found = sample(fit.get(), nuts.withLengths(SHORT_WARMUP, SHORT), at);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            law = both(fit.get(), found.get().draws, ABOUT, at);
            start = middle(law, hyper);
            Both checked = law.some(CHECKED);
            double[][] seen = likelihood.values(checked.positions, checked.deviations, false);
            double[][] errors = errors(fit.get(), checked, seen);
            add(checked, seen);
            if (agree(errors, checked) || round == ROUNDS - 1) {
                return finish(checked, seen, fit.get());
            }
        }
    }

    /** Hyper-parameters of groups and parents, and the deviations of parents, point by point. */
    private static final class Both {
        private final double[][] positions;
        private final double[][] deviations;

        Both(double[][] positions, double[][] deviations) {
            this.positions = positions;
            this.deviations = deviations;
        }

        /** So many of them, evenly spaced. */
        Both some(int many) {
            int[] at = new int[Math.min(many, positions.length)];
            Arrays.setAll(at, i -> (int) ((2L * i + 1) * positions.length / (2L * at.length)));
            return new Both(
                    Arrays.stream(at).mapToObj(i -> positions[i]).toArray(double[][]::new),
                    Arrays.stream(at).mapToObj(i -> deviations[i]).toArray(double[][]::new));
        }
    }

    /** Draws of hyper-parameters, what they are worth, and whether chains agree. */
    private record Hyper(Draws draws, double ess, boolean mixed) {}

    private Both about(NestedMode mode, int size, double degrees, StreamKey at) {
        double[][] positions = new double[size][lower];
        double[][] deviations = new double[size][count * k];
        for (int i = 0; i < size; i++) {
            mode.draw(at.with(i).stream(), degrees, positions[i], deviations[i]);
        }
        return new Both(positions, deviations);
    }

    private void add(Both points, double[][] seen) {
        evaluations += seen.length;
        positions.addAll(List.of(points.positions));
        deviations.addAll(List.of(points.deviations));
        values.addAll(List.of(seen));
    }

    private static double[] middle(Both law, int dimension) {
        double[] middle = new double[dimension];
        for (double[] position : law.positions) {
            for (int i = 0; i < dimension; i++) {
                middle[i] += position[i] / law.positions.length;
            }
        }
        return middle;
    }

    /** The hyper-parameters of groups with the means of a parent in place of those of all. */
    private double[] own(double[] position, double[] by, int parent) {
        double[] own = Arrays.copyOf(position, lower);
        for (int v = 0; v < k; v++) {
            own[means[v]] += by[parent * k + v];
        }
        return own;
    }

    /** A position's smooth coordinates in the order of the polynomials. */
    private double[] smooth(double[] own) {
        double[] smooth = new double[lower];
        prior.smooth(own, smooth);
        return ordered(smooth);
    }

    private double[] ordered(double[] numbers) {
        double[] ordered = new double[lower];
        Arrays.setAll(ordered, i -> numbers[order[i]]);
        return ordered;
    }

    /** Fits a polynomial of every parent to all values, those near a normal law with the most weight. */
    private Optional<ToldParents> fit(Both law, int degree, double[] start) {
        List<Optional<ToldParents.Told>> parents = new ArrayList<>(Collections.nCopies(count, Optional.empty()));
        boolean[] failed = new boolean[count];
        int size = values.size();
        Stretches.run(count, Math.max(1, Math.min(20, count / 8)), executor, (from, to) -> {
            for (int p = from; p < to; p++) {
                if (!likelihood.tells(p)) {
                    continue;
                }
                double[][] near = new double[law.positions.length][];
                for (int i = 0; i < near.length; i++) {
                    near[i] = own(law.positions[i], law.deviations[i], p);
                }
                NormalLaw about = NormalLaw.of(near);
                // What is far in the one or the other kind of coordinates would be leverage, and no help, to a
                // polynomial.
                NormalLaw aboutSmooth =
                        NormalLaw.of(Arrays.stream(near).map(this::smooth).toArray(double[][]::new));
                double[][] smooth = new double[size][lower];
                double[] weights = new double[size];
                double[] told = new double[size];
                double level = values.get(0)[p];
                int telling = 0;
                for (int i = 0; i < size; i++) {
                    double[] at = own(positions.get(i), deviations.get(i), p);
                    double value = values.get(i)[p];
                    smooth[i] = smooth(at);
                    double far = 0.25 * Math.max(about.squares(at), aboutSmooth.squares(smooth[i]));
                    if (far < FAR && Double.isFinite(value)) {
                        weights[i] = StrictMath.exp(-far);
                        told[i] = value - level;
                        telling += far < FAR / 2 ? 1 : 0;
                    }
                }
                int by = degree;
                while (by > 1 && telling < Surrogate.points(lower, by) / 2) {
                    by--;
                }
                Optional<Surrogate> fit = Surrogate.fit(smooth, weights, told, by);
                failed[p] = fit.isEmpty();
                parents.set(
                        p, fit.map(f -> ToldParents.Told.of(f, smooth(about.mean()), ordered(about.deviations()), k)));
            }
        });
        for (boolean one : failed) {
            if (one) {
                return Optional.empty();
            }
        }
        return Optional.of(new ToldParents(nested, table.centre(), start, parents));
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
        double ess = found.positions().size();
        double rHat = 0;
        for (int i = 0; i < hyper; i++) {
            PosteriorSummary summary =
                    PosteriorSummary.ofChains(found.positions().byChain(i), 0.9);
            ess = Math.min(ess, summary.essBulk());
            rHat = Math.max(rHat, summary.rHat());
        }
        boolean mixed = rHat <= WORST_R_HAT
                && found.stats()
                        .map(s -> s.divergences() <= MOST_DIVERGENT * s.chains() * s.draws()
                                && s.chains() == nuts.chains())
                        .orElse(true)
                && (!(found.kHat() >= Psis.threshold(found.positions().size()))
                        || found.importanceEss() >= FLAT * found.positions().size());
        return Optional.of(new Hyper(found.positions(), ess, mixed));
    }

    /** So many of the draws, evenly spaced, and a draw of all parents given each. */
    private Both both(ToldParents told, Draws draws, int many, StreamKey at) {
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
        return new Both(rows, by);
    }

    /** What the polynomials of all parents say, {@code [point][parent]}. */
    private double[][] told(ToldParents parents, Both at) {
        double[][] told = new double[at.positions.length][count];
        double[] slopes = new double[lower];
        for (int p = 0; p < count; p++) {
            Optional<Surrogate> likelihood = parents.parent(p).map(ToldParents.Told::likelihood);
            for (int i = 0; i < told.length && likelihood.isPresent(); i++) {
                told[i][p] = likelihood.get().evaluate(smooth(own(at.positions[i], at.deviations[i], p)), slopes);
            }
        }
        return told;
    }

    private double[][] errors(ToldParents parents, Both at, double[][] seen) {
        double[][] errors = told(parents, at);
        for (int i = 0; i < errors.length; i++) {
            for (int p = 0; p < count; p++) {
                errors[i][p] = seen[i][p] - errors[i][p];
            }
        }
        return errors;
    }

    private boolean agree(double[][] errors, Both at) {
        for (int p = 0; p < count; p++) {
            int parent = p;
            if (!(deviation(Arrays.stream(errors)
                            .mapToDouble(row -> row[parent])
                            .toArray())
                    <= OWN)) {
                return false;
            }
        }
        double[] sums = sums(errors);
        return deviation(sums) <= AGREEING || explained(sums, at.positions) <= AGREEING;
    }

    private static double[] sums(double[][] errors) {
        return Arrays.stream(errors)
                .mapToDouble(row -> Arrays.stream(row).sum())
                .toArray();
    }

    /** The root mean square of what a plane of the hyper-parameters explains; infinite if none can be laid. */
    private double explained(double[] errors, double[][] at) {
        double[][] columns = new double[errors.length][hyper + 1];
        NormalLaw law = NormalLaw.of(
                Arrays.stream(at).map(row -> Arrays.copyOf(row, hyper)).toArray(double[][]::new));
        for (int i = 0; i < errors.length; i++) {
            columns[i][hyper] = 1;
            for (int j = 0; j < hyper; j++) {
                columns[i][j] = (at[i][j] - law.mean()[j]) / law.deviations()[j];
            }
        }
        try {
            Array2DRowRealMatrix design = new Array2DRowRealMatrix(columns, false);
            double[] plane = new QRDecomposition(design)
                    .getSolver()
                    .solve(new ArrayRealVector(errors, false))
                    .toArray();
            return deviation(design.operate(plane));
        } catch (SingularMatrixException e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    /** Adds what a finer rule changes of each parent, draws what is returned, and says how well it agrees. */
    private Optional<Emulator.Emulated> finish(Both checked, double[][] seen, ToldParents fit) {
        int fitted = checked.positions.length / 2;
        double[][] finer = likelihood.values(checked.positions, checked.deviations, true);
        evaluations += finer.length;
        List<Optional<ToldParents.Told>> parents = new ArrayList<>();
        for (int p = 0; p < count; p++) {
            Optional<ToldParents.Told> told = fit.parent(p);
            if (told.isPresent()) {
                Optional<Surrogate> plane = plane(checked, seen, finer, fitted, p);
                if (plane.isEmpty()) {
                    return Optional.empty();
                }
                told = told.map(t -> t.plus(plane.get()));
            }
            parents.add(told);
        }
        // Planes are told from one half of the draws, and judged by the other.
        ToldParents all = new ToldParents(nested, table.centre(), fit.start(), parents);
        Both rest = new Both(
                Arrays.copyOfRange(checked.positions, fitted, checked.positions.length),
                Arrays.copyOfRange(checked.deviations, fitted, checked.deviations.length));
        double[][] left = errors(all, rest, Arrays.copyOfRange(finer, fitted, finer.length));
        Optional<Hyper> found = sample(all, nuts, key.with("final"));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Draws draws = complete(all, found.get().draws);
        double error = deviation(sums(left));
        boolean agrees = agree(left, rest);
        double efficiency = Math.min(1, found.get().ess / found.get().draws.size());
        if (!agrees) {
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

    private Optional<Surrogate> plane(Both checked, double[][] seen, double[][] finer, int fitted, int parent) {
        double[][] at = new double[fitted][];
        double[] changes = new double[fitted];
        double[] ones = new double[fitted];
        Arrays.fill(ones, 1);
        for (int i = 0; i < fitted; i++) {
            at[i] = smooth(own(checked.positions[i], checked.deviations[i], parent));
            changes[i] = finer[i][parent] - seen[i][parent];
        }
        return Surrogate.fit(at, ones, changes, 1).map(Surrogate::everywhere);
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
        Both at = new Both(proposed, by);
        double[] ratios = sums(errors(told, at, likelihood.values(proposed, by, true)));
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = Double.isNaN(ratios[i]) ? Double.NEGATIVE_INFINITY : ratios[i];
        }
        Psis psis = Psis.smooth(ratios);
        double ess = psis.ess() * efficiency;
        return new Emulator.Emulated(
                Emulator.taken(draws, proposed, psis.weights(), key.with("weighed").stream()),
                told.density(model),
                mixed && psis.reliable() && ess >= LEAST_ESS,
                error,
                psis.kHat(),
                ess,
                evaluations + proposed.length);
    }

    /** About their mean; not finite if one of them is not. */
    private static double deviation(double[] numbers) {
        double mean = Arrays.stream(numbers).average().orElse(Double.NaN);
        return StrictMath.sqrt(Arrays.stream(numbers)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElse(Double.NaN));
    }
}
