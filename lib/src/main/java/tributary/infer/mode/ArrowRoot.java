package tributary.infer.mode;

import java.io.Serializable;
import java.util.Optional;

/**
 * The Cholesky factor L of a positive definite {@link ArrowMatrix}, blocks first, which keeps its zeros: with {@code L_g} the
 * factor of block g and {@code W_g = L_g^-1 C_g} for its entries C_g with what is shared, what is shared has the factor of
 * {@code S - sum W_g' W_g}. Work and memory grow with the number of blocks, not with its square. Immutable.
 */
public final class ArrowRoot implements Serializable {
    private static final long serialVersionUID = 1L;
    /** A pivot below this share of its diagonal entry is rounding. */
    private static final double SMALLEST = 1e-13;

    private final Arrow arrow;
    private final double[][] lower;
    private final double[][] beside;
    private final double[] shared;

    private ArrowRoot(Arrow arrow, double[][] lower, double[][] beside, double[] shared) {
        this.arrow = arrow;
        this.lower = lower;
        this.beside = beside;
        this.shared = shared;
    }

    /**
     * The factor of a matrix.
     *
     * @param ridges to raise diagonals by where a square is not positive definite, in turn: the diagonal d of that square alone
     *     becomes {@code (1 + ridge) |d|}
     */
    static Optional<ArrowRoot> of(ArrowMatrix matrix, double... ridges) {
        Arrow arrow = matrix.arrow();
        int common = arrow.shared().length;
        double[][] lower = new double[arrow.blocks()][];
        double[][] beside = new double[arrow.blocks()][];
        double[] rest = matrix.shared.clone();
        for (int g = 0; g < lower.length; g++) {
            int size = arrow.block(g).length;
            lower[g] = raised(matrix.own[g], size, matrix.own[g], ridges);
            if (lower[g].length == 0) {
                return Optional.empty();
            }
            double[] w = matrix.beside[g].clone();
            for (int i = 0; i < size; i++) {
                for (int k = 0; k < i; k++) {
                    subtract(w, i * common, lower[g][i * size + k], w, k * common, common);
                }
                double pivot = 1 / lower[g][i * size + i];
                for (int j = i * common; j < (i + 1) * common; j++) {
                    w[j] *= pivot;
                }
                for (int j = 0; j < common; j++) {
                    subtract(rest, j * common, w[i * common + j], w, i * common, j + 1);
                }
            }
            beside[g] = w;
        }
        double[] shared = raised(rest, common, matrix.shared, ridges);
        return shared.length == common * common
                ? Optional.of(new ArrowRoot(arrow, lower, beside, shared))
                : Optional.empty();
    }

    /** The lower factor, its diagonal raised by the first of the ridges that serves; empty array if none does. */
    private static double[] raised(double[] square, int size, double[] whole, double... ridges) {
        double[] diagonal = diagonal(whole, size);
        double[] lower = square.clone();
        boolean definite = factor(lower, size, diagonal);
        for (int k = 0; k < ridges.length && !definite; k++) {
            System.arraycopy(square, 0, lower, 0, lower.length);
            for (int i = 0; i < size; i++) {
                lower[i * size + i] = (1 + ridges[k]) * StrictMath.abs(lower[i * size + i]);
            }
            definite = factor(lower, size, diagonal);
        }
        return definite ? lower : new double[0];
    }

    private static double[] diagonal(double[] square, int size) {
        double[] diagonal = new double[size];
        for (int i = 0; i < size; i++) {
            diagonal[i] = square[i * size + i];
        }
        return diagonal;
    }

    /** The lower factor of a square, in its place; false if a pivot is not above rounding of what its diagonal was. */
    private static boolean factor(double[] square, int size, double[] diagonal) {
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                double sum = square[i * size + j] - dot(square, i * size, square, j * size, j);
                square[i * size + j] = sum / square[j * size + j];
            }
            double pivot = square[i * size + i] - dot(square, i * size, square, i * size, i);
            if (!(pivot > SMALLEST * StrictMath.abs(diagonal[i])) || Double.isInfinite(pivot)) {
                return false;
            }
            square[i * size + i] = StrictMath.sqrt(pivot);
        }
        return true;
    }

    private static double dot(double[] a, int at, double[] b, int from, int count) {
        double even = 0;
        double odd = 0;
        int k = 0;
        for (; k + 1 < count; k += 2) {
            even += a[at + k] * b[from + k];
            odd += a[at + k + 1] * b[from + k + 1];
        }
        return k < count ? even + odd + a[at + k] * b[from + k] : even + odd;
    }

    private static void subtract(double[] to, int at, double factor, double[] what, int from, int count) {
        for (int k = 0; k < count; k++) {
            to[at + k] -= factor * what[from + k];
        }
    }

    /** The number of coordinates. */
    public int dimension() {
        return arrow.dimension();
    }

    /** The zeros of the matrix. */
    public Arrow arrow() {
        return arrow;
    }

    /** {@code L z}, into {@code product}: of covariance L L' for standard normal z. */
    public void times(double[] z, double[] product) {
        int[] common = arrow.shared();
        int count = common.length;
        for (int i = 0; i < count; i++) {
            double sum = 0;
            for (int j = 0; j <= i; j++) {
                sum += shared[i * count + j] * z[common[j]];
            }
            product[common[i]] = sum;
        }
        for (int g = 0; g < lower.length; g++) {
            int[] block = arrow.block(g);
            for (int i = 0; i < block.length; i++) {
                double mine = z[block[i]];
                for (int j = 0; j < count; j++) {
                    product[common[j]] += beside[g][i * count + j] * mine;
                }
                double sum = 0;
                for (int j = 0; j <= i; j++) {
                    sum += lower[g][i * block.length + j] * z[block[j]];
                }
                product[block[i]] = sum;
            }
        }
    }

    /**
     * The vector that the matrix {@code L L'} takes to a given one.
     *
     * @param solution receives it
     * @param scratch as long as what is shared is wide, at least
     */
    public void solve(double[] given, double[] solution, double[] scratch) {
        int[] common = arrow.shared();
        int count = common.length;
        for (int j = 0; j < count; j++) {
            scratch[j] = given[common[j]];
        }
        for (int g = 0; g < lower.length; g++) {
            int[] block = arrow.block(g);
            double[] own = lower[g];
            for (int i = 0; i < block.length; i++) {
                double rest = given[block[i]];
                for (int k = 0; k < i; k++) {
                    rest -= own[i * block.length + k] * solution[block[k]];
                }
                double mine = rest / own[i * block.length + i];
                solution[block[i]] = mine;
                subtract(scratch, 0, mine, beside[g], i * count, count);
            }
        }
        for (int i = 0; i < count; i++) {
            scratch[i] = (scratch[i] - dot(shared, i * count, scratch, 0, i)) / shared[i * count + i];
        }
        for (int i = count - 1; i >= 0; i--) {
            scratch[i] /= shared[i * count + i];
            subtract(scratch, 0, scratch[i], shared, i * count, i);
        }
        for (int j = 0; j < count; j++) {
            solution[common[j]] = scratch[j];
        }
        for (int g = 0; g < lower.length; g++) {
            int[] block = arrow.block(g);
            double[] own = lower[g];
            for (int i = block.length - 1; i >= 0; i--) {
                double rest = solution[block[i]] - dot(beside[g], i * count, scratch, 0, count);
                for (int k = i + 1; k < block.length; k++) {
                    rest -= own[k * block.length + i] * solution[block[k]];
                }
                solution[block[i]] = rest / own[i * block.length + i];
            }
        }
    }

    /** The diagonal of the inverse: variances where the matrix is a precision. */
    public double[] inverseDiagonal() {
        double[] diagonal = new double[arrow.dimension()];
        double[] unit = new double[arrow.dimension()];
        double[] column = new double[arrow.dimension()];
        double[] scratch = new double[arrow.shared().length];
        for (int i = 0; i < diagonal.length; i++) {
            unit[i] = 1;
            solve(unit, column, scratch);
            diagonal[i] = column[i];
            unit[i] = 0;
        }
        return diagonal;
    }
}
