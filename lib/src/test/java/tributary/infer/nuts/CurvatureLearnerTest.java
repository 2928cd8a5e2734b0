package tributary.infer.nuts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import tributary.infer.mode.Arrow;
import tributary.math.LogDensity;

/** A window's metric is of its own draws' Hessians, and of no single one far away. */
class CurvatureLearnerTest {
    /** log p = -cosh(x_0) - 2 x_1^2: the first curvature is cosh(x_0), the second 4. */
    private static final LogDensity STEEP = new LogDensity() {
        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public double evaluate(double[] x, double[] gradient) {
            gradient[0] = -Math.sinh(x[0]);
            gradient[1] = -4 * x[1];
            return -Math.cosh(x[0]) - 2 * x[1] * x[1];
        }
    };

    private static CurvatureLearner learner() {
        return new CurvatureLearner(STEEP, Arrow.whole(2));
    }

    @Test
    void theMetricIsTheInverseMeanHessian() {
        CurvatureLearner learner = learner();
        learner.learn(new double[] {9, 0}); // of the first half, which is left out
        learner.learn(new double[] {9, 1});
        learner.learn(new double[] {0, 1});
        learner.learn(new double[] {1, 2});
        double[] variances = learner.finish(DiagonalMetric.unit(2)).variances();
        assertThat(variances[0]).isCloseTo(2 / (1 + Math.cosh(1)), within(1e-6));
        assertThat(variances[1]).isCloseTo(0.25, within(1e-6));
    }

    @Test
    void oneFarHessianDoesNotOutweighTheOthers() {
        CurvatureLearner learner = learner();
        for (int k = 0; k < 20; k++) {
            learner.learn(new double[] {k == 17 ? 25 : 0.1, 0});
        }
        // with it the mean would be cosh(25) / 10 > 1e9
        assertThat(learner.finish(DiagonalMetric.unit(2)).variances()[0]).isCloseTo(1 / Math.cosh(0.1), within(1e-6));
    }

    @Test
    void eachWindowForgetsTheOneBefore() {
        CurvatureLearner learner = learner();
        learner.learn(new double[] {6, 0});
        Metric first = learner.finish(DiagonalMetric.unit(2));
        assertThat(first.variances()[0]).isCloseTo(1 / Math.cosh(6), within(1e-6));
        assertThat(learner.finish(first)).isSameAs(first);
        learner.learn(new double[] {0, 0});
        assertThat(learner.finish(first).variances()[0]).isCloseTo(1, within(1e-6));
    }

    /**
     * Where draws lie farther apart than the curvature at them says, or closer, variances go from the curvature's towards theirs:
     * with n draws and the curvature for ten, {@code (n v / c + 10) / (n + 10)} of the curvature's c. Correlations stay.
     */
    @Test
    void theDrawsOwnSpreadCounts() {
        CurvatureLearner learner = learner();
        for (int k = 0; k < 60; k++) {
            learner.learn(new double[] {k < 30 ? 0.5 : k % 2 == 0 ? -0.2 : 0.2, k % 3 - 1});
        }
        double[] variances = learner.finish(DiagonalMetric.unit(2)).variances();
        double curved = 1 / Math.cosh(0.2);
        assertThat(variances[0]).isCloseTo(curved * (30 * (0.04 * 30 / 29) / curved + 10) / 40, within(1e-6));
        assertThat(variances[1]).isCloseTo(0.25 * (30 * (20.0 / 29) / 0.25 + 10) / 40, within(1e-6));
    }
}
