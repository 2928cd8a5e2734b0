package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.infer.nuts.Nuts;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Known hyper-parameters are found again from 20, 2,000 and 100,000 groups of 3 to 3,000 rows, many of them one-armed,
 * empty or without events, and the intervals of groups cover; draws from few evaluations agree with sampled ones.
 */
class RecoveryTest {
    /** Mean level and effect, their deviations, their correlation; of normal outcomes sigma. */
    private static final double[] TRUTH = {-1, 0.3, 0.8, 0.5, -0.3, 2};

    private static final Nuts NUTS =
            Nuts.DEFAULT.withChains(2).withLengths(200, 400).withTargetAcceptance(0.9);

    private static GroupModel model(boolean normal) {
        return GroupModel.of(
                List.of(
                        GroupModel.Coefficient.of("baseline", 0, 3, SpreadPrior.halfNormal(1)),
                        GroupModel.Coefficient.of("effect", 0, 3, SpreadPrior.halfNormal(1))),
                2,
                normal ? SpreadPrior.exponential(2) : null);
    }

    /** Groups and the effects behind them. */
    private record Made(Groups groups, double[] effects) {}

    private static Made made(int groups, boolean normal, int most) {
        RandomStream stream = StreamKey.of(6).with(groups).stream();
        double[] effects = new double[groups];
        GroupTable.Builder sums = GroupTable.builder(2, 0, 0);
        double[] rows = new double[2 * groups];
        double[] events = new double[2 * groups];
        for (int g = 0; g < groups; g++) {
            double a = stream.nextGaussian();
            double b = TRUTH[4] * a + StrictMath.sqrt(1 - TRUTH[4] * TRUTH[4]) * stream.nextGaussian();
            double level = TRUTH[0] + TRUTH[2] * a;
            effects[g] = TRUTH[1] + TRUTH[3] * b;
            // Sizes from 3 to the most, evenly in their logarithm; a tenth empty, a fifth in one arm.
            int n = (int) StrictMath.rint(3 * StrictMath.pow(most / 3.0, stream.nextDouble()));
            double kind = stream.nextDouble();
            int treated = kind < 0.2 ? (kind < 0.1 ? 0 : n) : n / 2;
            double[] arms = kind > 0.9 ? new double[2] : new double[] {n - treated, treated};
            double[] sum = new double[2];
            double square = 0;
            for (int c = 0; c < 2; c++) {
                double mean = level + c * effects[g];
                if (normal && arms[c] > 0) {
                    sum[c] = arms[c] * mean + TRUTH[5] * StrictMath.sqrt(arms[c]) * stream.nextGaussian();
                    double within = arms[c] > 1 ? 2 * stream.nextGamma(0.5 * (arms[c] - 1)) : 0;
                    square += TRUTH[5] * TRUTH[5] * within + sum[c] * sum[c] / arms[c];
                }
                for (int i = 0; i < arms[c] && !normal; i++) {
                    sum[c] += stream.nextDouble() < CellLikelihood.BERNOULLI.mean(mean) ? 1 : 0;
                }
                rows[2 * g + c] = arms[c];
                events[2 * g + c] = sum[c];
            }
            double n1 = arms[1];
            sums.add(
                    arms[0] + n1,
                    new double[] {arms[0] + n1, n1, n1, n1},
                    new double[] {sum[0] + sum[1], sum[1]},
                    square);
        }
        return new Made(normal ? sums.build() : CellTable.ofArms(CellLikelihood.BERNOULLI, 2, rows, events), effects);
    }

    private static void assertRecovers(Made made, boolean normal, HyperPosterior posterior) {
        Draws draws = posterior.draws();
        for (int i = 0; i < draws.names().size(); i++) {
            double[] values = draws.values(draws.names().get(i));
            double sd = Describe.sd(values);
            assertThat(Describe.mean(values)).as(draws.names().get(i)).isCloseTo(TRUTH[i], within(4 * sd));
        }
        // 80 % intervals of the effects of up to 1,000 groups.
        int checked = Math.min(1000, made.groups().groups());
        int every = 10;
        int size = draws.size() / every;
        double[][] effects = new double[checked][size];
        double[] row = new double[posterior.positions().names().size()];
        double[] coefficients = new double[2];
        double[] means = new double[2];
        double[] variances = new double[2];
        RandomStream stream = StreamKey.of(8).stream();
        for (int m = 0; m < size; m++) {
            posterior.positions().row(every * m, row);
            GroupConditional given = made.groups().given(model(normal), row);
            for (int g = 0; g < checked; g++) {
                given.draw(g, stream, coefficients, means, variances);
                effects[g][m] = coefficients[1];
            }
        }
        int covered = 0;
        for (int g = 0; g < checked; g++) {
            covered += made.effects()[g] > Describe.quantile(effects[g], 0.1)
                            && made.effects()[g] < Describe.quantile(effects[g], 0.9)
                    ? 1
                    : 0;
        }
        // Four binomial deviations, and a hundredth for the quantiles of few draws.
        double tolerance = 4 * StrictMath.sqrt(0.16 / checked) + 0.01;
        assertThat((double) covered / checked).isCloseTo(0.8, within(tolerance));
    }

    private static void assertSampledRecover(int groups, boolean normal, int rows) {
        Made made = made(groups, normal, rows);
        assertRecovers(
                made,
                normal,
                HyperPosterior.sample(made.groups(), model(normal), NUTS, StreamKey.of(2), Runnable::run));
    }

    private static void assertEmulatedRecover(int groups, boolean normal, int rows) {
        Made made = made(groups, normal, rows);
        assertRecovers(
                made,
                normal,
                HyperPosterior.emulate(made.groups(), model(normal), NUTS, StreamKey.of(2), Runnable::run)
                        .filter(HyperPosterior::agrees)
                        .orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 2_000})
    void sampledOfNormalRows(int groups) {
        assertSampledRecover(groups, true, 3000);
    }

    @Test
    void emulatedOfAHundredThousandGroups() {
        assertEmulatedRecover(100_000, true, 3000);
    }

    @Test
    void sampledOfYesAndNo() {
        assertSampledRecover(20, false, 3000);
    }

    @Test
    void emulatedOfYesAndNo() {
        assertEmulatedRecover(2_000, false, 300);
    }

    @Test
    @Tag("full")
    void emulatedOfYesAndNoInAHundredThousandGroups() {
        assertEmulatedRecover(100_000, false, 300);
    }
}
