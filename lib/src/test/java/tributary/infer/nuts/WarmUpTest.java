package tributary.infer.nuts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.junit.jupiter.api.Test;
import tributary.math.LogDensity;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Windows end where Stan's do, dual averaging finds its target, metrics are shrunk covariances. */
class WarmUpTest {
    private static List<Integer> ends(int total) {
        Windows windows = Windows.of(total);
        return IntStream.range(0, total)
                .filter(windows::ends)
                .mapToObj(t -> t + 1)
                .toList();
    }

    @Test
    void windowsEndWhereStansDo() {
        assertThat(ends(1000)).containsExactly(100, 150, 250, 450, 950);
        assertThat(ends(300)).containsExactly(100, 150, 250);
        assertThat(ends(200)).containsExactly(100, 150);
        assertThat(ends(150)).containsExactly(100);
        assertThat(ends(100)).containsExactly(90);
        assertThat(ends(19)).isEmpty();
        Windows windows = Windows.of(1000);
        assertThat(windows.learns(74)).isFalse();
        assertThat(windows.learns(75)).isTrue();
        assertThat(windows.learns(949)).isTrue();
        assertThat(windows.learns(950)).isFalse();
    }

    @Test
    void dualAveragingMeetsItsTarget() {
        DualAveraging averaging = new DualAveraging(0.8, 1);
        for (int t = 0; t < 2000; t++) {
            averaging.learn(Math.exp(-averaging.stepSize()));
        }
        assertThat(averaging.averagedStepSize()).isCloseTo(-Math.log(0.8), within(0.01));
    }

    @Test
    void learnsShrunkCovariances() {
        RandomStream stream = StreamKey.of(8).stream();
        MetricLearner dense = new MetricLearner(MetricKind.DENSE, 3);
        MetricLearner diagonal = new MetricLearner(MetricKind.DIAGONAL, 3);
        for (int window = 0; window < 2; window++) {
            double[][] rows = new double[40][3];
            for (double[] row : rows) {
                row[0] = 1e3 + stream.nextGaussian();
                row[1] = row[0] + stream.nextGaussian();
                row[2] = 5 * stream.nextGaussian();
                dense.learn(row);
                diagonal.learn(row);
            }
            double[][] sample = new Covariance(rows).getCovarianceMatrix().getData();
            double[][] learnt = ((DenseMetric) dense.finish(DiagonalMetric.unit(3))).covariance();
            double[] variances = diagonal.finish(DiagonalMetric.unit(3)).variances();
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    double expected = sample[i][j] * 40 / 45 + (i == j ? 1e-3 * 5 / 45 : 0);
                    assertThat(learnt[i][j]).isCloseTo(expected, within(1e-8));
                }
                assertThat(variances[i]).isCloseTo(learnt[i][i], within(1e-8));
            }
        }
    }

    @Test
    void theFirstGuessCrossesTheTarget() throws StuckChainException {
        LogDensity density = Targets.normal(new double[][] {{1e-6}});
        NutsKernel kernel = new NutsKernel(density, DiagonalMetric.unit(1), 10);
        double step = WarmUp.findStepSize(kernel, kernel.init(new double[] {1}), 1, StreamKey.of(1).stream());
        // stability ends at 2 sd = 2e-3
        assertThat(step).isBetween(1e-4, 4e-3);
    }

    @Test
    void refusesMetricsThatAreNone() {
        assertThatThrownBy(() -> DiagonalMetric.of(1, 0)).hasMessageContaining("coordinate 1");
        assertThatThrownBy(() -> DiagonalMetric.of(Double.NaN)).hasMessageContaining("positive");
        assertThatThrownBy(() -> DenseMetric.of(new double[][] {{1, 2}, {2, 1}}))
                .hasMessageContaining("definite");
        assertThatThrownBy(() -> DenseMetric.of(new double[][] {{Double.NaN}})).hasMessageContaining("definite");
    }
}
