package tributary.hierarchy;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * run in an order that depends on the table alone. Not thread-safe: each chain has its own.
 */
public final class NormalGroups implements CollapsedDensity {
    private final GroupTable table;
    private final GroupModel model;
    private final HyperLayout layout;
    private final HyperPrior prior;
    private final List<GroupModel.Coefficient> coefficients;
    private final int q;
    private final int k;
    private final int[] varying;
    private @Nullable TileAlgebra scratch;
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
        this.prior = new HyperPrior(model, layout);
        this.q = coefficients.size();
        this.varying = layout.varying();
        this.k = varying.length;
        this.columns = model.explaining();
        if (table.coefficients() != q || model.noise() != GroupModel.Noise.SIGMA) {
            throw new IllegalArgumentException("a table of " + table.coefficients()
                    + " coefficients and normal residuals for a model of " + q + " and " + model.noise());
        }
        for (int[] of : columns) {
            for (int column : of) {
                if (column >= table.predictors()) {
                    throw new IllegalArgumentException(
                            "the model names predictor " + column + " of a table with " + table.predictors());
                }
            }
        }
        factor = new double[q * k];
        factorSlope = new double[q * k];
        meanSlope = new double[layout.dimension()];
    }

    @Override
    public int dimension() {
        return layout.dimension();
    }

    @Override
    public List<String> names() {
        return layout.names();
    }

    @Override
    public void natural(double[] position, double[] values) {
        layout.natural(position, table.centre(), values);
    }

    @Override
    public double prior(double[] position, double[] gradient) {
        java.util.Arrays.fill(gradient, 0);
        return prior.add(position, table.centre(), gradient);
    }

    @Override
    public List<int[]> scales() {
        return layout.scales();
    }

    @Override
    public void smooth(double[] position, double[] into) {
        prior.smooth(position, into);
    }

    @Override
    public void addThroughSmooth(double[] position, double[] slopes, double[] gradient) {
        prior.addThroughSmooth(position, slopes, gradient);
    }

    /** Means at zero; half of the outcomes' spread between groups, half within. */
    @Override
    public double[] start() {
        double rows = 0;
        double squares = 0;
        double gram = 0;
        for (int g = 0; g < table.groups(); g++) {
            rows += table.count(g);
            squares += table.squares(g);
            gram += table.gram(g, 0, 0);
        }
        double sd = squares > 0 && gram > 0 ? StrictMath.sqrt(squares / gram) : 1;
        double[] start = new double[dimension()];
        for (int v = 0; v < k; v++) {
            start[layout.spread(v)] = StrictMath.log(0.5 * sd);
        }
        if (model.residual().isPresent()) {
            double within = squares > 0 && rows > 0 ? StrictMath.sqrt(squares / rows) : 1;
            start[layout.residual()] = StrictMath.log(0.5 * within);
        }
        return start;
    }

    HyperLayout layout() {
        return layout;
    }

    HyperPrior prior() {
        return prior;
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        double sigma = layout.sigma(position);
        double[][] correlation = layout.correlationFactor(position);
        prior.fillFactor(position, sigma, correlation, factor);
        double variance = sigma * sigma;
        GroupTiles tiles = table.tiles();
        TileAlgebra algebra = algebra(tiles);
        algebra.clear();
        for (int tile = 0; tile < tiles.tiles(); tile++) {
            fillMeans(position, tiles, tile, algebra);
            algebra.add(tile, factor);
            int slope = 0;
            for (int j = 0; j < q; j++) {
                for (int column : columns[j]) {
                    algebra.addPredictorSlope(slope++, j, tiles.at(tile, tiles.predictor(column)));
                }
            }
        }
        double rows = tiles.rows();
        double misfit = algebra.misfit();
        double value = -rows * StrictMath.log(sigma) - 0.5 * algebra.logDeterminants() - 0.5 * misfit / variance;
        java.util.Arrays.fill(meanSlope, 0);
        int slope = 0;
        for (int j = 0; j < q; j++) {
            int at = layout.mean(j);
            meanSlope[at] = algebra.meanSlope(j) / variance;
            for (int p = 0; p < columns[j].length; p++) {
                meanSlope[at + 1 + p] = algebra.predictorSlope(slope++) / variance;
            }
        }
        java.util.Arrays.fill(factorSlope, 0);
        for (int v = 0; v < k; v++) {
            for (int l = 0; l <= v; l++) {
                factorSlope[varying[v] * k + l] = algebra.factorSlope(v, l, variance);
            }
        }
        System.arraycopy(meanSlope, 0, gradient, 0, gradient.length);
        prior.backThroughFactor(position, sigma, correlation, factor, factorSlope, gradient);
        if (model.residual().isPresent()) {
            double along = 0;
            for (int i = 0; i < factor.length; i++) {
                along += factorSlope[i] * factor[i];
            }
            gradient[layout.residual()] = -rows + misfit / variance - along;
        }
        return value + prior.add(position, table.centre(), gradient);
    }

    /** The scratch of evaluations, made at the first: whoever only conditions groups needs none. */
    private TileAlgebra algebra(GroupTiles tiles) {
        TileAlgebra made = scratch;
        if (made == null) {
            int slopes =
                    java.util.Arrays.stream(columns).mapToInt(c -> c.length).sum();
            made = new TileAlgebra(tiles, q, varying, slopes);
            scratch = made;
        }
        return made;
    }

    /** The means of all coefficients in the groups of a tile. */
    private void fillMeans(double[] position, GroupTiles tiles, int tile, TileAlgebra algebra) {
        double[] values = tiles.values();
        for (int j = 0; j < q; j++) {
            int at = layout.mean(j);
            double[] mean = algebra.mean(j);
            java.util.Arrays.fill(mean, position[at]);
            for (int p = 0; p < columns[j].length; p++) {
                int predictor = tiles.at(tile, tiles.predictor(columns[j][p]));
                double slope = position[at + 1 + p];
                for (int l = 0; l < GroupTiles.LANES; l++) {
                    mean[l] += slope * values[predictor + l];
                }
            }
        }
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
}
