package tributary.hierarchy;

/**
 * The linear algebra of one group at a time, on scratch arrays: {@code M = I + B'A B}, its Cholesky factor, and what
 * the conditional draws read from them.
 */
final class GroupAlgebra {
    private final double[] gram;
    private final double[] crosses;
    private final double[] squares;
    private final int q;
    private final int k;
    private final double[] mean;
    private final double[] residual;
    private final double[] product;
    private final double[] root;
    private final double[] right;
    private final double[] solved;
    private final double[] inverse;
    private final double[] rootInverse;
    private final double[] reciprocal;

    GroupAlgebra(GroupTable table, int q, int k) {
        this(table.grams(), table.crosses(), table.squares(), q, k);
    }

    /** Of {@code X'X}, {@code X'y} and {@code y'y} of each group, one after the other; read at every call. */
    GroupAlgebra(double[] gram, double[] crosses, double[] squares, int q, int k) {
        this.gram = gram;
        this.crosses = crosses;
        this.squares = squares;
        this.q = q;
        this.k = k;
        mean = new double[q];
        residual = new double[q];
        product = new double[q * k];
        root = new double[k * k];
        right = new double[k];
        solved = new double[k];
        inverse = new double[k * k];
        rootInverse = new double[k * k];
        reciprocal = new double[k];
    }

    /** The mean coefficients, to be filled before {@link #solve}. */
    double[] mean() {
        return mean;
    }

    /** Works out a group. */
    void solve(int group, double[] factor) {
        int gramAt = group * q * q;
        int crossAt = group * q;
        for (int i = 0; i < q; i++) {
            int row = gramAt + i * q;
            double sum = 0;
            for (int j = 0; j < q; j++) {
                sum += gram[row + j] * mean[j];
            }
            residual[i] = crosses[crossAt + i] - sum;
            for (int l = 0; l < k; l++) {
                double entry = 0;
                for (int j = 0; j < q; j++) {
                    entry += gram[row + j] * factor[j * k + l];
                }
                product[i * k + l] = entry;
            }
        }
        for (int a = 0; a < k; a++) {
            double sum = 0;
            for (int i = 0; i < q; i++) {
                sum += factor[i * k + a] * residual[i];
            }
            right[a] = sum;
            for (int b = 0; b <= a; b++) {
                double entry = a == b ? 1 : 0;
                for (int i = 0; i < q; i++) {
                    entry += factor[i * k + a] * product[i * k + b];
                }
                root[a * k + b] = entry;
            }
        }
        factorise();
        substitute();
    }

    /** Cholesky in place: M is the identity and something positive, so pivots are at least one. */
    private void factorise() {
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < a; b++) {
                double sum = root[a * k + b];
                for (int c = 0; c < b; c++) {
                    sum -= root[a * k + c] * root[b * k + c];
                }
                root[a * k + b] = sum * reciprocal[b];
            }
            double pivot = root[a * k + a];
            for (int c = 0; c < a; c++) {
                pivot -= root[a * k + c] * root[a * k + c];
            }
            root[a * k + a] = Math.sqrt(pivot);
            reciprocal[a] = 1 / root[a * k + a];
        }
    }

    /** Solves {@code M solved = right}. */
    private void substitute() {
        for (int a = 0; a < k; a++) {
            double sum = right[a];
            for (int c = 0; c < a; c++) {
                sum -= root[a * k + c] * solved[c];
            }
            solved[a] = sum * reciprocal[a];
        }
        backSubstitute(solved);
    }

    /** Solves {@code R' into = into} for the Cholesky factor R of M. */
    void backSubstitute(double[] into) {
        for (int a = k - 1; a >= 0; a--) {
            double sum = into[a];
            for (int c = a + 1; c < k; c++) {
                sum -= root[c * k + a] * into[c];
            }
            into[a] = sum * reciprocal[a];
        }
    }

    /** The square root of the determinant of M. */
    double rootDeterminant() {
        double determinant = 1;
        for (int a = 0; a < k; a++) {
            determinant *= root[a * k + a];
        }
        return determinant;
    }

    /** {@code r'r - h'M^-1 h}. */
    double misfit(int group) {
        double rest = squares[group];
        for (int i = 0; i < q; i++) {
            // With v = X'y - A m: r'r = y'y - m'(X'y + v).
            rest -= mean[i] * (crosses[group * q + i] + residual[i]);
        }
        for (int a = 0; a < k; a++) {
            rest -= right[a] * solved[a];
        }
        return rest;
    }

    /** {@code M^-1 h}: sigma times the conditional mean of the standardised deviations. */
    double solved(int a) {
        return solved[a];
    }

    /** What the deviations leave of a slope: {@code v - A B M^-1 h}, the slope in a mean times the variance. */
    double left(int i) {
        double sum = residual[i];
        for (int a = 0; a < k; a++) {
            sum -= product[i * k + a] * solved[a];
        }
        return sum;
    }

    /** {@code A B}. */
    double product(int i, int a) {
        return product[i * k + a];
    }

    /** {@code A - A B M^-1 B'A}, after {@link #invert}: what the group tells of its means, times the variance. */
    double information(int group, int i, int j) {
        double sum = gram[(group * q + i) * q + j];
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) {
                sum -= product[i * k + a] * inverse[a * k + b] * product[j * k + b];
            }
        }
        return sum;
    }

    /** Entry (row, column) of {@code M^-1}, after {@link #invert}. */
    double inverse(int row, int column) {
        return inverse[row * k + column];
    }

    /** Inverts M: first its lower Cholesky factor, then the product of that with itself. */
    void invert() {
        for (int b = 0; b < k; b++) {
            rootInverse[b * k + b] = reciprocal[b];
            for (int a = b + 1; a < k; a++) {
                double sum = 0;
                for (int c = b; c < a; c++) {
                    sum -= root[a * k + c] * rootInverse[c * k + b];
                }
                rootInverse[a * k + b] = sum * reciprocal[a];
            }
        }
        for (int a = 0; a < k; a++) {
            for (int b = 0; b <= a; b++) {
                double sum = 0;
                for (int c = a; c < k; c++) {
                    sum += rootInverse[c * k + a] * rootInverse[c * k + b];
                }
                inverse[a * k + b] = sum;
                inverse[b * k + a] = sum;
            }
        }
    }
}
