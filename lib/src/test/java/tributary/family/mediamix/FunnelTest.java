package tributary.family.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.estimand.IntervalSpec;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.infer.nuts.MetricKind;
import tributary.infer.nuts.Nuts;
import tributary.math.LogDensity;
import tributary.model.Model;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.random.StreamKey;

/** The full funnel: television makes people search, searching sells, and the answers go through it. */
class FunnelTest {
    private static MediaPanel panel(int geos, int weeks, double[][] interest) {
        MediaPanel plain = Panels.of(geos, weeks, 2, 21);
        List<MediaPanel.Series> series = new ArrayList<>(plain.controls());
        series.add(new MediaPanel.Series("interest", interest));
        return new MediaPanel(
                plain.geos(),
                plain.weeks(),
                plain.kpi(),
                plain.media(),
                series,
                plain.sizes(),
                plain.value(),
                List.of());
    }

    private static MediaMixModel funnel(int geos, int weeks, MediaMixSpec.Outcome outcome) {
        double[][] interest = new double[geos][weeks];
        var noise = StreamKey.of(8).with("interest").stream();
        for (double[] geo : interest) {
            for (int t = 0; t < weeks; t++) {
                geo[t] = 500 + 40 * noise.nextGaussian();
            }
        }
        return MediaMixModel.of(spec(outcome), panel(geos, weeks, interest));
    }

    private static MediaMixSpec spec(MediaMixSpec.Outcome outcome) {
        MediaMixSpec plain = Panels.spec(CarryOver.GEOMETRIC, Saturation.LOGISTIC, false, outcome);
        return new MediaMixSpec(
                "funnel",
                plain.channels(),
                plain.controls(),
                List.of(MediatorSpec.of("interest", List.of("tv"))),
                plain.baseline(),
                outcome,
                plain.sigma(),
                plain.kpiScale(),
                plain.mediaScale());
    }

    private static List<MediaAnswers.Returns> returns(MediaMixModel mix, Posterior posterior, double[]... positions) {
        Draws draws = Draws.ofRows(posterior.coordinates(), new double[][][] {positions});
        return MediaAnswers.of(mix, posterior, draws, IntervalSpec.standard()).returns();
    }

    @Test
    void theModelPrintsAndItsGradientIsExact() {
        for (MediaMixSpec.Outcome outcome : MediaMixSpec.Outcome.values()) {
            MediaMixModel mix = funnel(1 + outcome.ordinal() % 2, 30, outcome);
            assertThat(Model.parse("again", mix.model().print())).isEqualTo(mix.model());
            Posterior posterior = mix.bind();
            LogDensity density = posterior.densities().get();
            double[] position = Simulation.of(posterior, mix.model()).prior(StreamKey.of(3));
            double[] gradient = new double[position.length];
            assertThat(density.evaluate(position, gradient)).isFinite();
            double[] none = new double[position.length];
            for (int k = 0; k < position.length; k++) {
                double[] up = position.clone();
                double[] down = position.clone();
                up[k] += 1e-5;
                down[k] -= 1e-5;
                double slope = (density.evaluate(up, none) - density.evaluate(down, none)) / 2e-5;
                assertThat(gradient[k])
                        .as(outcome + " " + posterior.coordinates().get(k))
                        .isCloseTo(slope, within(1e-4 * Math.max(1, Math.abs(slope))));
            }
        }
    }

    /** What a channel brought is its own coefficient and what it fed, times the mediator's effect; loops by hand. */
    @Test
    void aChannelBringsWhatItFeeds() {
        int weeks = 24;
        MediaMixModel mix = funnel(1, weeks, MediaMixSpec.Outcome.NORMAL);
        Posterior posterior = mix.bind();
        double[] position = Simulation.of(posterior, mix.model()).prior(StreamKey.of(9));
        double[] values = posterior.constrain(position);
        List<String> names = posterior.names();
        double alpha = values[names.indexOf("alpha_tv")];
        double rate = values[names.indexOf("rate_tv")];
        double each = values[names.indexOf("beta_tv")]
                + values[names.indexOf("feed_1_tv")] * values[names.indexOf("b_mediator_1")];
        double sum = 0;
        for (int t = 0; t < weeks; t++) {
            double carried = 0;
            double weights = 0;
            for (int l = 0; l < 4; l++) {
                double weight = StrictMath.pow(alpha, l);
                weights += weight;
                carried += t >= l ? weight * mix.panel().of("tv").exposure()[0][t - l] : 0;
            }
            double e = StrictMath.exp(-rate * carried / weights / mix.mediaScale("tv"));
            sum += each * (1 - e) / (1 + e) * mix.kpiScale();
        }
        double told = returns(mix, posterior, position).get(0).draws().values("contribution")[0];
        assertThat(told).isCloseTo(sum, within(1e-9 * sum));
    }

    /** Weeks made by the model: what television did in all, by itself and through searches, is recovered. */
    @Test
    void theWholeWayIsRecovered() {
        int weeks = 104;
        MediaMixModel mix = funnel(1, weeks, MediaMixSpec.Outcome.NORMAL);
        Posterior prior = mix.bind();
        Simulation world = Simulation.of(prior, mix.model());
        StreamKey key = StreamKey.of(31);
        double[] truth = world.prior(key);
        Posterior posterior = Posterior.of(mix.model(), world.simulate(truth, key));
        Draws draws = posterior
                .sample(new Nuts(2, 300, 300, 0.9, 10, MetricKind.DENSE), 5)
                .unconstrained();
        Draws asked = MediaAnswers.of(mix, posterior, draws, IntervalSpec.standard())
                .returns()
                .get(0)
                .draws();
        double really = returns(mix, prior, truth).get(0).draws().values("contribution")[0];
        double[] brought = asked.values("contribution");
        // Four posterior deviations: the truth is a draw of the posterior's own kind.
        assertThat(Describe.mean(brought)).isCloseTo(really, within(4 * Describe.sd(brought)));
    }

    @Test
    void badMediatorsSayWhy() {
        assertThatThrownBy(() -> MediatorSpec.of("interest", List.of())).hasMessageContaining("fed by no channel");
        assertThatThrownBy(
                        () -> new MediatorSpec("i", List.of("tv"), "normal(size, 1)", "normal(0, 1)", "half_normal(1)"))
                .hasMessageContaining("what feeds i");
        MediaMixSpec plain = Panels.spec(CarryOver.NONE, Saturation.NONE, false, MediaMixSpec.Outcome.NORMAL);
        assertThatThrownBy(() -> new MediaMixSpec(
                        "mix",
                        plain.channels(),
                        plain.controls(),
                        List.of(MediatorSpec.of("interest", List.of("radio"))),
                        plain.baseline(),
                        plain.outcome(),
                        plain.sigma(),
                        plain.kpiScale(),
                        plain.mediaScale()))
                .hasMessageContaining("no channel: radio");
    }
}
