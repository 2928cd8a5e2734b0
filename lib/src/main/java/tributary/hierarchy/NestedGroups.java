package tributary.hierarchy;

import java.util.Arrays;
import tributary.random.RandomStream;

/**
 * The posterior density of the hyper-parameters of normal groups within parents, both levels integrated out exactly.
 *
 * <p>Given the deviation u of its parent a group contributes what {@link NormalGroups} says, which is normal in u: of slope
 * {@code l_g = (v - A B M^-1 h) / sigma^2} at u = 0 and precision {@code P_g = (A - A B M^-1 B'A) / sigma^2}, rows and columns
 * of the coefficients that vary. A parent adds, with {@code l = sum l_g}, {@code P = sum P_g} and {@code u ~ normal(0, C C')},
 *
 * <pre>
 *   -log|N| / 2 + (C'l)' N^-1 (C'l) / 2,   N = I + C'P C
 * </pre>
 *
 * <p>which has the form of a group of its own. The gradient is Fisher's identity: the expected slope of the groups' density
 * over the normal law of u given the rows, in closed form. An evaluation costs O(groups q^2 k). Not thread-safe.
 */
final class NestedGroups extends TwoLevelDensity {
    /** Determinants are multiplied up to here before their logarithm is taken; each is at least one. */
    private static final double LARGE = 1e150;

    private final NestedTable nested;
    private final GroupTable table;
    private final GroupModel model;
    private final NormalGroups alone;
    private final int q;
    private final int[] varying;
    private final int[][] explaining;
    private final GroupAlgebra algebra;
    private final double[] factor;
    private final double[] factorSlope;
    private final double[] meanSlope;
    private final double[] upperSlope;
    /** Of each parent the sums of what its groups tell of u, then u's mean and covariance given the rows. */
    private final double[] precision;

    private final double[] slope;
    private final double[] shift;
    private final double[] covariance;
    private final GroupAlgebra parents;
    private final Shifts shifts;
    private final double[] information;
    private final double[] reach;
    private double rows;
    private double determinant = 1;
    private double logDeterminants;

    NestedGroups(NestedTable nested, GroupTable table, GroupModel model) {
        super(model, nested.spreads(), table.centre());
        this.nested = nested;
        this.table = table;
        this.model = model;
        alone = new NormalGroups(table, model);
        varying = layout.varying();
        q = table.coefficients();
        explaining = model.explaining();
        algebra = new GroupAlgebra(table, q, k);
        factor = new double[q * k];
        factorSlope = new double[q * k];
        meanSlope = new double[layout.dimension()];
        upperSlope = new double[k * k];
        precision = new double[nested.count() * k * k];
        slope = new double[nested.count() * k];
        shift = new double[nested.count() * k];
        covariance = new double[nested.count() * k * k];
        parents = new GroupAlgebra(precision, slope, new double[nested.count()], k, k);
        shifts = nested.shifts(model).from(shift, 0);
        information = new double[k * k];
        reach = new double[k * k];
        for (int g = 0; g < table.groups(); g++) {
            rows += table.count(g);
        }
    }

    /** As of groups without parents; parents deviate as much as groups. */
    @Override
    public double[] start() {
        double[] start = Arrays.copyOf(alone.start(), dimension());
        System.arraycopy(start, layout.spread(0), start, layout.dimension(), k);
        return start;
    }

    @Override
    public double value(double[] position) {
        Arrays.fill(meanSlope, 0);
        double value = integrate(position);
        value += prior.add(position, table.centre(), meanSlope);
        return value + upper.add(new double[k * k], new double[dimension()]);
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        double value = integrate(position);
        double sigma = layout.sigma(position);
        double variance = sigma * sigma;
        Arrays.fill(meanSlope, 0);
        Arrays.fill(factorSlope, 0);
        double misfit = 0;
        for (int g = 0; g < table.groups(); g++) {
            means(position, g, true);
            algebra.solve(g, factor);
            algebra.invert();
            misfit += algebra.misfit(g) + expect(g, variance);
        }
        Arrays.fill(gradient, 0);
        System.arraycopy(meanSlope, 0, gradient, 0, meanSlope.length);
        prior.backThroughFactor(position, sigma, layout.correlationFactor(position), factor, factorSlope, gradient);
        if (model.residual().isPresent()) {
            double along = 0;
            for (int i = 0; i < factor.length; i++) {
                along += factorSlope[i] * factor[i];
            }
            gradient[layout.residual()] = -rows + misfit / variance - along;
        }
        value += prior.add(position, table.centre(), gradient);
        return value + upper.add(upperSlope, gradient);
    }

    /** The log integral over groups and parents; leaves the law of u given the rows, and the slopes in C. */
    private double integrate(double[] position) {
        double sigma = layout.sigma(position);
        double variance = sigma * sigma;
        prior.fillFactor(position, sigma, layout.correlationFactor(position), factor);
        Arrays.fill(precision, 0);
        Arrays.fill(slope, 0);
        double misfit = 0;
        logDeterminants = 0;
        determinant = 1;
        for (int g = 0; g < table.groups(); g++) {
            means(position, g, false);
            algebra.solve(g, factor);
            algebra.invert();
            misfit += algebra.misfit(g);
            multiply(algebra.rootDeterminant());
            int at = nested.parent(g) * k;
            for (int v = 0; v < k; v++) {
                slope[at + v] += algebra.left(varying[v]) / variance;
                for (int w = 0; w < k; w++) {
                    precision[(at + v) * k + w] += algebra.information(g, varying[v], varying[w]) / variance;
                }
            }
        }
        double[] between = upper.condition(position);
        Arrays.fill(upperSlope, 0);
        double gain = 0;
        for (int p = 0; p < nested.count(); p++) {
            parents.solve(p, between);
            parents.invert();
            multiply(parents.rootDeterminant());
            gain -= parents.misfit(p);
            for (int v = 0; v < k; v++) {
                double mean = 0;
                for (int a = 0; a < k; a++) {
                    mean += between[v * k + a] * parents.solved(a);
                    double inner = 0;
                    for (int b = 0; b < k; b++) {
                        inner += parents.product(v, b) * parents.inverse(b, a);
                    }
                    upperSlope[v * k + a] += a <= v ? parents.left(v) * parents.solved(a) - inner : 0;
                }
                shift[p * k + v] = mean;
                for (int w = 0; w < k; w++) {
                    double sum = 0;
                    for (int a = 0; a < k; a++) {
                        for (int b = 0; b < k; b++) {
                            sum += between[v * k + a] * parents.inverse(a, b) * between[w * k + b];
                        }
                    }
                    covariance[(p * k + v) * k + w] = sum;
                }
            }
        }
        return -rows * StrictMath.log(sigma)
                - (logDeterminants + StrictMath.log(determinant))
                - 0.5 * misfit / variance
                + 0.5 * gain;
    }

    private void multiply(double root) {
        determinant *= root;
        if (!(determinant < LARGE)) {
            logDeterminants += StrictMath.log(determinant);
            determinant = 1;
        }
    }

    private void means(double[] position, int group, boolean shifted) {
        for (int j = 0; j < q; j++) {
            algebra.mean()[j] = alone.mean(position, j, group) + (shifted ? shifts.of(group, j) : 0);
        }
    }

    /**
     * Adds a group's slopes, expected over u about its mean; gives what u's covariance V adds to the expected misfit.
     *
     * <p>About the mean of u, {@code left} falls by {@code K du} and {@code e = M^-1 h} by {@code T du}, {@code T = M^-1 B'A}.
     */
    private double expect(int group, double variance) {
        int parent = nested.parent(group) * k;
        double spread = 0;
        for (int v = 0; v < k; v++) {
            for (int w = 0; w < k; w++) {
                information[v * k + w] = algebra.information(group, varying[v], varying[w]);
                spread += information[v * k + w] * covariance[(parent + v) * k + w];
            }
        }
        for (int a = 0; a < k; a++) {
            for (int w = 0; w < k; w++) {
                double sum = 0;
                for (int b = 0; b < k; b++) {
                    sum += algebra.inverse(a, b) * algebra.product(varying[w], b);
                }
                reach[a * k + w] = sum;
            }
        }
        for (int j = 0; j < q; j++) {
            int at = layout.mean(j);
            double left = algebra.left(j) / variance;
            meanSlope[at] += left;
            for (int column : explaining[j]) {
                meanSlope[++at] += left * table.predictor(group, column);
            }
        }
        for (int v = 0; v < k; v++) {
            for (int a = 0; a <= v; a++) {
                double both = algebra.left(varying[v]) * algebra.solved(a);
                double inner = 0;
                for (int w = 0; w < k; w++) {
                    for (int x = 0; x < k; x++) {
                        both += information[v * k + w] * covariance[(parent + w) * k + x] * reach[a * k + x];
                    }
                    inner += algebra.product(varying[v], w) * algebra.inverse(w, a);
                }
                factorSlope[varying[v] * k + a] += both / variance - inner;
            }
        }
        return spread;
    }

    /** The position with a draw of the deviations of all parents given it and the rows. */
    double[] complete(double[] position, RandomStream stream) {
        integrate(position);
        double[] between = upper.condition(position);
        double[] complete = Arrays.copyOf(position, dimension() + nested.count() * k);
        double[] noise = new double[k];
        for (int p = 0; p < nested.count(); p++) {
            parents.solve(p, between);
            for (int a = 0; a < k; a++) {
                noise[a] = stream.nextGaussian();
            }
            parents.backSubstitute(noise);
            for (int v = 0; v < k; v++) {
                double sum = 0;
                for (int a = 0; a < k; a++) {
                    sum += between[v * k + a] * (parents.solved(a) + noise[a]);
                }
                complete[dimension() + p * k + v] = sum;
            }
        }
        return complete;
    }
}
