package tributary.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The exact p-value equals enumeration where all outcomes can be listed, and holds its level where not. */
class RankUniformityTest {
    /** The statistic by its definition, with Commons Math's binomial. */
    private static double statistic(int[] ranks, int draws) {
        double worst = 1;
        for (int j = 1; j <= draws; j++) {
            int limit = j;
            int below = (int) Arrays.stream(ranks).filter(r -> r < limit).count();
            BinomialDistribution count = new BinomialDistribution(null, ranks.length, (double) j / (draws + 1));
            double left = count.cumulativeProbability(below);
            double right = 1 - count.cumulativeProbability(below - 1);
            worst = Math.min(worst, 2 * Math.min(left, right));
        }
        return worst;
    }

    @Test
    void equalsEnumeration() {
        int replications = 5;
        int draws = 3;
        int outcomes = (int) Math.pow(draws + 1, replications);
        List<int[]> all = new ArrayList<>();
        double[] statistics = new double[outcomes];
        for (int code = 0; code < outcomes; code++) {
            int[] ranks = new int[replications];
            for (int r = 0, rest = code; r < replications; r++, rest /= draws + 1) {
                ranks[r] = rest % (draws + 1);
            }
            all.add(ranks);
            statistics[code] = statistic(ranks, draws);
        }
        RankUniformity test = RankUniformity.of(replications, draws);
        for (int code = 0; code < outcomes; code += 7) {
            int asFar = 0;
            for (double other : statistics) {
                asFar += other <= statistics[code] * (1 + 1e-9) ? 1 : 0;
            }
            assertThat(test.pValue(all.get(code))).isCloseTo((double) asFar / outcomes, within(1e-9));
        }
    }

    @Test
    void theBandHoldsItsProbability() {
        int replications = 64;
        int draws = 31;
        RankUniformity test = RankUniformity.of(replications, draws);
        int[][] band = test.band(0.9);
        RandomStream stream = StreamKey.of(31).stream();
        int trials = 4000;
        int held = 0;
        for (int t = 0; t < trials; t++) {
            int[] counts = new int[draws + 1];
            for (int r = 0; r < replications; r++) {
                counts[stream.nextInt(draws + 1)]++;
            }
            int below = 0;
            boolean inside = true;
            for (int j = 1; j <= draws; j++) {
                below += counts[j - 1];
                inside &= band[0][j - 1] <= below && below <= band[1][j - 1];
            }
            held += inside ? 1 : 0;
        }
        // never below by more than Monte Carlo error; above by what discreteness costs
        assertThat(held / (double) trials).isBetween(0.9 - 5 * Math.sqrt(0.09 / trials), 0.94);
        assertThat(band[0][15]).isLessThan(32);
        assertThat(band[1][15]).isEqualTo(64 - band[0][15]);
    }
}
