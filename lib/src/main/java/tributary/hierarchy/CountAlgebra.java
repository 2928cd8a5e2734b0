package tributary.hierarchy;

/**
 * One group of counts at a time, in standardised deviations z: {@code f(z) = sum_cells (s eta - n phi(eta)) - z'z / 2}
 * with {@code eta = e + D z}; its mode by Newton's method, and the Cholesky factor of its curvature there.
 *
 * <p>f is strictly concave, so Newton with halved steps finds the one mode.
 */
final class CountAlgebra {
    private static final int MOST_STEPS = 60;
    private static final double CLOSE = 1e-11;

    private final CountTable table;
    private final CountLikelihood likelihood;
    private final int cells;
    private final int k;
    /** The linear predictor of each cell at z = 0. */
    private final double[] base;
    /** Its slope in z, cells x k. */
    private final double[] slope;

    private final double[] mode;
    private final double[] trial;
    private final double[] step;
    private final double[] root;
    private double peak;

    CountAlgebra(CountTable table, int k) {
        this.table = table;
        this.likelihood = table.likelihood();
        this.cells = table.cells();
        this.k = k;
        base = new double[cells];
        slope = new double[cells * k];
        mode = new double[k];
        trial = new double[k];
        step = new double[k];
        root = new double[k * k];
    }

    /** Conditions on the means of the coefficients and the factor of their covariance, q x k by rows. */
    void condition(double[] means, double[] factor) {
        for (int c = 0; c < cells; c++) {
            base[c] = means[0] + (c > 0 ? means[c] : 0);
            for (int a = 0; a < k; a++) {
                slope[c * k + a] = factor[a] + (c > 0 ? factor[c * k + a] : 0);
            }
        }
    }

    double predictor(int cell, double[] z) {
        double eta = base[cell];
        for (int a = 0; a < k; a++) {
            eta += slope[cell * k + a] * z[a];
        }
        return eta;
    }

    /** {@code f(z)}. */
    double value(int group, double[] z) {
        double sum = 0;
        for (int c = 0; c < cells; c++) {
            double n = table.trials(group, c);
            double s = table.sum(group, c);
            if (n > 0 || s > 0) {
                double eta = predictor(c, z);
                sum += s * eta - n * likelihood.cumulant(eta);
            }
        }
        for (int a = 0; a < k; a++) {
            sum -= 0.5 * z[a] * z[a];
        }
        return sum;
    }

    /** Finds the mode of a group, from zero. */
    void solve(int group) {
        java.util.Arrays.fill(mode, 0);
        peak = value(group, mode);
        for (int i = 0; i < MOST_STEPS; i++) {
            double gain = newton(group);
            if (!(gain > CLOSE)) {
                return;
            }
            double length = 1;
            double found = Double.NaN;
            for (int half = 0; half < 40; half++) {
                for (int a = 0; a < k; a++) {
                    trial[a] = mode[a] + length * step[a];
                }
                found = value(group, trial);
                if (found >= peak) {
                    break;
                }
                length *= 0.5;
            }
            if (!(found >= peak)) {
                return; // no better point in double precision, or a density that does not exist here
            }
            System.arraycopy(trial, 0, mode, 0, k);
            peak = found;
        }
        newton(group);
    }

    /** The factor of the curvature at the mode and Newton's step from it; gives twice the gain it promises. */
    private double newton(int group) {
        for (int a = 0; a < k; a++) {
            step[a] = -mode[a];
            for (int b = 0; b <= a; b++) {
                root[a * k + b] = a == b ? 1 : 0;
            }
        }
        for (int c = 0; c < cells; c++) {
            double n = table.trials(group, c);
            if (n == 0) {
                continue;
            }
            double mean = likelihood.mean(predictor(c, mode));
            double rest = table.sum(group, c) - n * mean;
            double weight = n * likelihood.variance(mean);
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
