package tributary.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.infer.SampleStats;

/** Chains of the surrogate that diverge vouch for nothing, as chains over all rows do not. */
class SurrogateFitnessTest {
    @ParameterizedTest
    @CsvSource({"0, ''", "10, ''", "11, '11 divergent transitions of 1000 where the surrogate was sampled'"})
    void oneTransitionInAHundredMayDiverge(int divergences, String doubt) {
        SampleStats.Step[][] steps = new SampleStats.Step[4][250];
        for (int i = 0; i < 1000; i++) {
            steps[i % 4][i / 4] = new SampleStats.Step(i < divergences, 3, 7, 0, 0.9, 0.1);
        }
        assertThat(SurrogateSampler.doubt(SampleStats.of(steps), 1000)).isEqualTo(doubt);
    }
}
