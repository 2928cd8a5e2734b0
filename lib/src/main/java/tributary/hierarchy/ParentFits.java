package tributary.hierarchy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import tributary.math.Stretches;

/** A polynomial for each parent, fitted to what passes over its groups told of it ({@link ToldParents}). */
final class ParentFits {
    /** Squared distances of points from the law's middle, over four, above which they have no say. */
    private static final double FAR = 20;

    private final NestedTable nested;
    private final double centre;
    private final ParentLikelihood likelihood;
    private final Executor executor;
    private final HyperPrior prior;
    /** Hyper-parameters of groups. */
    private final int lower;

    private final int k;
    private final int count;
    private final int[] means;
    private final int[] order;
    private final List<double[]> positions = new ArrayList<>();
    private final List<double[]> deviations = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>();

    ParentFits(NestedTable nested, double centre, GroupModel model, ParentLikelihood likelihood, Executor executor) {
        this.nested = nested;
        this.centre = centre;
        this.likelihood = likelihood;
        this.executor = executor;
        HyperLayout layout = new HyperLayout(model);
        prior = new HyperPrior(model, layout);
        lower = layout.dimension();
        count = nested.count();
        means = ToldParents.varyingMeans(layout);
        k = means.length;
        order = ToldParents.ordered(layout);
    }

    /**
     * Values that a pass told.
     *
     * @param seen {@code [point][parent]}
     */
    void add(BothLevels points, double[][] seen) {
        positions.addAll(List.of(points.positions()));
        deviations.addAll(List.of(points.deviations()));
        values.addAll(List.of(seen));
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
    Optional<ToldParents> fit(BothLevels law, int degree, double[] start) {
        List<Optional<ToldParents.Told>> parents = new ArrayList<>(Collections.nCopies(count, Optional.empty()));
        boolean[] failed = new boolean[count];
        int size = values.size();
        Stretches.run(count, Math.max(1, Math.min(20, count / 8)), executor, (from, to) -> {
            for (int p = from; p < to; p++) {
                if (!likelihood.tells(p)) {
                    continue;
                }
                double[][] near = new double[law.size()][];
                for (int i = 0; i < near.length; i++) {
                    near[i] = own(law.positions()[i], law.deviations()[i], p);
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
        return Optional.of(new ToldParents(nested, centre, start, parents));
    }

    /** What the polynomials of all parents say, {@code [point][parent]}. */
    private double[][] told(ToldParents parents, BothLevels at) {
        double[][] told = new double[at.size()][count];
        double[] slopes = new double[lower];
        for (int p = 0; p < count; p++) {
            Optional<Surrogate> likelihood = parents.parent(p).map(ToldParents.Told::likelihood);
            for (int i = 0; i < told.length && likelihood.isPresent(); i++) {
                told[i][p] = likelihood.get().evaluate(smooth(own(at.positions()[i], at.deviations()[i], p)), slopes);
            }
        }
        return told;
    }

    /** By how much the polynomials miss what was seen. */
    ParentErrors errors(ToldParents parents, BothLevels at, double[][] seen) {
        double[][] errors = told(parents, at);
        for (int i = 0; i < errors.length; i++) {
            for (int p = 0; p < count; p++) {
                errors[i][p] = seen[i][p] - errors[i][p];
            }
        }
        return new ParentErrors(errors);
    }

    /**
     * The polynomials with a plane each of what a finer rule changes of its parent; empty if one cannot be laid.
     *
     * @param seen by the usual rule, {@code [point][parent]}
     * @param finer by the finer one
     * @param fitted points, the first, by which planes are told
     */
    Optional<ToldParents> finer(ToldParents fit, BothLevels checked, double[][] seen, double[][] finer, int fitted) {
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
        return Optional.of(new ToldParents(nested, centre, fit.start(), parents));
    }

    private Optional<Surrogate> plane(BothLevels checked, double[][] seen, double[][] finer, int fitted, int parent) {
        double[][] at = new double[fitted][];
        double[] changes = new double[fitted];
        double[] ones = new double[fitted];
        Arrays.fill(ones, 1);
        for (int i = 0; i < fitted; i++) {
            at[i] = smooth(own(checked.positions()[i], checked.deviations()[i], parent));
            changes[i] = finer[i][parent] - seen[i][parent];
        }
        return Surrogate.fit(at, ones, changes, 1).map(Surrogate::everywhere);
    }
}
