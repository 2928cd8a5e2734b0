package tributary.jobs.mediamix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tributary.family.mediamix.ChannelSpec;
import tributary.family.mediamix.MediaMixModel;
import tributary.family.mediamix.MediaMixSampler;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.MediaPanel;
import tributary.infer.Draws;
import tributary.infer.SampleStats;
import tributary.infer.nuts.Nuts;
import tributary.infer.nuts.NutsFit;
import tributary.infer.nuts.Starts;
import tributary.jobs.conf.MediaMixConf;
import tributary.posterior.Fit;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The gate of chains: what cannot be judged does not pass. */
class ConvergenceTest {
    private static final MediaMixConf.Limits LIMITS = new MediaMixConf.Limits(1.05, 100, 0.01, 0.9, 10);

    private static String complaint(int chains, double last) {
        int draws = 400;
        RandomStream random = StreamKey.of(8).stream();
        double[] values = new double[chains * draws];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble();
        }
        values[values.length - 1] = last;
        SampleStats.Step[][] steps = new SampleStats.Step[chains][draws];
        for (SampleStats.Step[] chain : steps) {
            java.util.Arrays.fill(chain, new SampleStats.Step(false, 3, 7, 1, 0.8, 0.1));
        }
        Told told = new Told("mix");
        told.draws = Draws.ofColumns(List.of("effect"), chains, values);
        told.stats = SampleStats.of(steps);
        return Convergence.of(told, null, LIMITS).complaint();
    }

    @Test
    void whatHasNoRHatIsHeldBack() {
        assertThat(complaint(4, 0.5)).isEmpty();
        assertThat(complaint(1, 0.5))
                .contains("R-hat of effect cannot be told: there is one chain", "inference.warmup");
        assertThat(complaint(4, Double.NaN)).contains("R-hat of effect cannot be told");
    }

    /** Three chains that agree, and one in the neck of the funnel of centred levels, which no step size of its leaves. */
    @Test
    void aStuckChainIsHeldBack() {
        MediaMixModel mix = mix();
        Posterior centred = Posterior.of(
                mix.model(),
                mix.data(),
                Map.of("geo_level", Parametrisation.CENTRED, "log_relative_tv", Parametrisation.NON_CENTRED));
        Nuts nuts = Nuts.DEFAULT.withChains(4).withLengths(150, 200);
        List<NutsFit> chains = new ArrayList<>();
        for (int chain = 0; chain < 4; chain++) {
            chains.add(MediaMixSampler.chain(mix.centring(), centred, nuts, StreamKey.of(1), chain));
        }
        assertThat(complaint(MediaMixSampler.join(centred, chains))).isEmpty();
        double[] neck = new double[centred.layout().dimension()];
        chains.get(0).draws().row(0, neck);
        double[] values = centred.constrain(neck);
        neck[centred.layout().offset("geo_spread")] = Math.log(1e-6);
        for (int geo = 0; geo < 4; geo++) {
            neck[centred.layout().offset("geo_level") + geo] =
                    values[centred.names().indexOf("intercept")]
                            + values[centred.names().indexOf("brought[geo" + geo + "]")];
        }
        chains.set(
                3,
                nuts.withChains(1)
                        .withLengths(0, 200)
                        .withMaxDepth(3)
                        .run(
                                centred.densities(),
                                centred.coordinates(),
                                Starts.at(neck),
                                null,
                                StreamKey.of(2),
                                Runnable::run));
        assertThat(complaint(MediaMixSampler.join(centred, chains))).contains("R-hat of");
    }

    private static String complaint(@Nullable Fit fit) {
        Told told = new Told("mix");
        told.draws = Objects.requireNonNull(fit).draws();
        told.stats = fit.stats();
        return Convergence.of(told, null, LIMITS).complaint();
    }

    private static MediaMixModel mix() {
        RandomStream random = StreamKey.of(5).stream();
        double[][] spend = new double[4][12];
        double[][] kpi = new double[4][12];
        for (int geo = 0; geo < 4; geo++) {
            for (int week = 0; week < 12; week++) {
                spend[geo][week] = 10 * random.nextGamma(2);
                kpi[geo][week] = 100 + 10 * geo + 0.5 * spend[geo][week] + 3 * random.nextGaussian();
            }
        }
        LocalDate first = LocalDate.of(2024, 1, 1);
        return MediaMixModel.of(
                MediaMixSpec.of("stuck", List.of(ChannelSpec.of("tv"))),
                new MediaPanel(
                        List.of("geo0", "geo1", "geo2", "geo3"),
                        IntStream.range(0, 12).mapToObj(first::plusWeeks).toList(),
                        kpi,
                        List.of(new MediaPanel.Media("tv", spend, spend)),
                        List.of(),
                        new double[] {1, 1, 1, 1},
                        1,
                        List.of()));
    }
}
