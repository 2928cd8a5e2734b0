package tributary.hierarchy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.infer.mode.Arrow;
import tributary.infer.mode.ArrowMatrix;
import tributary.infer.mode.ArrowRoot;
import tributary.infer.mode.Curvature;
import tributary.math.LogDensity;
import tributary.random.RandomStream;

/**
 * About where the hyper-parameters of groups and the deviations of their parents lie together, as a normal law: the mode
 * with the deviations' own variances held, by Newton's method on the arrow that the curvature is.
 *
 * <p>The means of coefficients that vary are held, too, for a parent's deviation stands in for them. The variances between
 * parents are first wide, then what the deviations found say; the law is where points are evaluated first, and no answer.
 */
final class NestedMode {
    private static final int STEPS = 25;
    /** Newton's decrement, in posterior deviations of all coordinates together, at which a mode is near enough. */
    private static final double NEAR = 0.2;
    /** Steps by one curvature. */
    private static final int SAME = 3;
    /** Deviations between parents are at first so much wider than their prior. */
    private static final double WIDE = 2.5;
    /** Then so much wider than those found. */
    private static final double WIDER = 1.5;
    /** A deviation between parents is taken for at least this share of its prior's scale. */
    private static final double LEAST = 0.02;

    private final ParentLikelihood likelihood;
    private final HyperPrior prior;
    private final double centre;
    private final int lower;
    private final int k;
    private final int[] free;
    private final int[] held;
    private final double[] scales;
    private final double[] spreads;
    private final double[] position;
    private final double[] deviations;
    private @Nullable ArrowMatrix curvature;
    private @Nullable ArrowRoot root;

    private NestedMode(
            NestedTable nested, CellTable table, GroupModel model, ParentLikelihood likelihood, double[] start) {
        this.likelihood = likelihood;
        HyperLayout layout = new HyperLayout(model);
        prior = new HyperPrior(model, layout);
        centre = table.centre();
        lower = layout.dimension();
        int[] varying = layout.varying();
        k = varying.length;
        held = Arrays.stream(varying).map(layout::mean).toArray();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < lower; i++) {
            int at = i;
            if (Arrays.stream(held).noneMatch(h -> h == at)) {
                others.add(i);
            }
        }
        free = others.stream().mapToInt(Integer::intValue).toArray();
        scales = nested.spreads().stream().mapToDouble(SpreadPrior::scale).toArray();
        spreads = new double[k];
        position = start;
        deviations = new double[likelihood.count() * k];
    }

    /**
     * The law.
     *
     * @param start hyper-parameters of the groups
     * @return empty if no mode was found
     */
    static Optional<NestedMode> find(
            NestedTable nested, CellTable table, GroupModel model, ParentLikelihood likelihood, double[] start) {
        NestedMode mode = new NestedMode(nested, table, model, likelihood, start.clone());
        Arrays.setAll(mode.spreads, v -> WIDE * mode.scales[v]);
        if (!mode.climb()) {
            return Optional.empty();
        }
        mode.centre();
        for (int v = 0; v < mode.k; v++) {
            mode.spreads[v] *= WIDER;
        }
        return mode.climb() ? Optional.of(mode) : Optional.empty();
    }

    /** The hyper-parameters of the groups, then those of the parents' deviations, which do not correlate. */
    double[] hyper(int dimension) {
        double[] hyper = Arrays.copyOf(position, dimension);
        for (int v = 0; v < k; v++) {
            hyper[lower + v] = StrictMath.log(spreads[v] / WIDER);
        }
        return hyper;
    }

    /**
     * A draw of the law, its tails widened to those of a t of so many degrees of freedom, of each parent by itself.
     *
     * @param degrees infinite for the law itself
     * @param at receives the hyper-parameters of the groups
     * @param by receives the deviations
     */
    void draw(RandomStream stream, double degrees, double[] at, double[] by) {
        ArrowRoot curvature = java.util.Objects.requireNonNull(root);
        int f = free.length;
        double[] z = new double[f + by.length];
        double scale = 1;
        for (int i = 0; i < z.length; i++) {
            if ((i == 0 || (i >= f && (i - f) % k == 0)) && degrees < Double.POSITIVE_INFINITY) {
                scale = StrictMath.sqrt(0.5 * degrees / stream.nextGamma(0.5 * degrees));
            }
            z[i] = scale * stream.nextGaussian();
        }
        double[] product = new double[z.length];
        curvature.times(z, product);
        double[] off = new double[z.length];
        curvature.solve(product, off, new double[f]);
        System.arraycopy(position, 0, at, 0, lower);
        for (int i = 0; i < f; i++) {
            at[free[i]] += off[i];
        }
        for (int i = 0; i < by.length; i++) {
            by[i] = deviations[i] + off[f + i];
        }
    }

    /** Means take in what deviations have in common; what is left, less its error, is how much parents deviate. */
    private void centre() {
        double[] errors = java.util.Objects.requireNonNull(curvature).variancesWithinBlocks();
        for (int v = 0; v < k; v++) {
            double sum = 0;
            double weights = 0;
            for (int p = 0; p < likelihood.count(); p++) {
                double weight = likelihood.tells(p) ? 1 : 0;
                sum += weight * deviations[p * k + v];
                weights += weight;
            }
            double mean = weights > 0 ? sum / weights : 0;
            double excess = 0;
            for (int p = 0; p < likelihood.count(); p++) {
                double off = deviations[p * k + v] - mean;
                deviations[p * k + v] = likelihood.tells(p) ? off : 0;
                double error = errors[free.length + p * k + v];
                excess += likelihood.tells(p) && error >= 0 ? off * off - error : 0;
            }
            position[held[v]] += mean;
            spreads[v] =
                    StrictMath.sqrt(Math.max(excess / Math.max(1, weights - 1), LEAST * LEAST * scales[v] * scales[v]));
        }
    }

    /** Newton's steps, each curvature good for a few of them. */
    private boolean climb() {
        Joint joint = new Joint();
        int n = joint.dimension();
        Arrow arrow = joint.arrow();
        double[] at = joint.position();
        double[] gradient = new double[n];
        double value = joint.evaluate(at, gradient);
        double[] step = new double[n];
        double[] next = new double[n];
        double[] nextGradient = new double[n];
        double[] scratch = new double[free.length];
        double last = Double.POSITIVE_INFINITY;
        boolean near = false;
        int since = SAME;
        for (int i = 0; i < STEPS && !near; i++) {
            if (since >= SAME) {
                curvature = Curvature.negativeHessian(joint, at, arrow);
                root = curvature.nearbyRoot().orElse(null);
                since = 0;
            }
            if (root == null || !Double.isFinite(value)) {
                return false;
            }
            root.solve(gradient, step, scratch);
            double decrement = 0;
            for (int j = 0; j < n; j++) {
                decrement += step[j] * gradient[j];
            }
            near = decrement <= NEAR * NEAR;
            // Logarithms and correlations that leap to where the density is flat would not come back.
            double most = 1;
            for (int j = 0; j < free.length; j++) {
                most = Math.max(most, Math.abs(step[j]));
            }
            double length = 1 / most;
            double reached = Double.NaN;
            for (int half = 0; half < 20; half++) {
                for (int j = 0; j < n; j++) {
                    next[j] = at[j] + length * step[j];
                }
                reached = joint.evaluate(next, nextGradient);
                if (reached >= value) {
                    break;
                }
                length *= 0.5;
            }
            if (!(reached >= value)) {
                // No better place within rounding, or none by this curvature.
                if (since == 0) {
                    near = decrement <= 1;
                    break;
                }
                since = SAME;
                continue;
            }
            // A curvature that does not serve any more is found anew.
            since = length < 1 || decrement > 0.1 * last ? SAME : since + 1;
            last = decrement;
            value = reached;
            System.arraycopy(next, 0, at, 0, n);
            System.arraycopy(nextGradient, 0, gradient, 0, n);
        }
        joint.keep(at);
        if (since > 0) {
            curvature = Curvature.negativeHessian(joint, at, arrow);
            root = curvature.nearbyRoot().orElse(null);
        }
        return near && root != null;
    }

    /** The density of the free hyper-parameters and all deviations, these under independent normal priors. */
    private final class Joint implements LogDensity {
        private final double[] at = position.clone();
        private final double[] by = deviations.clone();
        private final double[] slope = new double[lower];
        private final double[] parentSlope = new double[by.length];

        @Override
        public int dimension() {
            return free.length + by.length;
        }

        Arrow arrow() {
            List<int[]> blocks = new ArrayList<>();
            for (int p = 0; p < likelihood.count(); p++) {
                int[] block = new int[k];
                for (int v = 0; v < k; v++) {
                    block[v] = free.length + p * k + v;
                }
                blocks.add(block);
            }
            return Arrow.of(dimension(), blocks);
        }

        double[] position() {
            double[] all = new double[dimension()];
            Arrays.setAll(all, i -> i < free.length ? at[free[i]] : by[i - free.length]);
            return all;
        }

        private void take(double[] all) {
            for (int i = 0; i < free.length; i++) {
                at[free[i]] = all[i];
            }
            System.arraycopy(all, free.length, by, 0, by.length);
        }

        void keep(double[] all) {
            take(all);
            System.arraycopy(at, 0, NestedMode.this.position, 0, lower);
            System.arraycopy(by, 0, deviations, 0, by.length);
        }

        @Override
        public double evaluate(double[] all, double[] gradient) {
            take(all);
            double value = likelihood.evaluate(at, by, slope, parentSlope);
            value += prior.add(at, centre, slope);
            for (int i = 0; i < free.length; i++) {
                gradient[i] = slope[free[i]];
            }
            for (int i = 0; i < by.length; i++) {
                double variance = spreads[i % k] * spreads[i % k];
                value -= 0.5 * by[i] * by[i] / variance;
                gradient[free.length + i] = parentSlope[i] - by[i] / variance;
            }
            return value;
        }
    }
}
