package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Log densities told by a few, and a density in parts, against the densities themselves. */
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

    @Test
    void aCubicIsToldExactlyAndAKinkIsNot() {
        double[][] points = points(400, 3);
        int few = Surrogate.points(3, 3);
        assertThat(few).isEqualTo(50 + 40);
        double[] cubic = Arrays.stream(points)
                .mapToDouble(p -> -1e7 + p[0] - 2 * p[1] * p[2] + 0.3 * p[0] * p[0] * p[2] - p[1] * p[1] * p[1])
                .toArray();
        double[] told = Surrogate.extend(points, ones(400), Arrays.copyOf(cubic, few), 3, 0.05)
                .orElseThrow();
        for (int i = 0; i < 400; i++) {
            assertThat(told[i]).isCloseTo(cubic[i], within(1e-6));
        }
        double[] kink =
                Arrays.stream(points).mapToDouble(p -> 3 * Math.abs(p[0])).toArray();
        assertThat(Surrogate.extend(points, ones(400), Arrays.copyOf(kink, few), 3, 0.05))
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
