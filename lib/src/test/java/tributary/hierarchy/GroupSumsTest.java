package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** One group's sums against Commons Math's regression, and the theorem of Frisch, Waugh and Lovell. */
class GroupSumsTest {
    private static double[][] rows(int n, long seed) {
        RandomStream stream = StreamKey.of(seed).stream();
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            double t = i % 3 == 0 ? 1 : 0;
            double x = stream.nextGaussian() + t;
            rows[i] = new double[] {t, x, 2 + 0.7 * t - 1.1 * x + stream.nextGaussian()};
        }
        return rows;
    }

    private static GroupSums sums(double[][] rows) {
        int d = 3;
        double[] means = new double[d];
        double[] centred = new double[d * (d + 1) / 2];
        for (double[] row : rows) {
            for (int i = 0; i < d; i++) {
                means[i] += row[i] / rows.length;
            }
        }
        for (double[] row : rows) {
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    centred[i * (i + 1) / 2 + j] += (row[i] - means[i]) * (row[j] - means[j]);
                }
            }
        }
        return GroupSums.ofMoments(rows.length, means, centred);
    }

    @Test
    void regressesAsCommonsMathDoes() {
        double[][] rows = rows(40, 1);
        OLSMultipleLinearRegression ols = new OLSMultipleLinearRegression();
        ols.newSampleData(
                Arrays.stream(rows).mapToDouble(r -> r[2]).toArray(),
                Arrays.stream(rows).map(r -> new double[] {r[0], r[1]}).toArray(double[][]::new));
        GroupSums.Regression found = sums(rows).regression();
        for (int j = 0; j < 3; j++) {
            assertThat(found.estimates().get(j).value())
                    .isCloseTo(ols.estimateRegressionParameters()[j], within(1e-12));
            assertThat(StrictMath.sqrt(found.estimates().get(j).variance() * found.residualVariance()))
                    .isCloseTo(ols.estimateRegressionParametersStandardErrors()[j], within(1e-12));
        }
        assertThat(found.degreesOfFreedom()).isEqualTo(37);
    }

    @Test
    void whatIsIntegratedOutLeavesTheOthersAsTheyWere() {
        GroupSums all = sums(rows(40, 2));
        GroupSums effect = all.without(0, 2);
        assertThat(effect.columns()).isEqualTo(1);
        assertThat(effect.count()).isEqualTo(38);
        GroupSums.Regression left = effect.regression();
        GroupSums.Regression full = all.regression();
        assertThat(left.estimates().get(0).value())
                .isCloseTo(full.estimates().get(1).value(), within(1e-12));
        assertThat(left.estimates().get(0).variance())
                .isCloseTo(full.estimates().get(1).variance(), within(1e-12));
        assertThat(left.residualSquares()).isCloseTo(full.residualSquares(), within(1e-10));
        assertThat(left.degreesOfFreedom()).isEqualTo(37);
    }

    @Test
    void columnsThatRowsDoNotTellAreLeftOut() {
        double[][] treated = Arrays.stream(rows(20, 3))
                .map(r -> new double[] {1, r[1], r[2]})
                .toArray(double[][]::new);
        GroupSums.Regression oneArmed = sums(treated).regression();
        assertThat(oneArmed.estimates().get(1).value()).isNaN();
        assertThat(oneArmed.estimates().get(2).value()).isFinite();
        GroupSums silent = sums(treated).without(0, 2);
        assertThat(silent.gram(0, 0)).isZero();
        assertThat(silent.cross(0)).isZero();
        GroupSums.Regression single = sums(rows(1, 4)).regression();
        assertThat(single.residualVariance()).isNaN();
        assertThat(GroupSums.ofMoments(0, new double[3], new double[6])
                        .without(0, 2)
                        .count())
                .isZero();
    }
}
