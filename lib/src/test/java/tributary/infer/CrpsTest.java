package tributary.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The score of known forecasts: by its definition, and the normal's closed form. */
class CrpsTest {
    @Test
    void isItsDefinitionOnAFewDraws() {
        double[] draws = {3, -1, 2, 2, 7.5};
        double error = 0;
        double apart = 0;
        for (double a : draws) {
            error += Math.abs(a - 1.2) / 5;
            for (double b : draws) {
                apart += Math.abs(a - b) / (5 * 4);
            }
        }
        assertThat(Crps.of(draws, 1.2)).isCloseTo(error - apart / 2, within(1e-14));
        assertThat(Crps.of(new double[] {4, 4, 4}, 1)).isEqualTo(3);
        assertThatThrownBy(() -> Crps.of(new double[1], 1)).hasMessageContaining("two draws");
    }

    /** Gneiting and Raftery (2007): {@code s (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi))}. */
    @Test
    void isTheClosedFormForTheNormal() {
        RandomStream stream = StreamKey.of(4).with("crps").stream();
        int n = 40_000;
        double[] draws = new double[n];
        for (int i = 0; i < n; i++) {
            draws[i] = 10 + 2 * stream.nextGaussian();
        }
        // Phi at 0, 0.5 and -1.5.
        double[] z = {0, 0.5, -1.5};
        double[] phi = {0.5, 0.6914624612740131, 0.06680720126885807};
        for (int i = 0; i < z.length; i++) {
            double density = StrictMath.exp(-z[i] * z[i] / 2) / Math.sqrt(2 * Math.PI);
            double exact = 2 * (z[i] * (2 * phi[i] - 1) + 2 * density - 1 / Math.sqrt(Math.PI));
            // Four standard errors of a mean of absolute deviations, none of which spreads by more than 2.
            assertThat(Crps.of(draws, 10 + 2 * z[i])).isCloseTo(exact, within(4 * 2 / Math.sqrt(n)));
        }
    }
}
