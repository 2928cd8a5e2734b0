package tributary.hierarchy;

import java.util.Arrays;
import tributary.infer.LogSum;

/** The modes of one group that {@link CellAlgebra#solveAll} found, with Laplace's approximation at each. */
final class CellModes {
    /** At most so many are told apart. */
    static final int MOST = 4;
    /** Modes nearer than so many of Laplace's deviations are one. */
    private static final double APART = 0.1;

    private final int k;
    private int found;
    private final double[] modes;
    private final double[] roots;
    private final double[] peaks = new double[MOST];
    private final double[] terms = new double[MOST];

    /** None, of so many deviations. */
    CellModes(int k) {
        this.k = k;
        modes = new double[MOST * k];
        roots = new double[MOST * k * k];
    }

    void clear() {
        found = 0;
        Arrays.fill(terms, Double.NEGATIVE_INFINITY);
    }

    /** Keeps a mode, the Cholesky factor of the curvature there, and the height. */
    void keep(double[] mode, double[] root, double peak) {
        System.arraycopy(mode, 0, modes, found * k, k);
        System.arraycopy(root, 0, roots, found * k * k, k * k);
        peaks[found++] = peak;
    }

    /** Copies one, and gives its height. */
    double read(int which, double[] mode, double[] root) {
        System.arraycopy(modes, which * k, mode, 0, k);
        System.arraycopy(roots, which * k * k, root, 0, k * k);
        return peaks[which];
    }

    /** How many there are. */
    int found() {
        return found;
    }

    boolean full() {
        return found == MOST;
    }

    /** Whether a point lies apart from all of them. */
    boolean isNew(double[] point) {
        for (int i = 0; i < found; i++) {
            if (!(squares(i, point) > APART * APART)) {
                return false;
            }
        }
        return true;
    }

    /** The squared distance of a point from a mode, in Laplace's deviations. */
    private double squares(int which, double[] point) {
        double sum = 0;
        for (int a = 0; a < k; a++) {
            double along = 0;
            for (int b = a; b < k; b++) {
                along += roots[(which * k + b) * k + a] * (point[b] - modes[which * k + b]);
            }
            sum += along * along;
        }
        return sum;
    }

    /** The logarithm of the sum of Laplace's approximations of {@code exp(f)} at all of them. */
    double logParabolas(double[] point) {
        for (int i = 0; i < found; i++) {
            terms[i] = peaks[i] - 0.5 * squares(i, point);
        }
        return LogSum.of(terms);
    }

    /** The same with the tails of a t of so many degrees of freedom. */
    double logTails(double[] point, double of) {
        for (int i = 0; i < found; i++) {
            terms[i] = peaks[i] - 0.5 * (of + k) * StrictMath.log1p(squares(i, point) / of);
        }
        return LogSum.of(terms);
    }

    /** The share of the mass that Laplace's approximation gives each of them. */
    void weigh(double[] shares) {
        double sum = 0;
        for (int i = 0; i < found; i++) {
            double product = 1;
            for (int a = 0; a < k; a++) {
                product *= roots[(i * k + a) * k + a];
            }
            shares[i] = StrictMath.exp(peaks[i] - peaks[0]) / product;
            sum += shares[i];
        }
        for (int i = 0; i < found; i++) {
            shares[i] /= sum;
        }
    }
}
