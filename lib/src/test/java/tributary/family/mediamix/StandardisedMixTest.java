package tributary.family.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tributary.infer.nuts.MetricKind;
import tributary.infer.nuts.Starts;
import tributary.posterior.Data;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The standardised law has the values of any other coordinates, and starts found in it lie in no neck of a funnel. */
class StandardisedMixTest {
    @Test
    void translatedPositionsHaveTheSameValuesAndDensity() {
        MediaMixModel mix = MediaMixModel.of(
                Panels.with(MediaMixSpec.of("geo", List.of(ChannelSpec.of("tv"))), MediaMixSpec.Outcome.NORMAL, 4),
                Panels.of(5, 30, 1, 3));
        StandardisedMix standardised = StandardisedMix.of(mix.model(), mix.data());
        Posterior other = Posterior.of(
                mix.model(),
                mix.data(),
                Map.of(
                        "geo_level", Parametrisation.CENTRED,
                        "log_relative_tv", Parametrisation.NON_CENTRED,
                        "b_knot", Parametrisation.CENTRED));
        assertThat(standardised.effects())
                .extracting(StandardisedMix.Effect::name, StandardisedMix.Effect::spread, StandardisedMix.Effect::count)
                .containsExactly(
                        tuple("log_relative_tv", "spread_tv", 5),
                        tuple("geo_level", "geo_spread", 5),
                        tuple("b_knot", "knot_spread", 4));
        Posterior own = standardised.posterior();
        RandomStream random = StreamKey.of(2).stream();
        for (int k = 0; k < 5; k++) {
            double[] u = new double[own.layout().dimension()];
            for (int i = 0; i < u.length; i++) {
                u[i] = random.nextGaussian();
            }
            double[] values = own.constrain(u);
            double[] there = standardised.translate(u, other);
            assertThat(other.constrain(there)).containsExactly(values, within(1e-9));
            assertThat(standardised.translate(u, own)).containsExactly(u);
            // e = m + s u: log p(u) = log p(e) + n log s for what is not standardised there
            double volume = 5 * Math.log(values[own.names().indexOf("geo_spread")])
                    + 4 * Math.log(values[own.names().indexOf("knot_spread")]);
            double one = own.densities().get().evaluate(u, new double[u.length]);
            assertThat(other.densities().get().evaluate(there, new double[u.length]) + volume)
                    .isCloseTo(one, within(1e-9 * Math.max(1, Math.abs(one))));
        }
    }

    /** Levels of geos that data tell well but that hardly differ: a search among centred ones ends at a spread of 1e-6. */
    @Test
    void startsLieApartAndInNoNeck() {
        MediaMixModel mix = GeoCentringTest.mix(60, 20, 1, "half_normal(0.2)");
        Data data = GeoCentringTest.simulated(mix, Map.of("geo_spread", 0.1, "sigma", 0.2, "beta_tv", 0.3), 7);
        GeoCentring found = GeoCentring.of(mix.model(), data);
        Posterior centred = Posterior.of(mix.model(), data, Parametrisation.CENTRED);
        GeoMetric metric = GeoMetric.of(found.standardised());
        assertThat(metric.kind()).isEqualTo(MetricKind.CURVATURE);
        Starts starts = metric.starts(found, centred);
        int spread = centred.layout().offset("geo_spread");
        double lowest = Double.POSITIVE_INFINITY;
        double highest = 0;
        for (int chain = 0; chain < 4; chain++) {
            double[] start = starts.position(
                            chain, 0, centred.layout().dimension(), StreamKey.of(3).with(chain).stream())
                    .orElseThrow();
            assertThat(centred.densities().get().evaluate(start, new double[start.length]))
                    .isFinite();
            lowest = Math.min(lowest, Math.exp(start[spread]));
            highest = Math.max(highest, Math.exp(start[spread]));
        }
        assertThat(lowest).isGreaterThan(0.03);
        assertThat(highest).isLessThan(0.3).isGreaterThan(lowest);
    }

    /**
     * Effects of which the data tell next to nothing pay least, standardised, at spreads beyond all that the prior holds likely;
     * there is no room there, and chains that began at such modes moved by 1 % in 500 transitions.
     */
    @Test
    void startsHaveSpreadsThatThePriorHoldsLikely() {
        MediaMixModel mix = GeoCentringTest.mix(25, 20, 3, "half_normal(0.2)");
        Data data = GeoCentringTest.simulated(mix, Map.of("beta_tv", 0.05, "spread_tv", 0.1, "sigma", 0.3), 9);
        GeoCentring found = GeoCentring.of(mix.model(), data);
        Posterior own = found.standardised().posterior();
        Starts starts = GeoMetric.of(found.standardised()).starts(found, own);
        for (int chain = 0; chain < 8; chain++) {
            double[] start = starts.position(chain, 0, own.layout().dimension(), StreamKey.of(4).with(chain).stream())
                    .orElseThrow();
            // Beyond four scales of the prior, half_normal(0.3), there is less than 1 in 10,000.
            assertThat(Math.exp(start[own.layout().offset("spread_tv")])).isLessThan(4 * 0.3);
        }
    }
}
