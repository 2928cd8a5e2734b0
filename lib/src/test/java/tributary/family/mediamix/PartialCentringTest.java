package tributary.family.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tributary.math.LogDensity;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Partly centred coordinates are the posterior's law, from whichever coordinates the posterior has itself. */
class PartialCentringTest {
    private final MediaMixModel mix = MediaMixModel.of(
            Panels.with(MediaMixSpec.of("geo", List.of(ChannelSpec.of("tv"))), MediaMixSpec.Outcome.NORMAL, 4),
            Panels.of(5, 30, 1, 3));
    private final StandardisedMix standardised = StandardisedMix.of(mix.model(), mix.data());
    private final Map<String, double[]> shares = new LinkedHashMap<>(
            Map.of("log_relative_tv", new double[] {0, 0.2, 0.5, 0.9, 1}, "b_knot", new double[] {0.1, 0.3, 0.7, 1}));

    /** {@code log p(x) = log p(u) - sum w_k log s}, whether the posterior's own coordinate is u or {@code e = s u}. */
    @Test
    void theDensityIsThePosteriorsTimesTheVolume() {
        for (Parametrisation rule : List.of(Parametrisation.CENTRED, Parametrisation.NON_CENTRED)) {
            Posterior posterior = Posterior.of(
                    mix.model(), mix.data(), Map.of("log_relative_tv", rule, "geo_level", rule, "b_knot", rule));
            PartialCentring centring = PartialCentring.of(posterior, standardised, shares);
            LogDensity own = posterior.densities().get();
            LogDensity partly = centring.densities(posterior.densities()).get();
            for (int seed = 0; seed < 4; seed++) {
                double[] position = gaussians(own.dimension(), seed);
                double[] x = centring.ofPosterior(position);
                double[] back = new double[x.length];
                centring.toPosterior(x, back);
                assertThat(back).containsExactly(position, within(1e-12));
                double volume = 0;
                for (Map.Entry<String, double[]> effect : shares.entrySet()) {
                    String spread = effect.getKey().equals("b_knot") ? "knot_spread" : "spread_tv";
                    double log = position[posterior.layout().offset(spread)];
                    for (double share : effect.getValue()) {
                        volume += (rule == Parametrisation.CENTRED ? 1 - share : -share) * log;
                    }
                }
                double[] none = new double[x.length];
                double value = own.evaluate(position, none);
                assertThat(partly.evaluate(x, none)).isCloseTo(value + volume, within(1e-9 * Math.abs(value)));
            }
        }
    }

    /** An effect wholly of the data's is itself, one with nothing of theirs is standardised. */
    @Test
    void theEndsAreCentredAndStandardised() {
        Posterior posterior = standardised.posterior();
        PartialCentring centring = PartialCentring.of(posterior, standardised, shares);
        double[] position = gaussians(posterior.layout().dimension(), 9);
        double[] values = posterior.constrain(position);
        double[] x = centring.ofPosterior(position);
        int first = posterior.layout().offset("log_relative_tv");
        int named = posterior.names().indexOf("log_relative_tv[geo0]");
        assertThat(x[first]).isEqualTo(position[first]);
        assertThat(x[first + 4]).isCloseTo(values[named + 4], within(1e-12));
        // Levels, which have a mean, are left alone.
        int level = posterior.layout().offset("geo_level");
        assertThat(x[level]).isEqualTo(position[level]);
    }

    @Test
    void gradientsAreFiniteDifferences() {
        Posterior posterior = mix.bind();
        LogDensity density = PartialCentring.of(posterior, standardised, shares)
                .densities(posterior.densities())
                .get();
        double[] x = gaussians(density.dimension(), 5);
        double[] gradient = new double[x.length];
        double[] none = new double[x.length];
        density.evaluate(x, gradient);
        for (int i = 0; i < x.length; i++) {
            double step = 1e-6 * Math.max(1, Math.abs(x[i]));
            double[] up = x.clone();
            double[] down = x.clone();
            up[i] += step;
            down[i] -= step;
            double slope = (density.evaluate(up, none) - density.evaluate(down, none)) / (up[i] - down[i]);
            assertThat(gradient[i])
                    .as(posterior.coordinates().get(i))
                    .isCloseTo(slope, within(1e-4 * Math.max(1, Math.abs(slope))));
        }
    }

    private static double[] gaussians(int count, long seed) {
        RandomStream random = StreamKey.of(seed).stream();
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = 0.5 * random.nextGaussian();
        }
        return numbers;
    }
}
