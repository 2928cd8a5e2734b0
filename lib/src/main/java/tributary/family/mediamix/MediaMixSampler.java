package tributary.family.mediamix;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tributary.infer.Draws;
import tributary.infer.SampleStats;
import tributary.infer.nuts.ChainReport;
import tributary.infer.nuts.Nuts;
import tributary.infer.nuts.NutsFit;
import tributary.posterior.Fit;
import tributary.posterior.InferencePath;
import tributary.posterior.Posterior;
import tributary.random.StreamKey;

/**
 * Samples a media mix chain by chain, so that chains may run on different machines: a chain depends on model, data,
 * settings, key and its number alone.
 */
public final class MediaMixSampler {
    private MediaMixSampler() {}

    /**
     * One chain.
     *
     * @param found of the posterior's model and data
     */
    public static NutsFit chain(GeoCentring found, Posterior posterior, Nuts given, StreamKey key, int chain) {
        GeoMetric metric = GeoMetric.of(found.standardised());
        PartialCentring centring = found.partly(posterior);
        NutsFit fit = given.withChains(1)
                .withMetric(metric.kind())
                .run(
                        centring.densities(posterior.densities()),
                        posterior.coordinates(),
                        metric.starts(found, posterior),
                        metric.first(),
                        key.with("media mix").with(chain),
                        Runnable::run);
        return fit.map(centring::toPosterior);
    }

    /**
     * Chains joined into a fit; null if none of them could start.
     *
     * @param chains in order
     */
    public static @Nullable Fit join(Posterior posterior, List<NutsFit> chains) {
        List<double[][]> rows = new ArrayList<>();
        List<SampleStats.Step[]> steps = new ArrayList<>();
        List<ChainReport> reports = new ArrayList<>();
        for (NutsFit chain : chains) {
            ChainReport report = chain.reports().get(0);
            reports.add(new ChainReport(
                    reports.size(),
                    report.reason(),
                    report.stepSize(),
                    report.metric(),
                    report.warmupDivergences(),
                    report.warmupLeapfrogs()));
            if (report.failure().isEmpty()) {
                Draws draws = chain.draws();
                double[][] mine = new double[draws.size()][draws.names().size()];
                SampleStats.Step[] walked = new SampleStats.Step[draws.size()];
                for (int d = 0; d < mine.length; d++) {
                    draws.row(d, mine[d]);
                    walked[d] = chain.stats().step(0, d);
                }
                rows.add(mine);
                steps.add(walked);
            }
        }
        if (rows.isEmpty()) {
            return null;
        }
        Draws unconstrained = Draws.ofRows(posterior.coordinates(), rows.toArray(double[][][]::new));
        return new Fit(
                posterior,
                InferencePath.NUTS,
                posterior.constrain(unconstrained),
                unconstrained,
                SampleStats.of(steps.toArray(SampleStats.Step[][]::new)),
                reports);
    }

    /** All chains of the settings, each on the executor. */
    public static Fit sample(Posterior posterior, Nuts given, StreamKey key, Executor executor) {
        GeoCentring found = GeoCentring.of(posterior.model(), posterior.data());
        List<java.util.concurrent.CompletableFuture<NutsFit>> running = new ArrayList<>();
        for (int c = 0; c < given.chains(); c++) {
            int chain = c;
            running.add(java.util.concurrent.CompletableFuture.supplyAsync(
                    () -> chain(found, posterior, given, key, chain), executor));
        }
        List<NutsFit> chains = running.stream()
                .map(java.util.concurrent.CompletableFuture::join)
                .toList();
        return Objects.requireNonNull(join(posterior, chains), "no chain could start");
    }

    /** Draws from the prior, as positions of the posterior: one chain of independent draws. */
    public static Draws prior(MediaMixModel mix, Posterior posterior, int draws, StreamKey key) {
        var world = tributary.posterior.Simulation.of(posterior, mix.model());
        double[][] rows = new double[draws][];
        for (int d = 0; d < draws; d++) {
            rows[d] = world.prior(key.with("prior").with(d));
        }
        return Draws.ofRows(posterior.coordinates(), new double[][][] {rows});
    }
}
