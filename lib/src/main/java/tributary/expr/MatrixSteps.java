package tributary.expr;

import java.util.Arrays;

/** The steps of small dense linear algebra, matrices in row order. */
@SuppressWarnings("ArrayRecordComponent") // steps are never compared
final class MatrixSteps {
    private MatrixSteps() {}

    /** A lower Cholesky factor; its mirror after Smith (1995), "Differentiation of the Cholesky algorithm". */
    record Factored(Vector matrix, int n, double[] scratch, Vector out) implements Step {
        @Override
        public void forward(boolean slopes) {
            double[] a = matrix.value;
            double[] lower = out.value;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    double value = a[i * n + j];
                    for (int k = 0; k < j; k++) {
                        value -= lower[i * n + k] * lower[j * n + k];
                    }
                    lower[i * n + j] = i == j ? Math.sqrt(value) : value / lower[j * n + j];
                }
            }
        }

        @Override
        public void reverse() {
            if (!matrix.varies) {
                return;
            }
            double[] lower = out.value;
            System.arraycopy(out.adjoint, 0, scratch, 0, n * n);
            for (int i = n - 1; i >= 0; i--) {
                for (int j = i; j >= 0; j--) {
                    double adjoint = scratch[i * n + j] / lower[j * n + j];
                    if (i == j) {
                        adjoint *= 0.5;
                    } else {
                        scratch[j * n + j] -= adjoint * lower[i * n + j];
                    }
                    for (int k = j - 1; k >= 0; k--) {
                        scratch[i * n + k] -= adjoint * lower[j * n + k];
                        scratch[j * n + k] -= adjoint * lower[i * n + k];
                    }
                    matrix.adjoint[i * n + j] += adjoint;
                }
            }
        }
    }

    /** A triangular solve. */
    record Solved(Vector lower, Vector right, boolean transposed, double[] scratch, Vector out) implements Step {
        @Override
        public void forward(boolean slopes) {
            System.arraycopy(right.value, 0, out.value, 0, out.size);
            solve(out.value, transposed);
        }

        private void solve(double[] x, boolean transpose) {
            int n = out.size;
            double[] l = lower.value;
            for (int step = 0; step < n; step++) {
                int i = transpose ? n - 1 - step : step;
                double value = x[i];
                for (int before = 0; before < step; before++) {
                    int k = transpose ? n - 1 - before : before;
                    value -= l[transpose ? k * n + i : i * n + k] * x[k];
                }
                x[i] = value / l[i * n + i];
            }
        }

        @Override
        public void reverse() {
            int n = out.size;
            System.arraycopy(out.adjoint, 0, scratch, 0, n);
            solve(scratch, !transposed);
            for (int i = 0; i < n; i++) {
                if (right.varies) {
                    right.adjoint[i] += scratch[i];
                }
                for (int j = 0; j <= i && lower.varies; j++) {
                    double product = transposed ? out.value[i] * scratch[j] : scratch[i] * out.value[j];
                    lower.adjoint[i * n + j] -= product;
                }
            }
        }
    }

    /** A matrix times a vector. */
    record Multiplied(Vector matrix, Vector vector, Vector out) implements Step {
        @Override
        public void forward(boolean slopes) {
            Arrays.fill(out.value, 0);
            for (int i = 0; i < out.size; i++) {
                for (int k = 0; k < vector.size; k++) {
                    out.value[i] = Math.fma(matrix.value[i * vector.size + k], vector.value[k], out.value[i]);
                }
            }
        }

        @Override
        public void reverse() {
            for (int i = 0; i < out.size; i++) {
                double adjoint = out.adjoint[i];
                for (int k = 0; k < vector.size; k++) {
                    if (matrix.varies) {
                        matrix.adjoint[i * vector.size + k] += adjoint * vector.value[k];
                    }
                    if (vector.varies) {
                        vector.adjoint[k] += adjoint * matrix.value[i * vector.size + k];
                    }
                }
            }
        }
    }
}
