package tributary.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import tributary.random.StreamKey;

/** Shifted Sobol points are uniform, differ by stream, and integrate a smooth function far better than random ones. */
class EvenPointsTest {
    @Test
    void everyBoxOfADyadicGridHoldsItsShare() {
        EvenPoints points = new EvenPoints(3, StreamKey.of(1).stream());
        int[] met = new int[8];
        for (int i = 0; i < 64; i++) {
            double[] point = points.next();
            met[(point[0] < 0.5 ? 0 : 4) + (point[1] < 0.5 ? 0 : 2) + (point[2] < 0.5 ? 0 : 1)]++;
        }
        // A digital shift keeps the net: 64 points fill eight equal boxes alike.
        assertThat(met).containsOnly(8);
    }

    @Test
    void streamsDifferAndCoordinatesBeyondTheTableAreIndependent() {
        double[] one = new EvenPoints(1100, StreamKey.of(1).stream()).next();
        double[] other = new EvenPoints(1100, StreamKey.of(2).stream()).next();
        assertThat(one).hasSize(1100).isNotEqualTo(other);
        assertThat(java.util.Arrays.stream(one).allMatch(u -> u > 0 && u < 1)).isTrue();
        assertThat(one[1050]).isNotEqualTo(one[1051]);
    }

    @Test
    void meansOverDrawsAreSharperThanIndependentOnes() {
        Gaussian standard = Gaussian.of(new double[2], new double[][] {{1, 0}, {0, 1}});
        assertThat(standard).isNotNull();
        double[][] draws = Proposal.of(standard, 30).sample(4096, StreamKey.of(3));
        double mean = 0;
        double square = 0;
        for (double[] draw : draws) {
            mean += draw[0] / draws.length;
            square += draw[1] * draw[1] / draws.length;
        }
        // Independent draws would be off by 0.016 and 0.023; a fifth of that is asked for. Var of t30 is 30/28.
        assertThat(mean).isCloseTo(0, within(0.016 / 5));
        assertThat(square).isCloseTo(30.0 / 28, within(0.023 / 2));
    }
}
