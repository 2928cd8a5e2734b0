package tributary.hierarchy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One group of cells at a time, in standardised deviations z: {@code f(z) = sum_cells log p(cell | eta) - z'z / 2} with
 * {@code eta = x'(m + D z)}; its mode by Newton's method, and the Cholesky factor of its curvature there.
 *
 * <p>Of all likelihoods but the student-t f is strictly concave, and Newton with halved steps finds the one mode. Of that
 * it finds a mode, by steps of parabolas that touch from below; there may be others, where rows contradict each other, and
 * {@link #solveAll} looks for them from the outcomes of up to {@value #MOST_STARTS} cells.
 */
final class CellAlgebra {
    private static final int MOST_STEPS = 60;
    /** A mode is found when a step promises less than half of this. */
    private static final double CLOSE = 1e-11;
    /** The same of the mode of a concave f, to which that step is taken: its error is of the order of the gain. */
    static final double CONCAVE = 1e-7;
    /** The same of a place to propose from. */
    static final double NEAR = 1e-3;
    /** Gains below this share of the value are hidden by its rounding. */
    private static final double ROUNDING = 1e-14;

    private static final int MOST_STARTS = 8;

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
    private final double[] direction;
    private final double[] root;
    /** Slope and curvature of a cell. */
    private final double[] bend = new double[2];

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
    /** What {@link #solveAll} found. */
    private final CellModes modes;
    /** Whether the last climb ended far from a mode, or where there is no curvature. */
    private boolean lost;

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
        direction = new double[k];
        root = new double[k * k];
        modes = new CellModes(k);
        slope = new double[8 * k];
        position = new double[layout.dimension()];
        factor = new double[q * k];
    }

    /** Shifts the mean coefficients of groups by the deviations of their parents. */
    void shift(@Nullable Shifts by) {
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
        return predictor(c, z, 0);
    }

    /** Of a cell at the deviations that begin at a place of an array. */
    double predictor(int c, double[] z, int at) {
        double eta = base[c];
        for (int a = 0; a < k; a++) {
            eta += slope[c * k + a] * z[at + a];
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
        climb(likelihood == CellLikelihood.STUDENT_T ? CLOSE : CONCAVE);
    }

    /** The same of a strictly concave f from a place on; from zero where that is no place. */
    void solve(int group, double[] start, int at, double close) {
        enter(group);
        System.arraycopy(start, at, mode, 0, k);
        climb(close);
        if (!Double.isFinite(peak) || lost) {
            Arrays.fill(mode, 0);
            climb(close);
        }
    }

    private void climb(double close) {
        peak = assess(mode);
        double gain = factorise();
        for (int i = 0; i < MOST_STEPS && gain > close + ROUNDING * Math.abs(peak); i++) {
            System.arraycopy(step, 0, direction, 0, k);
            double length = 1;
            double reached = Double.NaN;
            for (int half = 0; half < 40; half++) {
                for (int a = 0; a < k; a++) {
                    trial[a] = mode[a] + length * direction[a];
                }
                reached = assess(trial);
                if (reached >= peak) {
                    break;
                }
                length *= 0.5;
            }
            if (!(reached >= peak)) {
                // No better point in double precision, or a density that does not exist here.
                assess(mode);
                factorise();
                break;
            }
            System.arraycopy(trial, 0, mode, 0, k);
            peak = reached;
            gain = factorise();
        }
        lost = !(gain <= 1 + ROUNDING * Math.abs(peak));
        if (likelihood != CellLikelihood.STUDENT_T) {
            if (gain <= NEAR) {
                // The last step costs nothing; the factor of where it begins stands for that of where it ends.
                for (int a = 0; a < k; a++) {
                    mode[a] += step[a];
                }
                peak += 0.5 * gain;
            }
            return;
        }
        touch(true);
        if (Double.isNaN(factorise())) {
            touch(false); // not curved downwards in every direction: the touching parabola stands for it
            factorise();
        }
    }

    /**
     * Finds the modes of a group: one from zero, others from the outcomes of its cells.
     *
     * @return how many were found; 1 of likelihoods that have no more
     */
    int solveAll(int group) {
        enter(group);
        Arrays.fill(mode, 0);
        climb(CLOSE);
        modes.clear();
        modes.keep(mode, root, peak);
        if (likelihood != CellLikelihood.STUDENT_T) {
            return modes.found();
        }
        int starts = Math.min(cells, MOST_STARTS);
        for (int i = 0; i < starts && !modes.full(); i++) {
            int c = (int) ((long) i * cells / starts);
            // The nearest place at which the cell's outcome is expected.
            double squares = 0;
            for (int a = 0; a < k; a++) {
                squares += slope[c * k + a] * slope[c * k + a];
            }
            if (!(squares > 0)) {
                continue;
            }
            double rest = table.sum(from + c) / table.rows(from + c) - base[c];
            for (int a = 0; a < k; a++) {
                mode[a] = rest * slope[c * k + a] / squares;
            }
            climb(CLOSE);
            if (Double.isFinite(peak) && modes.isNew(mode)) {
                modes.keep(mode, root, peak);
            }
        }
        use(0);
        return modes.found();
    }

    /** The modes that {@link #solveAll} found; those of the next group take their place. */
    CellModes modes() {
        return modes;
    }

    /** Turns to one of the modes found by {@link #solveAll}. */
    void use(int which) {
        peak = modes.read(which, mode, root);
    }

    /** f at a place; its slope goes into the step, its curvature into the root, for {@link #factorise}. */
    private double assess(double[] at) {
        double value = clear(at);
        for (int c = 0; c < cells; c++) {
            value += likelihood.assess(
                    table.rows(from + c), table.sum(from + c), predictor(c, at), noise, degrees, bend);
            add(c, bend[0], bend[1]);
        }
        return value;
    }

    /** The slope at the mode and the curvature there, own or of the touching parabola, likewise. */
    private void touch(boolean own) {
        clear(mode);
        for (int c = 0; c < cells; c++) {
            double n = table.rows(from + c);
            double s = table.sum(from + c);
            double eta = predictor(c, mode);
            double rest = likelihood.slope(n, s, eta, noise, degrees);
            double weight = own
                    ? likelihood.ownCurvature(n, s, eta, noise, degrees)
                    : likelihood.curvature(n, s, rest, eta, noise, degrees);
            add(c, rest, weight);
        }
    }

    /** What the deviations' own law adds. */
    private double clear(double[] at) {
        double squares = 0;
        for (int a = 0; a < k; a++) {
            squares += at[a] * at[a];
            step[a] = -at[a];
            for (int b = 0; b <= a; b++) {
                root[a * k + b] = a == b ? 1 : 0;
            }
        }
        return -0.5 * squares;
    }

    private void add(int c, double rest, double weight) {
        for (int a = 0; a < k; a++) {
            step[a] += rest * slope[c * k + a];
            for (int b = 0; b <= a; b++) {
                root[a * k + b] += weight * slope[c * k + a] * slope[c * k + b];
            }
        }
    }

    /** From slope and curvature to Newton's step and the curvature's Cholesky factor; gives twice the gain it promises. */
    private double factorise() {
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
