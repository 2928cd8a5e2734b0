package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Polynomials told by a few points, and a density in parts, against the functions themselves. */
class SurrogateTest {
    private static double[][] points(int size, int dimension) {
        RandomStream stream = StreamKey.of(3).stream();
        double[][] points = new double[size][dimension];
        for (double[] point : points) {
            Arrays.setAll(point, i -> stream.nextGaussian());
        }
        return points;
    }

    private static double[] ones(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double cubic(double[] p) {
        return p[0] - 2 * p[1] * p[2] + 0.3 * p[0] * p[0] * p[2] - p[1] * p[1] * p[1];
    }

    @Test
    void aCubicIsToldExactlyAsFarAsThePointsGoAndFallsBeyond() {
        double[][] points = points(400, 3);
        int few = Surrogate.points(3, 3);
        assertThat(few).isEqualTo(50);
        // Far from the origin, and stretched: whitening must not cost digits.
        for (double[] p : points) {
            p[1] = 0.01 * p[1] + 3 * p[0];
        }
        double[][] fitted = Arrays.copyOf(points, few);
        double[] values =
                Arrays.stream(fitted).mapToDouble(SurrogateTest::cubic).toArray();
        Surrogate told = Surrogate.fit(fitted, ones(few), values, 3).orElseThrow();
        double[] slope = new double[3];
        double[] scratch = new double[3];
        for (double[] p : fitted) {
            assertThat(told.evaluate(p, slope)).isCloseTo(cubic(p), within(1e-7));
            assertThat(told.another().value(p)).isEqualTo(told.value(p));
        }
        for (double[] p : points) {
            // The slopes are those of the value, on both sides of where the polynomial is believed.
            for (double far : new double[] {0.5, 6}) {
                double[] at = Arrays.stream(p).map(x -> far * x).toArray();
                told.evaluate(at, slope);
                for (int i = 0; i < 3; i++) {
                    double kept = at[i];
                    double step = 1e-6 * (i == 1 ? 0.01 : 1);
                    at[i] = kept + step;
                    double up = told.evaluate(at, scratch);
                    at[i] = kept - step;
                    double down = told.evaluate(at, scratch);
                    at[i] = kept;
                    assertThat(slope[i]).isCloseTo((up - down) / (2 * step), within(2e-3 * (1 + Math.abs(slope[i]))));
                }
            }
        }
        double[] away = {50, 150, 0};
        assertThat(told.value(away)).isLessThan(-1000);
        assertThat(told.everywhere().value(away)).isCloseTo(cubic(away), within(1e-3 * Math.abs(cubic(away))));
        assertThat(told.value(new double[] {Double.POSITIVE_INFINITY, 0, 0})).isNaN();
    }

    @Test
    void pointsThatDoNotDetermineAPolynomialGiveNone() {
        double[][] points = points(50, 3);
        for (double[] p : points) {
            p[2] = p[0] - p[1];
        }
        assertThat(Surrogate.fit(points, ones(50), new double[50], 3)).isEmpty();
        assertThat(Surrogate.fit(points(50, 3), new double[50], new double[50], 3))
                .isEmpty();
    }

    private static CellTable yesAndNo(int groups) {
        RandomStream stream = StreamKey.of(4).stream();
        double[] rows = new double[2 * groups];
        double[] sums = new double[2 * groups];
        for (int g = 0; g < groups; g++) {
            double level = -1 + 0.5 * stream.nextGaussian();
            double effect = 0.3 + 0.4 * stream.nextGaussian();
            for (int c = 0; c < 2; c++) {
                int n = stream.nextInt(40);
                rows[2 * g + c] = n;
                for (int i = 0; i < n; i++) {
                    sums[2 * g + c] += stream.nextDouble() < CellLikelihood.BERNOULLI.mean(level + c * effect) ? 1 : 0;
                }
            }
        }
        return CellTable.ofArms(CellLikelihood.BERNOULLI, 2, rows, sums);
    }

    private static final GroupModel MODEL = GroupModel.of(
            List.of(
                    GroupModel.Coefficient.of("baseline", -1, 2, SpreadPrior.halfNormal(1)),
                    GroupModel.Coefficient.of("effect", 0, 2, SpreadPrior.halfNormal(1))),
            2,
            null);

    @Test
    void aDensityInPartsIsTheDensity() {
        CellTable table = yesAndNo(2500);
        CollapsedDensity parted = table.density(MODEL, Runnable::run);
        assertThat(parted).isInstanceOf(PartedDensity.class);
        CollapsedDensity whole = table.density(MODEL);
        double[] one = new double[5];
        double[] other = new double[5];
        for (double[] at : points(5, 5)) {
            double value = whole.evaluate(at, one);
            assertThat(parted.evaluate(at, other)).isCloseTo(value, within(1e-9 * Math.abs(value)));
            for (int i = 0; i < 5; i++) {
                assertThat(other[i]).isCloseTo(one[i], within(1e-8 * (1 + Math.abs(one[i]))));
            }
        }
    }
}
