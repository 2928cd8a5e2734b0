package tributary.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import tributary.estimand.IntervalSpec;
import tributary.family.mediamix.ChannelSpec;
import tributary.family.mediamix.MediaAnswers;
import tributary.family.mediamix.MediaMixModel;
import tributary.family.mediamix.MediaMixSampler;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.MediaPanel;
import tributary.infer.EffectiveSize;
import tributary.infer.RHat;
import tributary.infer.nuts.Nuts;
import tributary.math.LogDensity;
import tributary.posterior.Data;
import tributary.posterior.Fit;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Media mixes at two sizes, national and by geo: a gradient against a scalar loop over as many weeks and channels, and the
 * time four chains take to an effective size of 400 in every channel's contribution. The last line is a JSON object.
 */
final class MediaMixBench {
    private MediaMixBench() {}

    public static void main(String[] arguments) {
        boolean quick = Arrays.asList(arguments).contains("--quick");
        List<String> figures = new ArrayList<>();
        measure(figures, "national", 1, quick ? 80 : 150, quick ? 4 : 10, quick);
        measure(figures, "geos", quick ? 8 : 50, quick ? 52 : 150, quick ? 3 : 10, quick);
        System.out.println("{\"benchmark\":\"mediamix\",\"quick\":" + quick + "," + String.join(",", figures) + "}");
    }

    private static void measure(List<String> figures, String name, int geos, int weeks, int channels, boolean quick) {
        MediaMixModel mix = model(geos, weeks, channels);
        Simulation world = Simulation.of(mix.bind(), mix.model());
        StreamKey key = StreamKey.of(2).with("bench");
        Data data = world.simulate(world.prior(key), key);
        Posterior posterior = mix.bind(data);
        LogDensity density = posterior.densities().get();
        double[] micros = new double[2];
        Timing timing = new Timing(quick);
        micros[0] = timing.gradients(density)[0] / 1000;
        micros[1] = timing.gradients(MediaWorkload.of(geos * weeks, channels).byHand())[0] / 1000;
        Nuts settings = Nuts.DEFAULT.withTargetAcceptance(0.9).withLengths(geos > 1 ? 500 : 1000, geos > 1 ? 250 : 500);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        long begun = System.nanoTime();
        Fit fit;
        try {
            fit = MediaMixSampler.sample(posterior, settings, key, pool);
        } finally {
            pool.shutdown();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        double ess = Double.POSITIVE_INFINITY;
        double rHat = 1;
        for (var returns : MediaAnswers.of(mix, posterior, fit.unconstrained(), IntervalSpec.standard())
                .returns()) {
            if (returns.geo().equals(MediaAnswers.ALL)) {
                ess = Math.min(ess, EffectiveSize.bulk(returns.draws().byChain("contribution")));
                rHat = Math.max(rHat, RHat.of(returns.draws().byChain("contribution")));
            }
        }
        System.err.printf(
                Locale.ROOT,
                "%s: %d geos x %d weeks x %d channels, %d parameters: gradient %.0f us (loop by hand over one adstock and"
                        + " saturation a channel, without geos: %.0f us); 4 chains %.1f s on two threads, least ESS %.0f,"
                        + " R-hat %.3f, %d divergences%n",
                name,
                geos,
                weeks,
                channels,
                density.dimension(),
                micros[0],
                micros[1],
                seconds,
                ess,
                rHat,
                fit.stats().divergences());
        figures.add(String.format(
                Locale.ROOT,
                "\"%1$sparameters\":%2$d,\"%1$sgradient_us\":%3$.1f,\"%1$sby_hand_us\":%4$.1f,\"%1$sseconds\":%5$.2f,"
                        + "\"%1$sleast_ess\":%6$.0f,\"%1$sseconds_to_ess_400\":%7$.2f,\"%1$sr_hat\":%8$.4f",
                geos > 1 ? "geos_" : "",
                density.dimension(),
                micros[0],
                micros[1],
                seconds,
                ess,
                seconds * Math.max(1, 400 / ess),
                rHat));
    }

    private static MediaMixModel model(int geos, int weeks, int channels) {
        RandomStream random = StreamKey.of(1).with("media mix bench").stream();
        List<MediaPanel.Media> media = new ArrayList<>();
        double[] sizes = new double[geos];
        double[][] kpi = new double[geos][weeks];
        for (int c = 0; c < channels; c++) {
            double[][] spend = new double[geos][weeks];
            for (int g = 0; g < geos; g++) {
                sizes[g] = 1 + g % 5;
                for (int t = 0; t < weeks; t++) {
                    spend[g][t] = random.nextDouble() < 0.2 ? 0 : sizes[g] * random.nextGamma(2);
                    kpi[g][t] = 100 * sizes[g];
                }
            }
            media.add(new MediaPanel.Media("channel" + c, spend, spend));
        }
        LocalDate first = LocalDate.of(2023, 1, 2);
        MediaPanel panel = new MediaPanel(
                IntStream.range(0, geos).mapToObj(g -> "geo" + g).toList(),
                IntStream.range(0, weeks).mapToObj(first::plusWeeks).toList(),
                kpi,
                media,
                List.of(),
                sizes,
                1,
                List.of());
        return MediaMixModel.of(
                MediaMixSpec.of(
                        "bench",
                        media.stream().map(m -> ChannelSpec.of(m.channel())).toList()),
                panel);
    }
}
