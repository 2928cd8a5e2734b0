package tributary.family.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.infer.Draws;
import tributary.model.Plate;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.random.StreamKey;

/** Predictive checks at a known position: the share of weeks within their intervals is what the normal law says. */
class FitChecksTest {
    /**
     * Weeks simulated with a deviation that is a multiple k of the one the checked draws have: of normal noise {@code
     * 2 Phi(q / k) - 1} lie within an interval of half width q deviations, q the quantile 0.6745.
     */
    @Test
    void intervalsAreJudgedByHowManyWeeksLieInside() {
        MediaMixSpec spec = MediaMixSpec.of("mix", List.of(ChannelSpec.of("tv")));
        MediaMixModel mix = MediaMixModel.of(spec, Panels.of(2, 200, 1, 3));
        Posterior posterior = Posterior.of(mix.model(), mix.data(), Parametrisation.NON_CENTRED);
        Simulation world = Simulation.of(posterior, mix.model());
        double[] truth = world.prior(StreamKey.of(4));
        int sigma = posterior.layout().offset("sigma");
        for (double k : new double[] {1, 1 / 3.0, 3}) {
            double[] scattered = truth.clone();
            scattered[sigma] += StrictMath.log(k);
            double[] kpi = world.simulate(scattered, StreamKey.of(5)).numbers(Plate.ROWS, "kpi");
            double[] size = mix.data().numbers(Plate.ROWS, "size");
            double[][] outcome = new double[2][200];
            for (int row = 0; row < kpi.length; row++) {
                outcome[row / 200][row % 200] = kpi[row] * size[row];
            }
            MediaPanel panel = mix.panel();
            MediaPanel other = panel.with(outcome, panel.sizes(), new boolean[2][200]);
            // The same scale and no effect centred, so that the position means the same.
            MediaMixSpec fixed = new MediaMixSpec(
                    spec.name(),
                    spec.channels(),
                    spec.controls(),
                    spec.mediators(),
                    spec.baseline(),
                    spec.outcome(),
                    spec.sigma(),
                    Scale.by(mix.kpiScale()),
                    spec.mediaScale());
            MediaMixModel seen = MediaMixModel.of(fixed, other);
            Posterior standardised = Posterior.of(seen.model(), seen.data(), Parametrisation.NON_CENTRED);
            double[][] same = new double[400][];
            java.util.Arrays.fill(same, truth);
            Draws draws = Draws.ofRows(posterior.coordinates(), new double[][][] {same});
            FitChecks.Check half = FitChecks.of(seen, standardised, draws, StreamKey.of(6)).stream()
                    .filter(c -> c.statistic().equals("coverage_50"))
                    .findFirst()
                    .orElseThrow();
            double wanted = 2 * tributary.math.Special.normalCdf(0.67448975 / k) - 1;
            // Four binomial errors of 400 weeks, and the quantiles of 400 replicates are themselves off by a few
            // percent.
            assertThat(half.observed())
                    .as("noise times " + k)
                    .isCloseTo(wanted, within(4 * Math.sqrt(wanted * (1 - wanted) / 400) + 0.02));
            assertThat(half.passed()).isEqualTo(k == 1);
        }
    }

    /** Without trend and season the mean of replicated weeks is the level that the prior drew, and noise over the root of weeks. */
    @Test
    void thePriorIsReplicatedToo() {
        MediaMixSpec usual = MediaMixSpec.of("mix", List.of(ChannelSpec.of("tv")));
        Baseline b = Baseline.DEFAULT;
        MediaMixSpec spec = new MediaMixSpec(
                usual.name(),
                usual.channels(),
                List.of(),
                List.of(),
                new Baseline(1, 1, "", 0, b.season(), 0, b.knotSpread(), b.control(), b.geoSpread(), b.effectSpread()),
                usual.outcome(),
                usual.sigma(),
                usual.kpiScale(),
                usual.mediaScale());
        MediaMixModel mix = MediaMixModel.of(spec, Panels.of(1, 52, 1, 3));
        Posterior posterior = mix.bind();
        Draws prior = MediaMixSampler.prior(mix, posterior, 400, StreamKey.of(4));
        List<FitChecks.Check> checks = FitChecks.prior(mix, posterior, prior, StreamKey.of(6));
        assertThat(checks)
                .extracting(FitChecks.Check::statistic)
                .containsExactly("mean", "sd", "largest", "autocorrelation");
        Draws values = posterior.constrain(prior);
        double[] level = values.values("level");
        double[] sigma = values.values("sigma");
        assertThat(checks.get(0).replicates()).hasSize(400);
        for (int d = 0; d < 400; d++) {
            assertThat(checks.get(0).replicates().get(d)).isCloseTo(level[d], within(5 * sigma[d] / Math.sqrt(52)));
        }
    }

    /** Without carry-over and saturation a test gains its coefficient times the media that it added. */
    @Test
    void aLiftTestIsHeldAgainstWhatTheModelSaysOfIt() {
        MediaPanel panel = Panels.of(1, 24, 2, 8);
        double spent = 0;
        double media = 0;
        for (int week = 5; week <= 7; week++) {
            spent += panel.of("tv").spend()[0][week];
            media += panel.of("tv").exposure()[0][week];
        }
        LiftTest test = new LiftTest("tv", "", 5, 7, 0.25 * spent, 40, 8);
        MediaMixModel mix = MediaMixModel.of(
                Panels.spec(CarryOver.NONE, Saturation.NONE, false, MediaMixSpec.Outcome.NORMAL),
                panel.withLiftTests(List.of(test)));
        Posterior posterior = mix.bind();
        Draws values = posterior.constrain(MediaMixSampler.prior(mix, posterior, 1, StreamKey.of(4)));
        double gain = mix.kpiScale() * values.values("beta_tv")[0] * 0.25 * media / mix.mediaScale("tv");
        assertThat(FitChecks.lifts(mix, values)).singleElement().satisfies(check -> {
            assertThat(check.gain()).isCloseTo(gain, within(1e-9 * gain));
            assertThat(check.off()).isCloseTo(Math.abs(40 - gain) / 8, within(1e-9));
        });
    }
}
