package tributary.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which shards are fit for a consensus: wide ones are, those that have collapsed, or whose chains have not met, are not. */
class ShardFitnessTest {
    @ParameterizedTest
    @CsvSource({
        "1.01, 400, 0.9, 1.2, ''",
        // A long tail under a share of the prior.
        "1.01, 400, 0.9, 40, ''",
        "1.01, 400, 0.01, 1, 'variance 0.0100 times the least that is expected'",
        "1.2, 400, 0.9, 40, 'R-hat 1.20'",
        "1.01, 20, 0.9, 1, 'effective draws 20.0'",
        "Infinity, 0, 0, 0, 'R-hat Infinity, effective draws 0.00, variance 0.00 times the least that is expected'"
    })
    void complaints(double rHat, double ess, double low, double high, String complaint) {
        SubPosterior.Quality quality =
                new SubPosterior.Quality(SubPosterior.Origin.SAMPLED, rHat, ess, 0, 1, low, high, "");
        assertThat(ShardSampler.complaint(new SubPosterior(0, 1, new double[][] {{0}, {1}}, quality)))
                .isEqualTo(complaint);
    }
}
