package tributary.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.infer.Describe;
import tributary.infer.Mixing;
import tributary.infer.nuts.Nuts;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Estimates about ten under a prior that holds their mean to be zero: either they differ little and the prior is wrong, or
 * they differ as much as it takes. What mass each has is known exactly: given the deviation the mean is integrated out in
 * closed form, which leaves a sum over a fine grid of deviations.
 */
class HyperModesTest {
    private static final Nuts NUTS =
            Nuts.DEFAULT.withChains(2).withLengths(400, 1000).withTargetAcceptance(0.9);
    private static final double ERROR = 0.3;
    private static final double SPREAD_SCALE = 10;
    /** A deviation between the modes. */
    private static final double BETWEEN = 2;

    private static final double[] ESTIMATES = estimates();

    private static double[] estimates() {
        RandomStream stream = StreamKey.of(12).stream();
        double[] estimates = new double[300];
        for (int g = 0; g < estimates.length; g++) {
            estimates[g] = 10 + Math.hypot(0.5, ERROR) * stream.nextGaussian();
        }
        return estimates;
    }

    private static GroupTable table() {
        GroupTable.Builder table = GroupTable.builder(1, 0, 0);
        for (double estimate : ESTIMATES) {
            table.estimate(estimate, ERROR);
        }
        return table.build();
    }

    private static GroupModel model(double priorSd) {
        return GroupModel.of(
                List.of(GroupModel.Coefficient.of("effect", 0, priorSd, SpreadPrior.halfNormal(SPREAD_SCALE))),
                0,
                null);
    }

    /** The log mass below and above the deviation between the modes, and the mean of the mean. */
    private static double[] exact(double priorSd) {
        double sum = 0;
        double squares = 0;
        for (double estimate : ESTIMATES) {
            sum += estimate;
            squares += estimate * estimate;
        }
        int n = ESTIMATES.length;
        int size = 40_000;
        double[] logs = new double[size];
        double[] means = new double[size];
        double top = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            double log = -5 + 9.0 * i / size;
            double tau = Math.exp(log);
            double variance = ERROR * ERROR + tau * tau;
            double precision = n / variance + 1 / (priorSd * priorSd);
            means[i] = sum / variance / precision;
            logs[i] = log
                    - 0.5 * tau * tau / (SPREAD_SCALE * SPREAD_SCALE)
                    - 0.5 * n * Math.log(variance)
                    - 0.5 * squares / variance
                    - 0.5 * Math.log(precision)
                    + 0.5 * means[i] * means[i] * precision;
            top = Math.max(top, logs[i]);
        }
        double below = 0;
        double above = 0;
        double mean = 0;
        for (int i = 0; i < size; i++) {
            double mass = Math.exp(logs[i] - top);
            boolean narrow = -5 + 9.0 * i / size < Math.log(BETWEEN);
            below += narrow ? mass : 0;
            above += narrow ? 0 : mass;
            mean += mass * means[i];
        }
        return new double[] {Math.log(below), Math.log(above), mean / (below + above)};
    }

    @Test
    void theModeOfAllMassIsFoundWhereTheUsualSearchEndsAtAnother() {
        double priorSd = 0.27;
        double[] exact = exact(priorSd);
        assertThat(exact[0] - exact[1]).isGreaterThan(100);
        GroupTable table = table();
        GroupModel model = model(priorSd);
        double[] usual = HyperPosterior.mode(table.density(model)).orElseThrow().mean();
        assertThat(StrictMath.exp(usual[1]))
                .as("the deviation where the usual search ends")
                .isGreaterThan(BETWEEN);
        HyperPosterior emulated = HyperPosterior.emulate(table, model, NUTS, StreamKey.of(1), Runnable::run)
                .orElseThrow();
        HyperPosterior sampled = HyperPosterior.sample(table, model, NUTS, StreamKey.of(1), Runnable::run);
        assertThat(emulated.agrees()).isTrue();
        for (HyperPosterior found : List.of(emulated, sampled)) {
            assertThat(found.elsewhere()).isEmpty();
            double[] effect = found.draws().values("effect");
            double ess = Mixing.of(found.positions(), 2).ess();
            assertThat(ess).isGreaterThan(200);
            assertThat(Describe.mean(effect)).isCloseTo(exact[2], within(4.5 * Describe.sd(effect) / Math.sqrt(ess)));
        }
    }

    @Test
    void modesThatBothHoldMassAreToldOf() {
        double low = 0.2;
        double high = 0.3;
        for (int i = 0; i < 40; i++) {
            double middle = 0.5 * (low + high);
            double[] exact = exact(middle);
            if (exact[0] > exact[1]) {
                high = middle;
            } else {
                low = middle;
            }
        }
        double[] exact = exact(low);
        assertThat(exact[0]).isCloseTo(exact[1], within(0.1));
        HyperPosterior emulated = HyperPosterior.emulate(table(), model(low), NUTS, StreamKey.of(2), Runnable::run)
                .orElseThrow();
        assertThat(emulated.agrees()).isFalse();
        assertThat(emulated.elsewhere().orElseThrow()).startsWith("(effect ").contains(", sd_effect ");
        HyperPosterior sampled = HyperPosterior.sample(table(), model(low), NUTS, StreamKey.of(2), Runnable::run);
        assertThat(sampled.elsewhere().orElseThrow()).contains(") and (effect ");
        assertThat(Mixing.of(sampled.positions(), 2).rHat()).isGreaterThan(1.05);
    }

    @Test
    void groupsAndPriorThatAgreeHaveOneMode() {
        HyperPosterior emulated = HyperPosterior.emulate(table(), model(20), NUTS, StreamKey.of(3), Runnable::run)
                .orElseThrow();
        assertThat(emulated.agrees()).isTrue();
        assertThat(emulated.elsewhere()).isEmpty();
    }
}
