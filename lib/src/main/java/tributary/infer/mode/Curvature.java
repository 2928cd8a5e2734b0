package tributary.infer.mode;

import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import tributary.math.LogDensity;

/** Second derivatives of a log density, by central differences of its gradient: two gradients a coordinate. */
public final class Curvature {
    /** The cube root of the unit roundoff: balances rounding and curvature of the gradient. */
    private static final double RELATIVE_STEP = StrictMath.cbrt(StrictMath.ulp(1.0));
    /** In posterior standard deviations: far above rounding, far below where the curvature changes. */
    private static final double STANDARD_STEP = 1e-3;

    /** Of what a row could add up to: differences err by far less, what does not fit by its own size. */
    private static final double FIT = 1e-3;

    private Curvature() {}

    /**
     * The negative Hessian, symmetric. A first pass with steps relative to the coordinates finds the posterior's scale;
     * where that is usable a second pass steps a thousandth of a standard deviation.
     *
     * @return entries NaN or infinite where the density is not finite nearby
     */
    public static double[][] negativeHessian(LogDensity density, double[] position) {
        int n = position.length;
        double[] steps = relativeSteps(position);
        Arrow whole = Arrow.whole(n);
        double[] rough = differences(density, position, steps, whole).shared;
        for (int i = 0; i < n; i++) {
            double curvature = rough[i * n + i];
            if (!(curvature > 0) || Double.isInfinite(curvature)) {
                return rows(rough, n);
            }
            double step = STANDARD_STEP / StrictMath.sqrt(curvature);
            // never so small that the coordinate itself cannot carry it
            steps[i] = StrictMath.max(step, 16 * StrictMath.ulp(position[i]));
        }
        return rows(differences(density, position, steps, whole).shared, n);
    }

    /**
     * The negative Hessian of a density whose coordinates touch as an arrow says, by one pass with steps relative to the
     * coordinates. Blocks are moved together, so that it takes two gradients for each coordinate of the widest block and
     * each shared one, however many blocks there are (Curtis, Powell and Reid, 1974).
     *
     * @return what the arrow has no place for is not seen, and spoils the entries of blocks: see {@link #fits}
     */
    public static ArrowMatrix negativeHessian(LogDensity density, double[] position, Arrow arrow) {
        return differences(density, position, relativeSteps(position), arrow);
    }

    /**
     * Whether a density has no second derivatives but those that an arrow has a place for, as far as one direction tells:
     * each component of the gradient must change along it as the matrix says.
     *
     * @param direction of numbers about 1, none of them the same
     */
    public static boolean fits(LogDensity density, double[] position, ArrowMatrix curvature, double[] direction) {
        int n = position.length;
        double[] steps = relativeSteps(position);
        double[] along = new double[n];
        double[] moved = new double[n];
        double[] above = new double[n];
        double[] below = new double[n];
        for (int i = 0; i < n; i++) {
            along[i] = steps[i] * direction[i];
            moved[i] = position[i] + along[i];
        }
        density.evaluate(moved, above);
        for (int i = 0; i < n; i++) {
            moved[i] = position[i] - along[i];
        }
        density.evaluate(moved, below);
        double[] told = curvature.times(along);
        double[] most = curvature.most(along);
        for (int i = 0; i < n; i++) {
            double change = 0.5 * (below[i] - above[i]);
            if (!(StrictMath.abs(told[i] - change) <= FIT * (most[i] + steps[i]))) {
                return false;
            }
        }
        return true;
    }

    private static double[] relativeSteps(double[] position) {
        double[] steps = new double[position.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = RELATIVE_STEP * StrictMath.max(1, StrictMath.abs(position[i]));
        }
        return steps;
    }

    private static double[][] rows(double[] square, int size) {
        double[][] rows = new double[size][size];
        for (int i = 0; i < size; i++) {
            System.arraycopy(square, i * size, rows[i], 0, size);
        }
        return rows;
    }

    private static ArrowMatrix differences(LogDensity density, double[] position, double[] steps, Arrow arrow) {
        int n = position.length;
        ArrowMatrix hessian = new ArrowMatrix(arrow);
        double[] moved = position.clone();
        double[] above = new double[n];
        double[] below = new double[n];
        double[] up = new double[n];
        double[] down = new double[n];
        for (int i = 0; i < n; i++) {
            up[i] = position[i] + steps[i];
            down[i] = position[i] - steps[i];
        }
        int[] common = arrow.shared();
        for (int k = 0; k < arrow.widest(); k++) {
            move(moved, up, arrow, k);
            density.evaluate(moved, above);
            move(moved, down, arrow, k);
            density.evaluate(moved, below);
            move(moved, position, arrow, k);
            for (int g = 0; g < arrow.blocks(); g++) {
                int[] block = arrow.block(g);
                for (int i = 0; i < block.length && k < block.length; i++) {
                    hessian.own[g][i * block.length + k] =
                            (below[block[i]] - above[block[i]]) / (up[block[k]] - down[block[k]]);
                }
            }
        }
        for (int k = 0; k < common.length; k++) {
            int j = common[k];
            moved[j] = up[j];
            density.evaluate(moved, above);
            moved[j] = down[j];
            density.evaluate(moved, below);
            moved[j] = position[j];
            for (int i = 0; i < common.length; i++) {
                hessian.shared[i * common.length + k] = (below[common[i]] - above[common[i]]) / (up[j] - down[j]);
            }
            for (int g = 0; g < arrow.blocks(); g++) {
                int[] block = arrow.block(g);
                for (int i = 0; i < block.length; i++) {
                    hessian.beside[g][i * common.length + k] = (below[block[i]] - above[block[i]]) / (up[j] - down[j]);
                }
            }
        }
        for (int g = 0; g < arrow.blocks(); g++) {
            symmetric(hessian.own[g], arrow.block(g).length);
        }
        symmetric(hessian.shared, common.length);
        return hessian;
    }

    private static void move(double[] moved, double[] to, Arrow arrow, int member) {
        for (int g = 0; g < arrow.blocks(); g++) {
            int[] block = arrow.block(g);
            if (member < block.length) {
                moved[block[member]] = to[block[member]];
            }
        }
    }

    private static void symmetric(double[] square, int size) {
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                double mean = 0.5 * (square[i * size + j] + square[j * size + i]);
                square[i * size + j] = mean;
                square[j * size + i] = mean;
            }
        }
    }

    /** The Cholesky decomposition of a symmetric matrix; empty if it is not positive definite and finite. */
    static Optional<CholeskyDecomposition> decompose(double[][] matrix) {
        for (double[] row : matrix) {
            if (!Double.isFinite(Lbfgs.largest(row))) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(new CholeskyDecomposition(new Array2DRowRealMatrix(matrix, false), 1e-8, 0));
        } catch (NonPositiveDefiniteMatrixException e) {
            return Optional.empty();
        }
    }
}
