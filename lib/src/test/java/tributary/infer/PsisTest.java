package tributary.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** PSIS equals ArviZ's on stored ratios to 1e-8, corrects known proposals, and refuses hopeless ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PsisTest {
    private final Map<String, double[][]> stored = StoredDraws.series("psis.csv");

    List<String> cases() {
        return stored.keySet().stream()
                .filter(name -> name.endsWith(".ratios"))
                .map(name -> name.substring(0, name.indexOf('.')))
                .toList();
    }

    private double[] values(String name) {
        return Objects.requireNonNull(stored.get(name))[0];
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsArviz(String name) {
        Psis psis = Psis.smooth(values(name + ".ratios"), values(name + ".reff")[0]);
        double expected = values(name + ".k")[0];
        if (Double.isInfinite(expected)) {
            assertThat(psis.kHat()).isEqualTo(expected);
        } else {
            assertThat(psis.kHat()).isCloseTo(expected, within(1e-8));
        }
        double[] weights = psis.logWeights();
        double[] reference = values(name + ".weights");
        for (int i = 0; i < weights.length; i++) {
            assertThat(weights[i]).isCloseTo(reference[i], within(1e-8 * Math.max(1, Math.abs(reference[i]))));
        }
    }

    @Test
    void fitsTheShapeOfAKnownTail() {
        // P(w > x) = x^-2: every second moment is at its limit, k = 1/2
        RandomStream stream = StreamKey.of(12).stream();
        double[] ratios = new double[20_000];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = stream.nextExponential() / 2;
        }
        // 425 tail draws: the standard error of k is about (1 + k) / sqrt(425) = 0.07
        assertThat(Psis.smooth(ratios).kHat()).isCloseTo(0.5, within(0.3));
    }

    @Test
    void correctsANeighbouringProposal() {
        RandomStream stream = StreamKey.of(13).stream();
        int draws = 20_000;
        double[] x = new double[draws];
        double[] ratios = new double[draws];
        for (int i = 0; i < draws; i++) {
            x[i] = 1.3 * stream.nextGaussian() + 0.3;
            double z = (x[i] - 0.3) / 1.3;
            ratios[i] = 0.5 * (z * z - x[i] * x[i]);
        }
        Psis psis = Psis.smooth(ratios);
        assertThat(psis.reliable()).isTrue();
        double error = 5 / Math.sqrt(psis.ess());
        assertThat(psis.expectation(x)).isCloseTo(0, within(error));
        double[] squares = Arrays.stream(x).map(v -> v * v).toArray();
        assertThat(psis.expectation(squares)).isCloseTo(1, within(error * Math.sqrt(2)));
        assertThat(Psis.kHat(ratios, squares, 1)).isLessThan(Psis.threshold(draws));
        assertThat(Arrays.stream(psis.weights()).sum()).isCloseTo(1, within(1e-12));

        int[] indices = Resampling.systematic(psis.weights(), draws, 0.5);
        assertThat(Describe.mean(Arrays.stream(indices).mapToDouble(i -> x[i]).toArray()))
                .isCloseTo(psis.expectation(x), within(0.01));
    }

    @Test
    void aFunctionalCanBeWorseThanItsRatios() {
        RandomStream stream = StreamKey.of(14).stream();
        double[] ratios = new double[4000];
        double[] heavy = new double[4000];
        double[] signs = new double[4000];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = 0.1 * stream.nextGaussian();
            double u = stream.nextDouble();
            heavy[i] = u < 0.5 ? -1 / u : 1 / (1 - u); // Cauchy-like in both tails: no mean
            signs[i] = Math.signum(u - 0.5);
        }
        assertThat(Psis.kHat(ratios, heavy, 1)).isGreaterThan(0.7);
        assertThat(Psis.kHat(ratios, signs, 1)).isEqualTo(Psis.smooth(ratios).kHat());
    }

    @Test
    void saysWhatItCannotDo() {
        assertThat(Psis.threshold(100)).isEqualTo(0.5);
        assertThat(Psis.threshold(2200)).isCloseTo(0.7, within(1e-3));
        assertThat(Psis.smooth(new double[] {2, 2, 2, 2}).kHat()).isNegative().isInfinite();
        assertThat(Psis.smooth(new double[] {2, 2, 2, 2}).ess()).isCloseTo(4, within(1e-12));
        assertThat(Psis.smooth(new double[] {1, 2, 3}).reliable()).isFalse();
        assertThat(Psis.smooth(new double[] {0, 1, Double.NaN}).reliable()).isFalse();
        assertThat(Psis.smooth(new double[] {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY})
                        .reliable())
                .isFalse();
        double[] withZeroWeight = new double[100];
        for (int i = 0; i < 100; i++) {
            withZeroWeight[i] = i % 10 == 0 ? Double.NEGATIVE_INFINITY : Math.sin(i);
        }
        assertThat(Psis.smooth(withZeroWeight).weights()[0]).isZero();
        assertThatThrownBy(() -> Psis.smooth(new double[0])).hasMessageContaining("ratios");
    }

    @Test
    void systematicResamplingTakesWhatItOwes() {
        double[] weights = {0.1, 0, 0.45, 0.25, 0.2, 0};
        for (double uniform : new double[] {1e-12, 0.3, 0.77, 1 - 1e-12}) {
            int[] counts = new int[weights.length];
            for (int i : Resampling.systematic(weights, 10, uniform)) {
                counts[i]++;
            }
            for (int i = 0; i < weights.length; i++) {
                assertThat(counts[i]).isBetween((int) Math.floor(10 * weights[i]), (int) Math.ceil(10 * weights[i]));
            }
        }
        assertThatThrownBy(() -> Resampling.systematic(new double[] {0, 0}, 1, 0.5))
                .hasMessageContaining("positive");
        assertThatThrownBy(() -> Resampling.systematic(new double[] {1, Double.NaN}, 1, 0.5))
                .hasMessageContaining("NaN");
    }
}
