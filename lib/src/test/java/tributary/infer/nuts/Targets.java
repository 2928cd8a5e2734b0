package tributary.infer.nuts;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import tributary.math.LogDensity;

/** Densities with known answers, each with its gradient written by hand. */
final class Targets {
    private Targets() {}

    static List<String> names(int dimension) {
        return IntStream.range(0, dimension).mapToObj(i -> "x[" + i + "]").toList();
    }

    /** Normal with mean {@code i + 1} and the given covariance. */
    static LogDensity normal(double[][] covariance) {
        int n = covariance.length;
        double[][] precision = new CholeskyDecomposition(new Array2DRowRealMatrix(covariance))
                .getSolver()
                .getInverse()
                .getData();
        return new LogDensity() {
            @Override
            public int dimension() {
                return n;
            }

            @Override
            public double evaluate(double[] position, double[] gradient) {
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    double slope = 0;
                    for (int j = 0; j < n; j++) {
                        slope -= precision[i][j] * (position[j] - j - 1);
                    }
                    gradient[i] = slope;
                    sum += slope * (position[i] - i - 1);
                }
                return 0.5 * sum;
            }
        };
    }

    /** Covariance with sds 10^(spread i / (n - 1)) and correlations rho^|i - j|. */
    static double[][] covariance(int n, double rho, double spread) {
        double[][] covariance = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sds = Math.pow(10, spread * (i + j) / Math.max(1, n - 1));
                covariance[i][j] = sds * Math.pow(rho, Math.abs(i - j));
            }
        }
        return covariance;
    }

    /** Independent Student t with 5 degrees of freedom. */
    static LogDensity studentT(int n) {
        return new LogDensity() {
            @Override
            public int dimension() {
                return n;
            }

            @Override
            public double evaluate(double[] position, double[] gradient) {
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    double x = position[i];
                    sum -= 3 * Math.log1p(x * x / 5);
                    gradient[i] = -6 * x / (5 + x * x);
                }
                return sum;
            }
        };
    }

    /** Neal's funnel: v ~ normal(0, 3), then nine x ~ normal(0, exp(v / 2)). */
    static LogDensity funnel() {
        return new LogDensity() {
            @Override
            public int dimension() {
                return 10;
            }

            @Override
            public double evaluate(double[] position, double[] gradient) {
                double v = position[0];
                double precision = Math.exp(-v);
                double sum = -v * v / 18 - 4.5 * v;
                gradient[0] = -v / 9 - 4.5;
                for (int i = 1; i < 10; i++) {
                    double x = position[i];
                    sum -= 0.5 * precision * x * x;
                    gradient[0] += 0.5 * precision * x * x;
                    gradient[i] = -precision * x;
                }
                return sum;
            }
        };
    }

    /** a ~ normal(1, 1), b ~ normal(a^2, 1/sqrt(10)): a banana with known moments (E b = 2, sd a = 1). */
    static LogDensity banana() {
        return new LogDensity() {
            @Override
            public int dimension() {
                return 2;
            }

            @Override
            public double evaluate(double[] position, double[] gradient) {
                double a = position[0] - 1;
                double b = position[1] - position[0] * position[0];
                gradient[0] = -a + 20 * b * position[0];
                gradient[1] = -10 * b;
                return -0.5 * a * a - 5 * b * b;
            }
        };
    }

    /** Exponential(1) as it stands: a density with an edge at zero. */
    static LogDensity edge() {
        return new LogDensity() {
            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public double evaluate(double[] position, double[] gradient) {
                gradient[0] = -1;
                return position[0] > 0 ? -position[0] : Double.NEGATIVE_INFINITY;
            }
        };
    }
}
