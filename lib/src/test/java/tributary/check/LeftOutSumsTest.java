package tributary.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Sums over left-out parts: a part that stands for many is as many parts, to the bit, and costs as one. */
class LeftOutSumsTest {
    private static LeftOutSums sums(int apart, long times) {
        LeftOutSums.Collector all = new LeftOutSums.Collector(2);
        for (int part = 0; part < 5; part++) {
            for (int copy = 0; copy < apart; copy++) {
                for (int model = 0; model < 2; model++) {
                    RandomStream random = StreamKey.of(3).with(part).with(model).stream();
                    double[] log = new double[200];
                    for (int i = 0; i < log.length; i++) {
                        log[i] = -1 - part - 0.1 * random.nextGaussian();
                    }
                    all.take(model, log);
                }
                all.finish(times);
            }
        }
        return all.sums();
    }

    @Test
    void aPartThatStandsForSeveralIsSeveral() {
        LeftOutSums apart = sums(7, 1);
        LeftOutSums together = sums(1, 7);
        for (int place = 0; place < 2; place++) {
            LeftOutSums.Place one = apart.places().get(place);
            LeftOutSums.Place other = together.places().get(place);
            assertThat(other.model()).isEqualTo(one.model());
            assertThat(other.elpd()).isEqualTo(one.elpd());
            assertThat(other.standardError()).isEqualTo(one.standardError());
            assertThat(other.effectiveParameters()).isEqualTo(one.effectiveParameters());
            assertThat(other.differenceError()).isEqualTo(one.differenceError());
        }
        // A billion rows that fall on five cells are no longer work.
        assertThat(sums(1, 1_000_000_000L).places().get(0).elpd()).isLessThan(-1e9);
    }
}
