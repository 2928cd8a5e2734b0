package tributary.family.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tributary.estimand.IntervalSpec;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.infer.nuts.MetricKind;
import tributary.infer.nuts.Nuts;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.random.StreamKey;

/**
 * Posteriors of what a channel brought are as wide as they should be, neither less nor more: of truths drawn from the prior
 * half lie in the posteriors' middle halves. One a half too wide would hold 69 % of them (of a normal one, P(|z| < 1.01)).
 */
class MediaMixCoverageTest {
    private static final int PANELS = 200;

    @Tag("full")
    @Test
    void theMiddleHalfHoldsTheTruthHalfOfTheTime() {
        MediaMixSpec spec = MediaMixSpec.of("coverage", List.of(ChannelSpec.of("tv")));
        MediaMixModel mix = MediaMixModel.of(spec, Panels.of(1, 60, 1, 70));
        Posterior prior = mix.bind();
        Simulation world = Simulation.of(prior, mix.model());
        int inside = 0;
        int below = 0;
        for (int k = 0; k < PANELS; k++) {
            StreamKey key = StreamKey.of(8).with("coverage").with(k);
            double[] truth = world.prior(key);
            Posterior posterior = Posterior.of(mix.model(), world.simulate(truth, key));
            Draws draws = posterior
                    .sample(
                            new Nuts(1, 250, 400, 0.9, 10, MetricKind.DENSE),
                            key.stream().nextLong())
                    .unconstrained();
            double[] ends = Describe.quantiles(contribution(mix, posterior, draws), 0.25, 0.75);
            double was = contribution(mix, prior, Draws.ofRows(prior.coordinates(), new double[][][] {{truth}}))[0];
            inside += was >= ends[0] && was <= ends[1] ? 1 : 0;
            below += was < ends[0] ? 1 : 0;
        }
        // Four binomial errors; quantiles of some hundred effective draws are off by little beside them.
        assertThat(inside / (double) PANELS).isCloseTo(0.5, within(4 * Math.sqrt(0.25 / PANELS)));
        assertThat(below / (double) PANELS).isCloseTo(0.25, within(4 * Math.sqrt(0.25 * 0.75 / PANELS)));
    }

    private static double[] contribution(MediaMixModel mix, Posterior posterior, Draws draws) {
        return MediaAnswers.of(mix, posterior, draws, IntervalSpec.standard())
                .returns()
                .get(0)
                .draws()
                .values("contribution");
    }
}
