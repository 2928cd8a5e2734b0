package tributary.hierarchy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import tributary.infer.Draws;
import tributary.infer.mode.Laplace;
import tributary.infer.mode.Lbfgs;
import tributary.infer.mode.Mode;
import tributary.infer.nuts.Starts;
import tributary.math.LogDensity;

/**
 * The modes that hold the mass of a density of hyper-parameters, as far as searches from dispersed starts find them: draws
 * about one mode, checked at draws, cannot tell of another that none of them visits.
 *
 * <p>Where a prior contradicts very many groups, there are two ways out: the groups differ wildly about what the prior
 * holds, or they differ little and the prior is wrong. So the searches start where groups differ, or rows scatter, {@code
 * exp(3)} times less and more than at the mode that is known, all else at its best there. Few groups, each counted as many,
 * tell cheaply that there is something else; only that is then looked for among all.
 */
final class HyperModes {
    /** How far a logarithm of a deviation is moved. */
    private static final double SHIFT = 3;
    /** What an evaluation may cost that shows the way, in groups of two cells. */
    private static final long FEW = 2_000;
    /** So many groups are left at least. */
    private static final int LEAST = 200;

    private static final int STEPS = 200;
    /** A search has come near enough to a mode to tell which one it is. */
    private static final double NEAR = 0.3;
    /** In squared posterior deviations a coordinate: what is nearer is a mode's own neighbourhood. */
    private static final double OWN = 25;
    /** Log evidence below the best mode's from which on a mode holds less than a thousandth of the mass. */
    private static final double NEGLIGIBLE = 7;

    private final List<Laplace> modes;

    private HyperModes(List<Laplace> modes) {
        this.modes = List.copyOf(modes);
    }

    /**
     * A mode and others that are found from it.
     *
     * @param known where the search from the usual start ended
     */
    static HyperModes about(Laplace known, Groups groups, GroupModel model, Executor executor) {
        CollapsedDensity all = groups.density(model, executor);
        int every = (int) Math.max(1, Math.min(groups.groups() / LEAST, groups.work() / FEW));
        Groups some = every > 1 ? groups.thinned(every) : groups;
        int times = some == groups ? 1 : every;
        CollapsedDensity few = times == 1 ? all : new RepeatedDensity(some.density(model), times);
        double own = OWN * all.dimension();
        List<Laplace> found = new ArrayList<>(List.of(known));
        List<double[]> ends = new ArrayList<>();
        for (int[] together : all.scales()) {
            for (int sign = -1; sign <= 1; sign += 2) {
                double[] start = known.mean();
                for (int coordinate : together) {
                    start[coordinate] += sign * SHIFT;
                }
                Mode end = new Lbfgs(STEPS, NEAR).search(few, settled(few, start, together));
                double[] at = end.position();
                // The mode of few groups lies about that of all, farther by the root of their number.
                if (!end.converged() || known.squaredDistance(at) < own * times || near(known, at, ends, own * times)) {
                    continue;
                }
                ends.add(at);
                HyperPosterior.mode(groups, model, executor, at)
                        .filter(mode -> found.stream().allMatch(f -> f.squaredDistance(mode.mean()) >= own))
                        .ifPresent(found::add);
            }
        }
        if (found.size() == 1) {
            return new HyperModes(found);
        }
        // Each is a value of all groups: told once.
        double[] evidence =
                found.stream().mapToDouble(mode -> evidence(mode, all)).toArray();
        double best = Arrays.stream(evidence).max().orElseThrow();
        return new HyperModes(IntStream.range(0, evidence.length)
                .boxed()
                .filter(i -> evidence[i] > best - NEGLIGIBLE)
                .sorted(Comparator.comparingDouble((Integer i) -> evidence[i]).reversed())
                .map(found::get)
                .toList());
    }

    /** A start at which all but some coordinates have gone where they are best given these. */
    private static double[] settled(CollapsedDensity density, double[] start, int[] held) {
        int[] free = IntStream.range(0, start.length)
                .filter(i -> Arrays.stream(held).noneMatch(h -> h == i))
                .toArray();
        double[] at = start.clone();
        LogDensity rest = new Rest(density, at, free);
        double[] best = new Lbfgs(STEPS, NEAR)
                .search(rest, Arrays.stream(free).mapToDouble(i -> start[i]).toArray())
                .position();
        for (int i = 0; i < free.length; i++) {
            at[free[i]] = best[i];
        }
        return at;
    }

    /** A density of some of its coordinates; the others stay where they are. */
    private static final class Rest implements LogDensity {
        private final LogDensity whole;
        private final double[] at;
        private final int[] free;

        /** A density; its free coordinates in {@code at} are overwritten. */
        Rest(LogDensity whole, double[] at, int[] free) {
            this.whole = whole;
            this.at = at;
            this.free = free;
        }

        @Override
        public int dimension() {
            return free.length;
        }

        @Override
        public double evaluate(double[] position, double[] gradient) {
            double[] slopes = new double[at.length];
            for (int i = 0; i < free.length; i++) {
                at[free[i]] = position[i];
            }
            double value = whole.evaluate(at, slopes);
            for (int i = 0; i < free.length; i++) {
                gradient[i] = slopes[free[i]];
            }
            return value;
        }
    }

    private static boolean near(Laplace shape, double[] at, List<double[]> ends, double own) {
        return ends.stream().anyMatch(end -> shape.moved(end).squaredDistance(at) < own);
    }

    /** The log of a mode's mass by Laplace's method. */
    private static double evidence(Laplace mode, CollapsedDensity density) {
        return density.value(mode.mean()) - mode.logDensity(mode.mean());
    }

    /** That of most mass. */
    Laplace best() {
        return modes.get(0);
    }

    Starts starts() {
        return starts(modes);
    }

    /** Chains begin at draws of normal approximations, of one mode after the other, so that their agreement says something. */
    static Starts starts(List<Laplace> modes) {
        return (chain, attempt, dimension, stream) -> {
            if (attempt >= 100) {
                return Optional.empty();
            }
            double[] position = new double[dimension];
            modes.get(chain % modes.size()).draw(stream, position);
            return Optional.of(position);
        };
    }

    /** Where the modes lie that no draw came near, in words; empty if there is none. */
    Optional<String> unvisited(Draws draws, CollapsedDensity density) {
        double[] row = new double[density.dimension()];
        StringJoiner words = new StringJoiner(" and ");
        for (Laplace mode : modes) {
            boolean visited = false;
            for (int i = 0; i < draws.size() && !visited; i++) {
                draws.row(i, row);
                visited = mode.squaredDistance(row) < OWN * row.length;
            }
            if (!visited) {
                words.add(words(mode, density));
            }
        }
        return words.length() == 0 ? Optional.empty() : Optional.of(words.toString());
    }

    /** Where the modes lie, in words; empty if there is one alone. */
    Optional<String> several(CollapsedDensity density) {
        StringJoiner words = new StringJoiner(" and ");
        modes.forEach(mode -> words.add(words(mode, density)));
        return modes.size() == 1 ? Optional.empty() : Optional.of(words.toString());
    }

    private static String words(Laplace mode, CollapsedDensity density) {
        List<String> names = density.names();
        double[] values = new double[names.size()];
        density.natural(mode.mean(), values);
        StringJoiner words = new StringJoiner(", ", "(", ")");
        for (int i = 0; i < values.length; i++) {
            words.add(String.format(Locale.ROOT, "%s %.4g", names.get(i), values[i]));
        }
        return words.toString();
    }
}
