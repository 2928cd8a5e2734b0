package tributary.hierarchy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One group of cells at a time, in standardised deviations z: {@code f(z) = sum_cells log p(cell | eta) - z'z / 2} with
 * {@code eta = x'(m + D z)}; its mode by Newton's method, and the Cholesky factor of its curvature there.
 *
 * <p>Of all likelihoods but the student-t f is strictly concave, and Newton with halved steps finds the one mode; of that
 * it finds a mode, by steps of parabolas that touch from below.
 */
final class CellAlgebra {
    private static final int MOST_STEPS = 60;
    private static final double CLOSE = 1e-11;

    private final CellTable table;
    private final CellLikelihood likelihood;
    private final HyperLayout layout;
    /** Of each coefficient, the predictors that explain it. */
    private final int[][] explaining;

    private final int q;
    private final int k;
    private final double[] coefficients;
    private final double[] mode;
    private final double[] trial;
    private final double[] step;
    private final double[] root;
    private @Nullable Shifts shifts;
    private double[] position;
    private double[] factor;
    private double noise = 1;
    private double degrees = 1;
    private int from;
    private int cells;
    /** The linear predictor of each cell of the group at z = 0. */
    private double[] base = new double[8];
    /** Its slope in z, cells x k. */
    private double[] slope;

    private double peak;

    CellAlgebra(CellTable table, GroupModel model, HyperLayout layout) {
        this.table = table;
        this.likelihood = table.likelihood();
        this.layout = layout;
        explaining = model.explaining();
        q = model.coefficients().size();
        k = layout.varying().length;
        coefficients = new double[q];
        mode = new double[k];
        trial = new double[k];
        step = new double[k];
        root = new double[k * k];
        slope = new double[8 * k];
        position = new double[layout.dimension()];
        factor = new double[q * k];
    }

    /** Shifts the mean coefficients of groups by the deviations of their parents. */
    void shift(Shifts by) {
        shifts = by;
    }

    /** Conditions on hyper-parameters and the factor of the coefficients' covariance, q x k by rows. */
    void condition(double[] at, double[] covarianceFactor) {
        position = at;
        factor = covarianceFactor;
        noise = layout.sigma(at);
        degrees = layout.degrees(at);
    }

    /** Turns to a group: its mean coefficients, and the predictors of its cells. */
    void enter(int group) {
        for (int j = 0; j < q; j++) {
            int at = layout.mean(j);
            double sum = position[at];
            for (int column : explaining[j]) {
                sum += position[++at] * table.predictor(group, column);
            }
            coefficients[j] = shifts == null ? sum : sum + shifts.of(group, j);
        }
        from = table.first(group);
        cells = table.first(group + 1) - from;
        if (base.length < cells) {
            base = new double[cells];
            slope = new double[cells * k];
        }
        for (int c = 0; c < cells; c++) {
            double sum = 0;
            for (int a = 0; a < k; a++) {
                slope[c * k + a] = 0;
            }
            for (int j = 0; j < q; j++) {
                double x = table.x(from + c, j);
                if (x != 0) {
                    sum += x * coefficients[j];
                    for (int a = 0; a < k; a++) {
                        slope[c * k + a] += x * factor[j * k + a];
                    }
                }
            }
            base[c] = sum;
        }
    }

    /** The group's mean coefficients; never written. */
    double[] coefficients() {
        return coefficients;
    }

    int cells() {
        return cells;
    }

    /** The number in the table of a cell of the group. */
    int cell(int c) {
        return from + c;
    }

    double noise() {
        return noise;
    }

    double degrees() {
        return degrees;
    }

    double predictor(int c, double[] z) {
        double eta = base[c];
        for (int a = 0; a < k; a++) {
            eta += slope[c * k + a] * z[a];
        }
        return eta;
    }

    /** {@code f(z)} of the group. */
    double value(double[] z) {
        double sum = 0;
        for (int c = 0; c < cells; c++) {
            sum += likelihood.value(table.rows(from + c), table.sum(from + c), predictor(c, z), noise, degrees);
        }
        for (int a = 0; a < k; a++) {
            sum -= 0.5 * z[a] * z[a];
        }
        return sum;
    }

    /** Finds the mode of a group, from zero. */
    void solve(int group) {
        enter(group);
        Arrays.fill(mode, 0);
        peak = value(mode);
        for (int i = 0; i < MOST_STEPS; i++) {
            double gain = newton(false);
            if (!(gain > CLOSE)) {
                break;
            }
            double length = 1;
            double found = Double.NaN;
            for (int half = 0; half < 40; half++) {
                for (int a = 0; a < k; a++) {
                    trial[a] = mode[a] + length * step[a];
                }
                found = value(trial);
                if (found >= peak) {
                    break;
                }
                length *= 0.5;
            }
            if (!(found >= peak)) {
                break; // no better point in double precision, or a density that does not exist here
            }
            System.arraycopy(trial, 0, mode, 0, k);
            peak = found;
        }
        double own = newton(true);
        if (Double.isNaN(own)) {
            newton(false); // not curved downwards in every direction: the touching parabola stands for it
        }
    }

    /** The factor of the curvature at the mode and Newton's step from it; gives twice the gain it promises. */
    private double newton(boolean own) {
        for (int a = 0; a < k; a++) {
            step[a] = -mode[a];
            for (int b = 0; b <= a; b++) {
                root[a * k + b] = a == b ? 1 : 0;
            }
        }
        for (int c = 0; c < cells; c++) {
            double n = table.rows(from + c);
            double s = table.sum(from + c);
            double eta = predictor(c, mode);
            double rest = likelihood.slope(n, s, eta, noise, degrees);
            double weight = own
                    ? likelihood.ownCurvature(n, s, eta, noise, degrees)
                    : likelihood.curvature(n, s, eta, noise, degrees);
            for (int a = 0; a < k; a++) {
                step[a] += rest * slope[c * k + a];
                for (int b = 0; b <= a; b++) {
                    root[a * k + b] += weight * slope[c * k + a] * slope[c * k + b];
                }
            }
        }
        for (int a = 0; a < k; a++) {
            for (int b = 0; b <= a; b++) {
                double sum = root[a * k + b];
                for (int c = 0; c < b; c++) {
                    sum -= root[a * k + c] * root[b * k + c];
                }
                root[a * k + b] = a == b ? Math.sqrt(sum) : sum / root[b * k + b];
            }
        }
        double gain = 0;
        for (int a = 0; a < k; a++) {
            for (int c = 0; c < a; c++) {
                step[a] -= root[a * k + c] * step[c];
            }
            step[a] /= root[a * k + a];
            gain += step[a] * step[a];
        }
        spread(step);
        return gain;
    }

    /** {@code into = C^-T into} for the Cholesky factor C of the curvature: standard normals become Laplace's deviations. */
    void spread(double[] into) {
        for (int a = k - 1; a >= 0; a--) {
            for (int c = a + 1; c < k; c++) {
                into[a] -= root[c * k + a] * into[c];
            }
            into[a] /= root[a * k + a];
        }
    }

    /** The mode found; never written. */
    double[] mode() {
        return mode;
    }

    /** f at the mode. */
    double peak() {
        return peak;
    }

    /** Half the log determinant of the curvature. */
    double logRoot() {
        double product = 1;
        for (int a = 0; a < k; a++) {
            product *= root[a * k + a];
        }
        return StrictMath.log(product);
    }
}
