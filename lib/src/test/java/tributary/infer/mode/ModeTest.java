package tributary.infer.mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.BiFunction;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunctionGradient;
import org.apache.commons.math3.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer;
import org.junit.jupiter.api.Test;
import tributary.infer.Psis;
import tributary.math.LogDensity;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Modes agree with closed forms and with Commons Math's optimiser; the Laplace approximation is exact for normals. */
class ModeTest {
    private static LogDensity density(int dimension, BiFunction<double[], double[], Double> function) {
        return new LogDensity() {
            @Override
            public int dimension() {
                return dimension;
            }

            @Override
            public double evaluate(double[] position, double[] gradient) {
                return function.apply(position, gradient);
            }
        };
    }

    /** Minus Rosenbrock's valley: the mode (1, 1, ..., 1) lies at the end of a long bend. */
    private static LogDensity valley(int n) {
        return density(n, (x, g) -> {
            Arrays.fill(g, 0);
            double sum = 0;
            for (int i = 0; i + 1 < n; i++) {
                double bend = x[i + 1] - x[i] * x[i];
                double rest = 1 - x[i];
                sum -= 100 * bend * bend + rest * rest;
                g[i] += 400 * bend * x[i] + 2 * rest;
                g[i + 1] -= 200 * bend;
            }
            return sum;
        });
    }

    private static final double[][] X = {
        {1, -1.2}, {1, 0.3}, {1, 2.1}, {1, -0.4}, {1, 1.1}, {1, 0.6}, {1, -2.2}, {1, 0.9}, {1, 1.7}, {1, -0.8}
    };
    private static final int[] Y = {0, 1, 1, 0, 0, 1, 0, 1, 1, 1};

    /** Logistic regression with a normal(0, 2.5) prior on both coefficients. */
    private static LogDensity logistic() {
        return density(2, (b, g) -> {
            double sum = 0;
            for (int j = 0; j < 2; j++) {
                sum -= b[j] * b[j] / 12.5;
                g[j] = -b[j] / 6.25;
            }
            for (int i = 0; i < X.length; i++) {
                double eta = X[i][0] * b[0] + X[i][1] * b[1];
                sum += Y[i] * eta - Math.log1p(Math.exp(eta));
                double residual = Y[i] - 1 / (1 + Math.exp(-eta));
                g[0] += residual * X[i][0];
                g[1] += residual * X[i][1];
            }
            return sum;
        });
    }

    @Test
    void walksTheValley() {
        for (int n : new int[] {2, 20}) {
            double[] start = new double[n];
            Arrays.fill(start, -1.2);
            Mode quick = Lbfgs.DEFAULT.search(valley(n), start);
            assertThat(quick.ending()).isEqualTo(Mode.Ending.CONVERGED);
            assertThat(Lbfgs.largest(quick.gradient())).isLessThan(1e-3); // promised gain 1e-12, curvature 1e3
            Mode newton = Newton.DEFAULT.search(valley(n), quick.position());
            assertThat(newton.converged()).isTrue();
            assertThat(newton.iterations()).isLessThan(20);
            if (n == 2) {
                assertThat(newton.position()).containsExactly(new double[] {1, 1}, within(1e-9));
                assertThat(Newton.DEFAULT.search(valley(2), start).position())
                        .containsExactly(new double[] {1, 1}, within(1e-9));
            }
        }
    }

    @Test
    void agreesWithCommonsMath() {
        LogDensity density = logistic();
        double[] scratch = new double[2];
        double[] reference = new NonLinearConjugateGradientOptimizer(
                        NonLinearConjugateGradientOptimizer.Formula.POLAK_RIBIERE, new SimpleValueChecker(-1, 1e-15))
                .optimize(
                        GoalType.MAXIMIZE,
                        new MaxEval(10_000),
                        new InitialGuess(new double[2]),
                        new ObjectiveFunction(point -> density.evaluate(point, scratch)),
                        new ObjectiveFunctionGradient(point -> {
                            double[] gradient = new double[2];
                            density.evaluate(point, gradient);
                            return gradient;
                        }))
                .getPoint();
        // stopping on the value, the conjugate gradient places the mode to the root of its precision
        Mode quick = Lbfgs.DEFAULT.search(density, new double[2]);
        Mode newton = Newton.DEFAULT.search(density, new double[2]);
        assertThat(quick.position()).containsExactly(reference, within(1e-4));
        assertThat(newton.position()).containsExactly(quick.position(), within(1e-6));
        assertThat(newton.logDensity()).isGreaterThanOrEqualTo(density.evaluate(reference, scratch));
        assertThat(Lbfgs.largest(newton.gradient())).isLessThan(1e-9);
    }

    @Test
    void findsTinyScalesFarFromZero() {
        // mean 1e6 and sd 1e-3 beside mean 0 and sd 1e4, correlated
        double[] mean = {1e6, 0};
        double[] sd = {1e-3, 1e4};
        LogDensity density = density(2, (x, g) -> {
            double a = (x[0] - mean[0]) / sd[0];
            double b = (x[1] - mean[1]) / sd[1];
            double q = 1 / (1 - 0.25);
            g[0] = -q * (a - 0.5 * b) / sd[0];
            g[1] = -q * (b - 0.5 * a) / sd[1];
            return -0.5 * q * (a * a - a * b + b * b);
        });
        Laplace laplace = Laplace.find(density, new double[] {1e6 + 3, 100}).orElseThrow();
        assertThat(laplace.mean()[0]).isCloseTo(1e6, within(1e-8));
        assertThat(laplace.mean()[1]).isCloseTo(0, within(1e-2));
        assertThat(laplace.covariance()[0][0]).isCloseTo(1e-6, within(1e-10));
        assertThat(laplace.covariance()[1][1]).isCloseTo(1e8, within(1e4));
        assertThat(laplace.covariance()[0][1]).isCloseTo(5, within(1e-3));
        assertThat(laplace.logEvidence()).isCloseTo(Math.log(2 * Math.PI * 1e-3 * 1e4 * Math.sqrt(0.75)), within(1e-4));
    }

    @Test
    void theApproximationIsTheNormalItSaysItIs() {
        Laplace laplace = Laplace.find(logistic(), new double[2]).orElseThrow();
        MultivariateNormalDistribution reference =
                new MultivariateNormalDistribution(laplace.mean(), laplace.covariance());
        double[] point = {0.4, -0.7};
        assertThat(laplace.logDensity(point)).isCloseTo(Math.log(reference.density(point)), within(1e-10));

        // its evidence, corrected by importance weights, against quadrature over a wide grid
        LogDensity density = logistic();
        RandomStream stream = StreamKey.of(21).stream();
        int draws = 20_000;
        double[] ratios = new double[draws];
        double[] scratch = new double[2];
        double meanWeight = 0;
        for (int d = 0; d < draws; d++) {
            laplace.draw(stream, point);
            ratios[d] = density.evaluate(point, scratch) - laplace.logDensity(point);
            meanWeight += Math.exp(ratios[d]) / draws;
        }
        double integral = 0;
        for (double a = -10; a < 10; a += 0.05) {
            for (double b = -10; b < 15; b += 0.05) {
                integral += Math.exp(density.evaluate(new double[] {a, b}, scratch)) * 0.0025;
            }
        }
        assertThat(Psis.smooth(ratios).reliable()).isTrue();
        assertThat(Math.log(meanWeight)).isCloseTo(Math.log(integral), within(0.05));
        assertThat(laplace.logEvidence()).isCloseTo(Math.log(integral), within(0.3));
    }

    @Test
    void saysWhereThereIsNoMode() {
        LogDensity slope = density(1, (x, g) -> {
            g[0] = 1;
            return x[0];
        });
        assertThat(Laplace.find(slope, new double[1])).isEmpty();
        LogDensity saddle = density(2, (x, g) -> {
            g[0] = -x[0];
            g[1] = x[1];
            return -0.5 * x[0] * x[0] + 0.5 * x[1] * x[1];
        });
        assertThat(Laplace.at(saddle, Lbfgs.DEFAULT.search(saddle, new double[2])))
                .isEmpty();
        LogDensity nowhere = density(1, (x, g) -> Double.NaN);
        assertThat(Lbfgs.DEFAULT.search(nowhere, new double[1]).ending()).isEqualTo(Mode.Ending.BAD_START);
        assertThat(Newton.DEFAULT.search(nowhere, new double[1]).ending()).isEqualTo(Mode.Ending.BAD_START);
        assertThatThrownBy(() -> new Lbfgs(0, 1)).hasMessageContaining("iterations");
    }

    /** With the curvature of a normal the first step is the whole way; without it a ridge takes dozens. */
    @Test
    void aKnownCurvatureSavesTheSteps() {
        int n = 30;
        LogDensity ridge = density(n, (x, g) -> {
            double sum = 0;
            double value = 0;
            for (int i = 0; i < n; i++) {
                sum += x[i];
                value -= 0.5 * (x[i] - i) * (x[i] - i);
                g[i] = i - x[i];
            }
            for (int i = 0; i < n; i++) {
                g[i] -= 1e5 * sum;
            }
            return value - 0.5e5 * sum * sum;
        });
        double[] start = new double[n];
        start[3] = 4;
        Lbfgs search = new Lbfgs(200, 1e-6);
        Mode without = search.search(ridge, start);
        ArrowRoot precision =
                Curvature.negativeHessian(ridge, start, Arrow.whole(n)).root().orElseThrow();
        Mode with = search.search(ridge, start, precision);
        assertThat(with.ending()).isEqualTo(Mode.Ending.CONVERGED);
        assertThat(with.iterations()).isLessThanOrEqualTo(3);
        assertThat(without.iterations()).isGreaterThan(with.iterations());
        // sum x = sum i / (1 + 1e5 n), and x_i = i - 1e5 sum x
        double sum = 435 / (1 + 1e5 * n);
        for (int i = 0; i < n; i++) {
            assertThat(with.position()[i]).isCloseTo(i - 1e5 * sum, within(1e-4));
        }
    }
}
