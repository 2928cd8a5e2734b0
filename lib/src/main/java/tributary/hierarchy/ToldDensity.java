package tributary.hierarchy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tributary.math.UnaryFunction;
import tributary.random.RandomStream;

/**
 * The density of the hyper-parameters of two levels, groups told by polynomials and parents integrated out: with {@code u_p
 * = C z}, {@code f(z) = S_p(m + C z, Omega) - z'z / 2}, its mode {@code z^} and {@code A = I + C'H_p C} a parent adds
 *
 * <pre>
 *   log int exp f(z) dz / (2 pi)^(k/2) = f(z^) - log|A| / 2 + log E exp(f(z^ + A^(-1/2) x) - f(z^) + x'x / 2), x ~ N(0, I)
 * </pre>
 *
 * <p>by a product rule. H_p is the curvature of S_p at one place: a rule is right about any centre and scale, and S_p is all
 * but quadratic. The gradient is Fisher's identity under the same rule, as of groups. Not thread-safe.
 */
final class ToldDensity extends TwoLevelDensity {
    private static final int STEPS = 20;
    /** So near that no difference of slopes shows where the search ended. */
    private static final double CLOSE = 1e-15;

    private static final int METROPOLIS = 6;
    private static final double DEGREES = 8;

    private final ToldParents parents;
    private final Quadrature rule;
    private final int[] order;
    private final @Nullable SurrogateSlice[] slices;
    private final double[][] curvatures;
    private final double[] smooth;
    private final double[] shared;
    private final double[] mean;
    private final double[] sum;
    private final double[] at;
    private final double[] slope;
    private final double[] factorSlope;
    private final double[] mode;
    private final double[] trial;
    private final double[] z;
    private final double[] step;
    private final double[] zSlope;
    /** The factor of A, lower triangular by rows. */
    private final double[] root;

    private final double[] values;
    private final double[] points;
    private final double[] pointSlopes;
    private double[] between = {};

    ToldDensity(ToldParents parents, GroupModel model, Quadrature rule) {
        super(model, parents.nested().spreads(), parents.centre());
        this.parents = parents;
        this.rule = rule;
        order = ToldParents.ordered(layout);
        slices = new SurrogateSlice[parents.groups()];
        curvatures = new double[parents.groups()][k * k];
        for (int p = 0; p < slices.length; p++) {
            int parent = p;
            parents.parent(p).ifPresent(told -> {
                slices[parent] = told.likelihood().another().slice(lower - k);
                curvatures[parent] = told.curvature();
            });
        }
        smooth = new double[lower];
        shared = new double[lower];
        mean = new double[k];
        sum = new double[lower];
        at = new double[k];
        slope = new double[k];
        factorSlope = new double[k * k];
        mode = new double[k];
        trial = new double[k];
        z = new double[k];
        step = new double[k];
        zSlope = new double[k];
        root = new double[k * k];
        values = new double[rule.points()];
        points = new double[rule.points() * k];
        pointSlopes = new double[rule.points() * k];
    }

    @Override
    public double[] start() {
        return parents.start().clone();
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        double value = prior(position, gradient);
        enter(position);
        Arrays.fill(sum, 0);
        Arrays.fill(factorSlope, 0);
        for (int p = 0; p < slices.length; p++) {
            SurrogateSlice slice = slices[p];
            if (slice != null) {
                value += integral(slice, curvatures[p]);
                slice.addSlopes(sum);
            }
        }
        double[] slopes = new double[lower];
        for (int i = 0; i < lower; i++) {
            slopes[order[i]] = sum[i];
        }
        prior.addThroughSmooth(position, slopes, gradient);
        upper.addThroughFactor(factorSlope, gradient);
        return Double.isFinite(value) ? value : Double.NEGATIVE_INFINITY;
    }

    private void enter(double[] position) {
        prior.smooth(position, smooth);
        between = upper.condition(position);
        for (int i = 0; i < lower - k; i++) {
            shared[i] = smooth[order[i]];
        }
        for (int v = 0; v < k; v++) {
            mean[v] = smooth[order[lower - k + v]];
        }
    }

    /** A parent's log integral; the slice expects its slopes, those in the factor C are added. */
    private double integral(SurrogateSlice slice, double[] curvature) {
        slice.enter(shared);
        double peak = climb(slice, curvature);
        double value = peak;
        double top = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < values.length; i++) {
            double squares = 0;
            for (int v = 0; v < k; v++) {
                z[v] = rule.node(i, v);
                squares += z[v] * z[v];
            }
            spread(z);
            for (int v = 0; v < k; v++) {
                z[v] += mode[v];
                points[i * k + v] = z[v];
            }
            values[i] = integrand(slice, z) - peak + 0.5 * squares;
            System.arraycopy(slope, 0, pointSlopes, i * k, k);
            top = Math.max(top, values[i]);
        }
        double total = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = rule.weight(i) * UnaryFunction.EXP.apply(values[i] - top);
            total += values[i];
        }
        for (int i = 0; i < values.length; i++) {
            double weight = values[i] / total;
            System.arraycopy(points, i * k, z, 0, k);
            shift(z);
            slice.expect(weight, at);
            for (int v = 0; v < k; v++) {
                for (int a = 0; a <= v; a++) {
                    factorSlope[v * k + a] += weight * pointSlopes[i * k + v] * z[a];
                }
            }
        }
        for (int v = 0; v < k; v++) {
            value -= StrictMath.log(root[v * k + v]);
        }
        return value + top + StrictMath.log(total);
    }

    /** {@code m + C z}. */
    private void shift(double[] deviations) {
        for (int v = 0; v < k; v++) {
            double u = mean[v];
            for (int a = 0; a <= v; a++) {
                u += between[v * k + a] * deviations[a];
            }
            at[v] = u;
        }
    }

    /** {@code f(z)} of a parent; leaves the slopes of S_p. */
    private double integrand(@Nullable SurrogateSlice slice, double[] deviations) {
        double squares = 0;
        for (int v = 0; v < k; v++) {
            squares += deviations[v] * deviations[v];
        }
        shift(deviations);
        Arrays.fill(slope, 0);
        return (slice == null ? 0 : slice.value(at, slope)) - 0.5 * squares;
    }

    /** The mode of a parent's integrand, by steps of one curvature, and the factor of A. */
    private double climb(@Nullable SurrogateSlice slice, double[] curvature) {
        factorise(curvature);
        Arrays.fill(mode, 0);
        double peak = integrand(slice, mode);
        for (int i = 0; i < STEPS; i++) {
            for (int a = 0; a < k; a++) {
                double left = -mode[a];
                for (int v = a; v < k; v++) {
                    left += between[v * k + a] * slope[v];
                }
                zSlope[a] = left;
                for (int b = 0; b < a; b++) {
                    left -= root[a * k + b] * step[b];
                }
                step[a] = left / root[a * k + a];
            }
            spread(step);
            double gain = 0;
            for (int a = 0; a < k; a++) {
                gain += step[a] * zSlope[a];
            }
            if (!(gain > CLOSE)) {
                break;
            }
            double length = 1;
            double reached = Double.NaN;
            for (int half = 0; half < 8; half++) {
                for (int a = 0; a < k; a++) {
                    trial[a] = mode[a] + length * step[a];
                }
                reached = integrand(slice, trial);
                if (reached >= peak) {
                    break;
                }
                length *= 0.5;
            }
            if (!(reached >= peak)) {
                break;
            }
            System.arraycopy(trial, 0, mode, 0, k);
            peak = reached;
        }
        return peak;
    }

    /** The factor of {@code A = I + C'H C}. */
    private void factorise(double[] curvature) {
        for (int a = 0; a < k; a++) {
            for (int b = 0; b <= a; b++) {
                double entry = a == b ? 1 : 0;
                for (int v = a; v < k; v++) {
                    for (int w = b; w < k; w++) {
                        entry += between[v * k + a] * curvature[v * k + w] * between[w * k + b];
                    }
                }
                for (int c = 0; c < b; c++) {
                    entry -= root[a * k + c] * root[b * k + c];
                }
                root[a * k + b] = a == b ? StrictMath.sqrt(Math.max(entry, 1e-12)) : entry / root[b * k + b];
            }
        }
    }

    /** From standard normal numbers to those of covariance {@code A^-1}, in place. */
    private void spread(double[] normal) {
        for (int a = k - 1; a >= 0; a--) {
            double left = normal[a];
            for (int b = a + 1; b < k; b++) {
                left -= root[b * k + a] * normal[b];
            }
            normal[a] = left / root[a * k + a];
        }
    }

    /**
     * Appends a draw of the standardised deviations of all parents given hyper-parameters, by a few steps of independence
     * Metropolis with Laplace's approximation, its tails those of a t, as {@link CellConditional} draws groups.
     */
    double[] complete(double[] position, RandomStream stream) {
        int d = dimension();
        double[] complete = Arrays.copyOf(position, d + slices.length * k);
        enter(position);
        double half = 0.5 * DEGREES;
        for (int p = 0; p < slices.length; p++) {
            SurrogateSlice slice = slices[p];
            if (slice != null) {
                slice.enter(shared);
            }
            double peak = climb(slice, curvatures[p]);
            double kept = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < METROPOLIS; i++) {
                double scale = StrictMath.sqrt(half / stream.nextGamma(half));
                double squares = 0;
                for (int a = 0; a < k; a++) {
                    z[a] = scale * stream.nextGaussian();
                    squares += z[a] * z[a];
                }
                spread(z);
                for (int a = 0; a < k; a++) {
                    z[a] += mode[a];
                }
                double ratio = integrand(slice, z) - peak + 0.5 * (DEGREES + k) * StrictMath.log1p(squares / DEGREES);
                if (i == 0 || StrictMath.log(stream.nextDouble()) < ratio - kept) {
                    System.arraycopy(z, 0, complete, d + p * k, k);
                    kept = ratio;
                }
            }
        }
        return complete;
    }
}
