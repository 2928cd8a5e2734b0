package tributary.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tributary.posterior.InferenceStatus;

/** No adversary gets a false certificate: what is certified lies within a fifth of a posterior sd of a fine grid. */
class AdversaryTest {
    @ParameterizedTest
    @EnumSource
    void certifiedMeansRight(Adversary adversary) {
        Adversary.Outcome outcome = adversary.run();
        assertThat(outcome.isFalse()).as(outcome.toString()).isFalse();
        switch (adversary) {
            // These would have been published wrong by the raw consensus, and the exact pass must mend them.
            case STUCK_CHAIN, WRONG_PRIOR_SPLIT, SORTED_SHARDS -> {
                assertThat(outcome.rawError()).isGreaterThan(0.5);
                assertThat(outcome.status()).isEqualTo(InferenceStatus.CERTIFIED);
            }
            default -> assertThat(outcome.shards()).isNotEmpty();
        }
    }
}
