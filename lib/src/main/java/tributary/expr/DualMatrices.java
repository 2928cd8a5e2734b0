package tributary.expr;

/** Small dense linear algebra on values with tangents, by the schoolbook loops, each differentiated line by line. */
final class DualMatrices {
    private DualMatrices() {}

    static Dual cholesky(Dual a, int n) {
        Dual lower = Dual.of(n * n, a.moves());
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double value = a.value(i * n + j);
                double tangent = a.tangent(i * n + j);
                for (int k = 0; k < j; k++) {
                    int ik = i * n + k;
                    int jk = j * n + k;
                    value -= lower.value(ik) * lower.value(jk);
                    tangent -= lower.tangent(ik) * lower.value(jk) + lower.value(ik) * lower.tangent(jk);
                }
                if (i == j) {
                    double root = Math.sqrt(value);
                    lower.set(i * n + j, root, tangent / (2 * root));
                } else {
                    double pivot = lower.value(j * n + j);
                    double quotient = value / pivot;
                    lower.set(i * n + j, quotient, (tangent - quotient * lower.tangent(j * n + j)) / pivot);
                }
            }
        }
        return lower;
    }

    static Dual solve(Dual lower, Dual right, boolean transposed) {
        int n = right.size();
        Dual x = Dual.of(n, lower.moves() || right.moves());
        for (int step = 0; step < n; step++) {
            int i = transposed ? n - 1 - step : step;
            double value = right.value(i);
            double tangent = right.tangent(i);
            for (int before = 0; before < step; before++) {
                int k = transposed ? n - 1 - before : before;
                int cell = transposed ? k * n + i : i * n + k;
                value -= lower.value(cell) * x.value(k);
                tangent -= lower.tangent(cell) * x.value(k) + lower.value(cell) * x.tangent(k);
            }
            double pivot = lower.value(i * n + i);
            double quotient = value / pivot;
            x.set(i, quotient, (tangent - quotient * lower.tangent(i * n + i)) / pivot);
        }
        return x;
    }

    static Dual multiply(Dual matrix, Dual vector, int rows) {
        int n = vector.size();
        Dual result = Dual.of(rows, matrix.moves() || vector.moves());
        for (int i = 0; i < rows; i++) {
            double value = 0;
            double tangent = 0;
            for (int k = 0; k < n; k++) {
                value = Math.fma(matrix.value(i * n + k), vector.value(k), value);
                tangent += matrix.tangent(i * n + k) * vector.value(k) + matrix.value(i * n + k) * vector.tangent(k);
            }
            result.set(i, value, tangent);
        }
        return result;
    }
}
