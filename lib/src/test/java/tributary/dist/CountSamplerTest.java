package tributary.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Counts far beyond tables and 32 bits keep their mean and variance. */
class CountSamplerTest {
    private static final int DRAWS = 4_000;

    @ParameterizedTest
    @CsvSource({"1e3, 0.3", "1e6, 1e-4", "1e12, 0.999", "1e15, 0.5", "40, 0.01"})
    void binomialMoments(double n, double p) {
        RandomStream stream = StreamKey.of(9).with("binomial").stream();
        assertMoments(() -> CountSampler.binomial(stream, n, p), n * p, n * p * (1 - p));
    }

    @ParameterizedTest
    @CsvSource({"0.01", "11.9", "12.1", "1e4", "1e12", "1e20"})
    void poissonMoments(double mean) {
        RandomStream stream = StreamKey.of(9).with("poisson").stream();
        assertMoments(() -> CountSampler.poisson(stream, mean), mean, mean);
    }

    @Test
    void edges() {
        RandomStream stream = StreamKey.of(9).stream();
        assertThat(CountSampler.binomial(stream, 0, 0.3)).isZero();
        assertThat(CountSampler.binomial(stream, 1e9, 0)).isZero();
        assertThat(CountSampler.binomial(stream, 1e9, 1)).isEqualTo(1e9);
        assertThat(CountSampler.poisson(stream, 0)).isZero();
    }

    /** Mean within five standard errors; variance within five, its error from the fourth moment of a near-normal. */
    private static void assertMoments(DoubleSupplier draw, double mean, double variance) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double z = (draw.getAsDouble() - mean) / Math.sqrt(variance);
            sum += z;
            squares += z * z;
        }
        double kurtosisAtMost = 3 + 1 / variance;
        assertThat(Math.abs(sum / DRAWS)).isLessThan(5 / Math.sqrt(DRAWS));
        assertThat(Math.abs(squares / DRAWS - 1)).isLessThan(5 * Math.sqrt(kurtosisAtMost / DRAWS));
    }
}
