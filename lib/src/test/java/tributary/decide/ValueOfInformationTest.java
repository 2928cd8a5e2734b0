package tributary.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** Values of information and risk measures against their normal closed forms. */
class ValueOfInformationTest {
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    /** Evenly spread quantiles of a normal: draws without noise. */
    private static double[] quantiles(double mean, double sd) {
        double[] draws = new double[20_000];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = mean + sd * NORMAL.inverseCumulativeProbability((i + 0.5) / draws.length);
        }
        return draws;
    }

    @Test
    void perfectInformationOfANormalUtility() {
        for (double mean : new double[] {-1.5, 0, 2}) {
            double z = mean / 2;
            double expected = mean * NORMAL.cumulativeProbability(z) + 2 * NORMAL.density(z) - Math.max(0, mean);
            assertThat(ValueOfInformation.perfect(quantiles(mean, 2))).isCloseTo(expected, within(1e-3));
            assertThat(ValueOfInformation.ofMoreUnits(mean, 2, 100, 100, 1e12)).isCloseTo(expected, within(1e-6));
        }
        assertThat(ValueOfInformation.ofMoreUnits(1, 2, 100, 100, 0)).isZero();
        assertThat(ValueOfInformation.ofMoreUnits(1, 2, 0, 100, 5)).isNaN();
    }

    @Test
    void riskMeasuresOfANormalUtility() {
        double[] draws = quantiles(3, 2);
        double tail = 3 - 2 * NORMAL.density(NORMAL.inverseCumulativeProbability(0.1)) / 0.1;
        assertThat(Appraiser.riskAdjusted(draws, new RiskAttitude(RiskAttitude.Kind.CVAR, 0.1)))
                .isCloseTo(tail, within(1e-2));
        assertThat(Appraiser.riskAdjusted(draws, new RiskAttitude(RiskAttitude.Kind.MEAN_SD, 0.5)))
                .isCloseTo(2, within(1e-3));
        assertThat(Appraiser.riskAdjusted(draws, RiskAttitude.neutral())).isCloseTo(3, within(1e-9));
    }

    @Test
    void regionVerdicts() {
        Rope rope = new Rope(Scale.ABSOLUTE, -1, 1);
        assertThat(rope.verdict(1.1, 2)).isEqualTo(RopeVerdict.ABOVE);
        assertThat(rope.verdict(-3, -1.1)).isEqualTo(RopeVerdict.BELOW);
        assertThat(rope.verdict(-1, 1)).isEqualTo(RopeVerdict.EQUIVALENT);
        assertThat(rope.verdict(-0.5, 1.5)).isEqualTo(RopeVerdict.UNDECIDED);
        assertThat(rope.verdict(Double.NaN, 1)).isEqualTo(RopeVerdict.UNDECIDED);
    }
}
