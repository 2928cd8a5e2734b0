package tributary.hierarchy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where each hyper-parameter lies in a position, and its name and value on the natural scale.
 *
 * <p>In order: for each coefficient its overall value and the slopes of its predictors; the logarithms of the standard
 * deviations between groups; the inverse hyperbolic tangents of the canonical partial correlations; the logarithm of
 * the residual, and of its degrees of freedom where they are unknown.
 */
final class HyperLayout implements Serializable {
    private static final long serialVersionUID = 1L;

    private final GroupModel model;
    private final int[] means;
    private final int[] varying;
    private final int spreads;
    private final int correlations;
    private final int residual;
    private final int dimension;

    HyperLayout(GroupModel model) {
        this.model = model;
        this.varying = model.varying();
        List<GroupModel.Coefficient> coefficients = model.coefficients();
        means = new int[coefficients.size()];
        int at = 0;
        for (int j = 0; j < means.length; j++) {
            means[j] = at;
            at += 1 + coefficients.get(j).predictors().size();
        }
        spreads = at;
        at += varying.length;
        correlations = at;
        at += correlated() ? varying.length * (varying.length - 1) / 2 : 0;
        residual = at;
        dimension = at + (model.residual().isPresent() ? 1 : 0) + (model.tails() ? 1 : 0);
    }

    boolean correlated() {
        return model.correlationShape() > 0 && varying.length > 1;
    }

    int dimension() {
        return dimension;
    }

    int mean(int coefficient) {
        return means[coefficient];
    }

    int spread(int v) {
        return spreads + v;
    }

    /** The place of the partial correlation of varying coefficients row > column. */
    int correlation(int row, int column) {
        return correlations + row * (row - 1) / 2 + column;
    }

    int residual() {
        return residual;
    }

    int[] varying() {
        return varying;
    }

    double sigma(double[] position) {
        return model.residual().isPresent() ? StrictMath.exp(position[residual]) : 1;
    }

    /** The residual's degrees of freedom; infinite unless they are unknown. */
    double degrees(double[] position) {
        return model.tails() ? StrictMath.exp(position[residual + 1]) : Double.POSITIVE_INFINITY;
    }

    /** The Cholesky factor of the correlations, row by row: {@code factor[i][j]} for j up to i. */
    double[][] correlationFactor(double[] position) {
        int k = varying.length;
        double[][] factor = new double[k][k];
        for (int i = 0; i < k; i++) {
            double left = 1;
            for (int j = 0; j < i; j++) {
                double z = correlated() ? StrictMath.tanh(position[correlation(i, j)]) : 0;
                factor[i][j] = z * left;
                left *= StrictMath.sqrt(1 - z * z);
            }
            factor[i][i] = left;
        }
        return factor;
    }

    /** Where the logarithms of deviations lie: those between groups, that of rows, that of the degrees of freedom. */
    List<int[]> scales() {
        List<int[]> sets = new ArrayList<>();
        if (varying.length > 0) {
            sets.add(IntStream.range(0, varying.length).map(this::spread).toArray());
        }
        for (int at = residual; at < dimension; at++) {
            sets.add(new int[] {at});
        }
        return sets;
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        for (GroupModel.Coefficient coefficient : model.coefficients()) {
            names.add(coefficient.name());
            coefficient.predictors().forEach(p -> names.add(p.name()));
        }
        for (int v : varying) {
            names.add("sd_" + model.coefficients().get(v).name());
        }
        if (correlated()) {
            for (int i = 1; i < varying.length; i++) {
                for (int j = 0; j < i; j++) {
                    names.add("cor_" + model.coefficients().get(varying[j]).name() + "_"
                            + model.coefficients().get(varying[i]).name());
                }
            }
        }
        if (model.residual().isPresent()) {
            names.add(model.noise() == GroupModel.Noise.VARIATION ? "cv" : "sigma");
        }
        if (model.tails()) {
            names.add("nu");
        }
        return names;
    }

    /** A position's values on the natural scale, in the order of the names. */
    void natural(double[] position, double centre, double[] values) {
        System.arraycopy(position, 0, values, 0, spreads);
        values[means[0]] += centre;
        for (int v = 0; v < varying.length; v++) {
            values[spread(v)] = StrictMath.exp(position[spread(v)]);
        }
        if (correlated()) {
            double[][] factor = correlationFactor(position);
            for (int i = 1; i < varying.length; i++) {
                for (int j = 0; j < i; j++) {
                    double sum = 0;
                    for (int l = 0; l <= j; l++) {
                        sum += factor[i][l] * factor[j][l];
                    }
                    values[correlation(i, j)] = sum;
                }
            }
        }
        if (model.residual().isPresent()) {
            values[residual] = StrictMath.exp(position[residual]);
        }
        if (model.tails()) {
            values[residual + 1] = StrictMath.exp(position[residual + 1]);
        }
    }
}
