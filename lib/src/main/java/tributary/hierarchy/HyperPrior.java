package tributary.hierarchy;

import java.io.Serializable;
import java.util.List;

/** The prior of the hyper-parameters, and the way between them and the factor of the groups' covariance. */
final class HyperPrior implements Serializable {
    private static final long serialVersionUID = 1L;

    private final GroupModel model;
    private final HyperLayout layout;
    private final int[] varying;
    private final int k;

    HyperPrior(GroupModel model, HyperLayout layout) {
        this.model = model;
        this.layout = layout;
        this.varying = layout.varying();
        this.k = varying.length;
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
    void backThroughFactor(
            double[] position,
            double sigma,
            double[][] correlation,
            double[] factor,
            double[] factorSlope,
            double[] gradient) {
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

    /**
     * A position in the coordinates of {@link CollapsedDensity#smooth}: {@code Omega_vv} in place of each log deviation,
     * {@code Omega_vw} of each partial correlation, {@code 1 / nu} of the log degrees of freedom.
     */
    void smooth(double[] position, double[] into) {
        System.arraycopy(position, 0, into, 0, layout.dimension());
        double[] factor = factor(position);
        for (int v = 0; v < k; v++) {
            for (int w = 0; w <= v; w++) {
                if (w == v || layout.correlated()) {
                    double sum = 0;
                    for (int l = 0; l <= w; l++) {
                        sum += factor[varying[v] * k + l] * factor[varying[w] * k + l];
                    }
                    into[w == v ? layout.spread(v) : layout.correlation(v, w)] = sum;
                }
            }
        }
        if (model.tails()) {
            int at = layout.residual() + 1;
            into[at] = StrictMath.exp(-position[at]);
        }
    }

    /** Adds to a gradient what slopes in the smooth coordinates come to. */
    void addThroughSmooth(double[] position, double[] slopes, double[] gradient) {
        double[] factor = factor(position);
        double[] factorSlope = new double[factor.length];
        for (int v = 0; v < k; v++) {
            for (int w = 0; w <= v; w++) {
                if (w == v || layout.correlated()) {
                    double slope = slopes[w == v ? layout.spread(v) : layout.correlation(v, w)];
                    for (int l = 0; l < k; l++) {
                        factorSlope[varying[v] * k + l] += slope * factor[varying[w] * k + l];
                        factorSlope[varying[w] * k + l] += slope * factor[varying[v] * k + l];
                    }
                }
            }
        }
        double[] through = slopes.clone();
        backThroughFactor(position, 1, layout.correlationFactor(position), factor, factorSlope, through);
        if (model.tails()) {
            int at = layout.residual() + 1;
            through[at] *= -StrictMath.exp(-position[at]);
        }
        for (int i = 0; i < layout.dimension(); i++) {
            gradient[i] += through[i];
        }
    }

    private double[] factor(double[] position) {
        double[] factor = new double[model.coefficients().size() * k];
        fillFactor(position, 1, layout.correlationFactor(position), factor);
        return factor;
    }

    /** The log prior, Jacobians included, its slopes added to the gradient; the first coefficient is less the centre. */
    double add(double[] position, double centre, double[] gradient) {
        double sum = 0;
        List<GroupModel.Coefficient> coefficients = model.coefficients();
        for (int j = 0; j < coefficients.size(); j++) {
            GroupModel.Coefficient coefficient = coefficients.get(j);
            int at = layout.mean(j);
            double mean = coefficient.mean() - (j == 0 ? centre : 0);
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
        if (model.tails()) {
            // Gamma(2, 0.1) at the logarithm, the Jacobian included.
            int at = layout.residual() + 1;
            double degrees = StrictMath.exp(position[at]);
            sum += 2 * position[at] - 0.1 * degrees;
            gradient[at] += 2 - 0.1 * degrees;
        }
        return sum;
    }

    /** A normal prior. */
    static double normal(double[] position, int at, double mean, double sd, double[] gradient) {
        if (Double.isInfinite(sd)) {
            return 0;
        }
        double z = (position[at] - mean) / sd;
        gradient[at] -= z / sd;
        return -0.5 * z * z;
    }

    /** A prior of a standard deviation at its logarithm, the Jacobian included. */
    static double spread(double[] position, int at, SpreadPrior prior, double[] gradient) {
        double value = StrictMath.exp(position[at]);
        gradient[at] += prior.slope(value) * value + 1;
        return prior.logDensity(value) + position[at];
    }
}
