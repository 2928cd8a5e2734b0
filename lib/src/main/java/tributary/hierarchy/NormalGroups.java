package tributary.hierarchy;

import java.util.List;
import tributary.math.LogDensity;

/**
 * The posterior density of the hyper-parameters of a normal group model, every group integrated out exactly.
 *
 * <p>With {@code A = X'X}, {@code v = X'(y - X m)} for the group's mean coefficients m, and {@code B} the Cholesky factor
 * of Omega over sigma, a group contributes
 *
 * <pre>
 *   -n log sigma - log|M| / 2 - (r'r - h' M^-1 h) / (2 sigma^2),   M = I + B'A B,  h = B'v,  r = y - X m
 * </pre>
 *
 * (the matrix determinant and inversion lemmas), so that groups of one row, without variation or without any row are no
 * special cases. One evaluation costs O(groups q^2 k) for q coefficients of which k vary; the gradient is by hand. Sums
 * run in the order of the groups. Not thread-safe: each chain has its own.
 */
public final class NormalGroups implements LogDensity {
    /** Determinants are multiplied up to here before their logarithm is taken; each is at least one. */
    private static final double LARGE = 1e150;

    private final GroupTable table;
    private final GroupModel model;
    private final HyperLayout layout;
    private final List<GroupModel.Coefficient> coefficients;
    private final int q;
    private final int k;
    private final int[] varying;
    private final GroupAlgebra algebra;
    private final double[] factor;
    private final double[] factorSlope;
    private final double[] meanSlope;
    private final int[][] columns;

    /**
     * The density.
     *
     * @throws IllegalArgumentException if table and model differ in coefficients or predictors
     */
    public NormalGroups(GroupTable table, GroupModel model) {
        this.table = table;
        this.model = model;
        this.coefficients = model.coefficients();
        this.layout = new HyperLayout(model);
        this.q = coefficients.size();
        this.varying = layout.varying();
        this.k = varying.length;
        this.columns = coefficients.stream()
                .map(c -> c.predictors().stream()
                        .mapToInt(GroupModel.Predictor::column)
                        .toArray())
                .toArray(int[][]::new);
        if (table.coefficients() != q) {
            throw new IllegalArgumentException(
                    "a table of " + table.coefficients() + " coefficients for a model of " + q);
        }
        for (int[] of : columns) {
            for (int column : of) {
                if (column >= table.predictors()) {
                    throw new IllegalArgumentException(
                            "the model names predictor " + column + " of a table with " + table.predictors());
                }
            }
        }
        algebra = new GroupAlgebra(table, q, k);
        factor = new double[q * k];
        factorSlope = new double[q * k];
        meanSlope = new double[layout.dimension()];
    }

    @Override
    public int dimension() {
        return layout.dimension();
    }

    /** The names of the hyper-parameters, on the natural scale. */
    public List<String> names() {
        return layout.names();
    }

    /** A position's hyper-parameters on the natural scale, in the order of {@link #names}. */
    public void natural(double[] position, double[] values) {
        layout.natural(position, table.centre(), values);
    }

    HyperLayout layout() {
        return layout;
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        double sigma = layout.sigma(position);
        double[][] correlation = layout.correlationFactor(position);
        fillFactor(position, sigma, correlation, factor);
        java.util.Arrays.fill(factorSlope, 0);
        java.util.Arrays.fill(meanSlope, 0);
        double variance = sigma * sigma;
        double rows = 0;
        double misfit = 0;
        double logDeterminants = 0;
        double determinants = 1;
        for (int g = 0; g < table.groups(); g++) {
            double[] mean = algebra.mean();
            for (int j = 0; j < q; j++) {
                mean[j] = mean(position, j, g);
            }
            double quadratic = algebra.solve(g, factor);
            rows += table.count(g);
            misfit += quadratic;
            determinants *= algebra.determinant();
            if (!(determinants < LARGE)) {
                logDeterminants += StrictMath.log(determinants);
                determinants = 1;
            }
            algebra.addFactorSlope(factorSlope, variance);
            for (int j = 0; j < q; j++) {
                double slope = algebra.left(j) / variance;
                int at = layout.mean(j);
                meanSlope[at] += slope;
                for (int p = 0; p < columns[j].length; p++) {
                    meanSlope[at + 1 + p] += slope * table.predictor(g, columns[j][p]);
                }
            }
        }
        logDeterminants += StrictMath.log(determinants);
        double value = -rows * StrictMath.log(sigma) - 0.5 * logDeterminants - 0.5 * misfit / variance;
        System.arraycopy(meanSlope, 0, gradient, 0, gradient.length);
        backThroughFactor(position, sigma, correlation, gradient);
        if (model.residual().isPresent()) {
            double along = 0;
            for (int i = 0; i < factor.length; i++) {
                along += factorSlope[i] * factor[i];
            }
            gradient[layout.residual()] = -rows + misfit / variance - along;
        }
        return value + priors(position, gradient);
    }

    /** The mean of a coefficient in a group. */
    double mean(double[] position, int coefficient, int group) {
        int at = layout.mean(coefficient);
        double sum = position[at];
        for (int p = 0; p < columns[coefficient].length; p++) {
            sum += position[at + 1 + p] * table.predictor(group, columns[coefficient][p]);
        }
        return sum;
    }

    /** The Cholesky factor of Omega over sigma, its rows spread over all coefficients: q x k, by rows. */
    void fillFactor(double[] position, double sigma, double[][] correlation, double[] into) {
        java.util.Arrays.fill(into, 0);
        for (int v = 0; v < k; v++) {
            double scale = StrictMath.exp(position[layout.spread(v)]) / sigma;
            for (int l = 0; l <= v; l++) {
                into[varying[v] * k + l] = scale * correlation[v][l];
            }
        }
    }

    /** From slopes in the factor to slopes in log standard deviations and partial correlations. */
    private void backThroughFactor(double[] position, double sigma, double[][] correlation, double[] gradient) {
        for (int v = 0; v < k; v++) {
            double along = 0;
            for (int l = 0; l <= v; l++) {
                along += factorSlope[varying[v] * k + l] * factor[varying[v] * k + l];
            }
            gradient[layout.spread(v)] = along;
            if (layout.correlated()) {
                double scale = StrictMath.exp(position[layout.spread(v)]) / sigma;
                double left = 1;
                for (int j = 0; j < v; j++) {
                    double z = left == 0 ? 0 : correlation[v][j] / left;
                    double slope = factorSlope[varying[v] * k + j] * scale * (1 - z * z) * left;
                    for (int l = j + 1; l <= v; l++) {
                        slope -= factorSlope[varying[v] * k + l] * scale * z * correlation[v][l];
                    }
                    gradient[layout.correlation(v, j)] = slope;
                    left *= StrictMath.sqrt(1 - z * z);
                }
            }
        }
    }

    private double priors(double[] position, double[] gradient) {
        double sum = 0;
        for (int j = 0; j < q; j++) {
            GroupModel.Coefficient coefficient = coefficients.get(j);
            int at = layout.mean(j);
            double mean = coefficient.mean() - (j == 0 ? table.centre() : 0);
            sum += normal(position, at, mean, coefficient.sd(), gradient);
            for (int p = 0; p < coefficient.predictors().size(); p++) {
                sum += normal(
                        position, at + 1 + p, 0, coefficient.predictors().get(p).sd(), gradient);
            }
        }
        for (int v = 0; v < k; v++) {
            SpreadPrior prior = coefficients.get(varying[v]).spread();
            if (prior != null) {
                sum += spread(position, layout.spread(v), prior, gradient);
            }
            for (int j = 0; j < v && layout.correlated(); j++) {
                // Of an LKJ matrix the partial correlations are independent beta variables, given those before them
                // (Lewandowski, Kurowicka and Joe, 2009).
                int at = layout.correlation(v, j);
                double shape = model.correlationShape() + 0.5 * (k - 2 - j);
                double z = StrictMath.tanh(position[at]);
                sum += shape * StrictMath.log1p(-z * z);
                gradient[at] -= 2 * shape * z;
            }
        }
        if (model.residual().isPresent()) {
            sum += spread(position, layout.residual(), model.residual().orElseThrow(), gradient);
        }
        return sum;
    }

    private static double normal(double[] position, int at, double mean, double sd, double[] gradient) {
        if (Double.isInfinite(sd)) {
            return 0;
        }
        double z = (position[at] - mean) / sd;
        gradient[at] -= z / sd;
        return -0.5 * z * z;
    }

    /** A prior of a standard deviation at its logarithm, the Jacobian included. */
    private static double spread(double[] position, int at, SpreadPrior prior, double[] gradient) {
        double value = StrictMath.exp(position[at]);
        gradient[at] += prior.slope(value) * value + 1;
        return prior.logDensity(value) + position[at];
    }
}
