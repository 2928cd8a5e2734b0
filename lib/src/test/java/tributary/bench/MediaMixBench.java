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
import tributary.infer.ChainDiagnostics;
import tributary.infer.Draws;
import tributary.infer.nuts.ChainReport;
import tributary.infer.nuts.Nuts;
import tributary.math.LogDensity;
import tributary.posterior.Data;
import tributary.posterior.Fit;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Media mixes at two sizes, national and by geo: a gradient against a scalar loop over as many weeks and channels, and the
 * time four chains take until the command would publish them: R-hat of all unknowns and returns at most 1.01, effective
 * sizes of bulk and tails at least 400, divergences at most one in a hundred. The last line is a JSON object.
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
        // One world whatever coordinates the product samples in.
        Simulation world =
                Simulation.of(Posterior.of(mix.model(), mix.data(), Parametrisation.NON_CENTRED), mix.model());
        StreamKey key = StreamKey.of(2).with("bench");
        Data data = world.simulate(world.prior(key), key);
        Posterior posterior = mix.bind(data);
        LogDensity density = posterior.densities().get();
        double[] micros = new double[2];
        Timing timing = new Timing(quick);
        micros[0] = timing.gradients(density)[0] / 1000;
        micros[1] = timing.gradients(MediaWorkload.of(geos * weeks, channels).byHand())[0] / 1000;
        // As long as the command samples unless it is told otherwise; once more as long where that does not meet its
        // rule.
        int length = quick ? 400 : 1000;
        Sampled sampled = Sampled.of(mix, posterior, key, length, length);
        if (!sampled.met() && !quick) {
            sampled = Sampled.of(mix, posterior, key, length, 2 * length);
        }
        ChainDiagnostics all = sampled.all();
        System.err.printf(
                Locale.ROOT,
                "%s: %d geos x %d weeks x %d channels, %d parameters: gradient %.0f us (loop by hand over one adstock and"
                        + " saturation a channel, without geos: %.0f us); 4 chains %.1f s on two threads, least ESS %.0f of"
                        + " the bulk (%s), %.0f of the tails (%s), R-hat %.3f (%s), %d divergences; the command would"
                        + " publish after %d draws a chain, %.1f s%n",
                name,
                geos,
                weeks,
                channels,
                density.dimension(),
                micros[0],
                micros[1],
                sampled.seconds(),
                all.bulk(),
                all.bulkOf(),
                all.tail(),
                all.tailOf(),
                all.rHat(),
                all.rHatOf(),
                sampled.fit().stats().divergences(),
                sampled.draws(),
                sampled.secondsToRule());
        figures.add(String.format(
                Locale.ROOT,
                "\"%1$sparameters\":%2$d,\"%1$sgradient_us\":%3$.1f,\"%1$sby_hand_us\":%4$.1f,\"%1$sseconds\":%5$.2f,"
                        + "\"%1$sleast_ess\":%6$.0f,\"%1$sseconds_to_ess_400\":%7$s,\"%1$sr_hat\":%8$.4f",
                geos > 1 ? "geos_" : "",
                density.dimension(),
                micros[0],
                micros[1],
                sampled.seconds(),
                all.ess(),
                sampled.met() ? String.format(Locale.ROOT, "%.2f", sampled.secondsToRule()) : "null",
                all.rHat()));
    }

    /**
     * Four chains, and when they would have been published.
     *
     * @param all the diagnostics of all draws
     * @param seconds of warmup and all draws, on two threads
     * @param draws of each chain after which the rule is met for the first time, in twentieths of them; -1 for never
     */
    private record Sampled(Fit fit, ChainDiagnostics all, double seconds, int draws) {
        private static final int PARTS = 20;
        private static final double R_HAT = 1.01;
        private static final double ESS = 400;
        private static final double DIVERGENT = 0.01;

        static Sampled of(MediaMixModel mix, Posterior posterior, StreamKey key, int warmup, int draws) {
            Nuts settings = Nuts.DEFAULT.withTargetAcceptance(0.9).withLengths(warmup, draws);
            ExecutorService pool = Executors.newFixedThreadPool(2);
            long begun = System.nanoTime();
            Fit fit;
            try {
                fit = MediaMixSampler.sample(posterior, settings, key, pool);
            } finally {
                pool.shutdown();
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            List<Draws> judged = MediaAnswers.judged(
                    fit.draws(),
                    MediaAnswers.of(mix, posterior, fit.unconstrained(), IntervalSpec.standard())
                            .returns());
            int met = -1;
            for (int part = 1; part <= PARTS && met < 0; part++) {
                int first = draws * part / PARTS;
                List<Draws> so = judged.stream().map(d -> first(d, first)).toList();
                met = 4.0 * first >= ESS / 2
                                && divergent(fit, first) <= DIVERGENT
                                && ChainDiagnostics.of(so).meet(R_HAT, ESS)
                        ? first
                        : -1;
            }
            return new Sampled(fit, ChainDiagnostics.of(judged), seconds, met);
        }

        boolean met() {
            return draws > 0;
        }

        /** The time in proportion to the gradients up to there, those of the warmup included; NaN for never. */
        double secondsToRule() {
            long warmup = 0;
            for (ChainReport report : fit.reports()) {
                warmup += report.warmupLeapfrogs();
            }
            long until = warmup;
            for (int c = 0; c < fit.stats().chains(); c++) {
                for (int d = 0; d < draws; d++) {
                    until += fit.stats().step(c, d).leapfrogs();
                }
            }
            return met() ? seconds * until / (warmup + fit.stats().leapfrogs()) : Double.NaN;
        }

        private static double divergent(Fit fit, int first) {
            int count = 0;
            for (int c = 0; c < fit.stats().chains(); c++) {
                for (int d = 0; d < first; d++) {
                    count += fit.stats().step(c, d).diverging() ? 1 : 0;
                }
            }
            return (double) count / (fit.stats().chains() * first);
        }

        private static Draws first(Draws draws, int first) {
            int[] rows = new int[draws.chains() * first];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = i / first * draws.draws() + i % first;
            }
            return draws.take(rows, draws.chains());
        }
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
