package tributary.family.mediamix;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Panels for tests: spend that comes in bursts, a control, an event. */
final class Panels {
    private Panels() {}

    static List<String> channels(int count) {
        return List.of("tv", "search", "social", "print", "radio", "video").subList(0, count);
    }

    static MediaPanel of(int geos, int weeks, int channels, long seed) {
        StreamKey key = StreamKey.of(seed).with("panel");
        List<MediaPanel.Media> media = new ArrayList<>();
        for (String channel : channels(channels)) {
            double[][] spend = grid(geos, weeks, key.with(channel));
            double[][] exposure = new double[geos][weeks];
            for (int g = 0; g < geos; g++) {
                for (int t = 0; t < weeks; t++) {
                    exposure[g][t] = 40 * spend[g][t];
                }
            }
            media.add(new MediaPanel.Media(channel, spend, exposure));
        }
        double[][] kpi = new double[geos][weeks];
        double[][] price = new double[geos][weeks];
        double[][] event = new double[geos][weeks];
        RandomStream stream = key.with("kpi").stream();
        double[] sizes = new double[geos];
        for (int g = 0; g < geos; g++) {
            sizes[g] = 1 + g;
            for (int t = 0; t < weeks; t++) {
                kpi[g][t] = sizes[g] * (100 + 5 * stream.nextGaussian());
                price[g][t] = 10 + stream.nextGaussian();
                event[g][t] = t % 26 == 7 ? 1 : 0;
            }
        }
        LocalDate first = LocalDate.of(2024, 1, 1);
        return new MediaPanel(
                IntStream.range(0, geos).mapToObj(g -> "geo" + g).toList(),
                IntStream.range(0, weeks).mapToObj(first::plusWeeks).toList(),
                kpi,
                media,
                List.of(new MediaPanel.Series("price", price), new MediaPanel.Series("event", event)),
                sizes,
                2,
                List.of());
    }

    private static double[][] grid(int geos, int weeks, StreamKey key) {
        RandomStream stream = key.stream();
        double[][] grid = new double[geos][weeks];
        for (double[] geo : grid) {
            for (int t = 0; t < weeks; t++) {
                geo[t] = stream.nextDouble() < 0.25 ? 0 : 30 * stream.nextGamma(2);
            }
        }
        return grid;
    }

    static MediaMixSpec spec(CarryOver carryOver, Saturation saturation, boolean first, MediaMixSpec.Outcome outcome) {
        List<ChannelSpec> channels = channels(2).stream()
                .map(name ->
                        new ChannelSpec(name, carryOver, 4, saturation, first, java.util.Map.of(), EffectPrior.DEFAULT))
                .toList();
        return with(MediaMixSpec.of("mix", channels), outcome, 3);
    }

    static MediaMixSpec with(MediaMixSpec spec, MediaMixSpec.Outcome outcome, int knots) {
        Baseline b = Baseline.DEFAULT;
        return new MediaMixSpec(
                spec.name(),
                spec.channels(),
                List.of(new ControlSpec("price", true, ""), new ControlSpec("event", false, "normal(0, 1)")),
                spec.mediators(),
                new Baseline(
                        b.interceptMean(),
                        b.interceptSd(),
                        b.trend(),
                        1,
                        b.season(),
                        knots,
                        b.knotSpread(),
                        b.control(),
                        b.geoSpread(),
                        b.effectSpread()),
                outcome,
                spec.sigma(),
                spec.kpiScale(),
                spec.mediaScale());
    }
}
