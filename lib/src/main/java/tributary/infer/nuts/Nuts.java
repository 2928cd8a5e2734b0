package tributary.infer.nuts;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tributary.infer.SampleStats;
import tributary.math.LogDensity;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * The no-U-turn sampler's settings, and its runner: several chains, each on its own stream and its own density.
 *
 * @param chains at least 1
 * @param warmup transitions to adapt in; 0 keeps the first guess of the step size
 * @param draws transitions to keep, at least 1
 * @param targetAcceptance in (0, 1): 0.8 for most, 0.95 for hierarchies
 * @param maxDepth doublings of a trajectory, 1 to 20
 * @param metric what warm-up learns of the posterior's shape
 */
public record Nuts(int chains, int warmup, int draws, double targetAcceptance, int maxDepth, MetricKind metric)
        implements Serializable {
    /** Four chains of 1000 warm-up and 1000 kept transitions, target 0.8, depth 10, diagonal metric. */
    public static final Nuts DEFAULT = new Nuts(4, 1000, 1000, 0.8, 10, MetricKind.DIAGONAL);

    /** Checks the settings. */
    public Nuts {
        if (chains < 1 || warmup < 0 || draws < 1) {
            throw new IllegalArgumentException(
                    "NUTS needs chains >= 1, warmup >= 0, draws >= 1; has " + chains + ", " + warmup + ", " + draws);
        }
        if (!(targetAcceptance > 0 && targetAcceptance < 1) || maxDepth < 1 || maxDepth > 20) {
            throw new IllegalArgumentException("NUTS needs target acceptance in (0, 1) and depth in 1..20; has "
                    + targetAcceptance + ", " + maxDepth);
        }
    }

    /** Another number of chains. */
    public Nuts withChains(int value) {
        return new Nuts(value, warmup, draws, targetAcceptance, maxDepth, metric);
    }

    /** Other lengths of warm-up and sampling. */
    public Nuts withLengths(int newWarmup, int newDraws) {
        return new Nuts(chains, newWarmup, newDraws, targetAcceptance, maxDepth, metric);
    }

    /** Another target acceptance. */
    public Nuts withTargetAcceptance(double value) {
        return new Nuts(chains, warmup, draws, value, maxDepth, metric);
    }

    /** Another limit of doublings. */
    public Nuts withMaxDepth(int value) {
        return new Nuts(chains, warmup, draws, targetAcceptance, value, metric);
    }

    /** Another kind of metric. */
    public Nuts withMetric(MetricKind value) {
        return new Nuts(chains, warmup, draws, targetAcceptance, maxDepth, value);
    }

    /** Runs from uniform starts on (-2, 2) and the unit metric, one chain after the other on this thread. */
    public NutsFit run(Supplier<? extends LogDensity> densities, List<String> names, StreamKey key) {
        return run(densities, names, Starts.uniform(2), null, key, Runnable::run);
    }

    /**
     * Runs all chains.
     *
     * @param densities makes each chain its own density, equal to the others
     * @param names of the coordinates
     * @param starts where chains begin
     * @param initialMetric the metric warm-up begins with; null means the unit metric
     * @param key names the streams; chain c reads {@code key / "nuts" / c} and nothing else, so that the result does
     *     not depend on the executor
     * @param executor runs one task a chain
     */
    public NutsFit run(
            Supplier<? extends LogDensity> densities,
            List<String> names,
            Starts starts,
            @Nullable Metric initialMetric,
            StreamKey key,
            Executor executor) {
        return run(densities, names, starts, initialMetric, key, executor, DrawWatch.NONE);
    }

    /** The same, while somebody watches. */
    public NutsFit run(
            Supplier<? extends LogDensity> densities,
            List<String> names,
            Starts starts,
            @Nullable Metric initialMetric,
            StreamKey key,
            Executor executor,
            DrawWatch watch) {
        List<CompletableFuture<Chain>> running = new ArrayList<>();
        for (int c = 0; c < chains; c++) {
            int chain = c;
            running.add(CompletableFuture.supplyAsync(
                    () -> runChain(
                            densities.get(),
                            starts,
                            initialMetric,
                            chain,
                            key.with("nuts").with(chain),
                            watch),
                    executor));
        }
        List<double[][]> rows = new ArrayList<>();
        List<SampleStats.Step[]> steps = new ArrayList<>();
        List<ChainReport> reports = new ArrayList<>();
        for (CompletableFuture<Chain> future : running) {
            Chain chain = future.join();
            reports.add(chain.report);
            if (chain.report.failure().isEmpty()) {
                rows.add(chain.rows);
                steps.add(chain.steps);
            }
        }
        return new NutsFit(
                List.copyOf(names),
                rows.toArray(double[][][]::new),
                SampleStats.of(steps.toArray(SampleStats.Step[][]::new)),
                List.copyOf(reports));
    }

    /** One chain's yield on its way to the fit. */
    private static final class Chain {
        final ChainReport report;
        final double[][] rows;
        final SampleStats.Step[] steps;

        Chain(ChainReport report, double[][] rows, SampleStats.Step[] steps) {
            this.report = report;
            this.rows = rows;
            this.steps = steps;
        }
    }

    private Chain runChain(
            LogDensity density,
            Starts starts,
            @Nullable Metric initialMetric,
            int chain,
            StreamKey key,
            DrawWatch watch) {
        Metric first = initialMetric == null ? DiagonalMetric.unit(density.dimension()) : initialMetric;
        try {
            NutsState start = start(new NutsKernel(density, first, maxDepth), density, starts, chain, key);
            WarmUp.Adapted adapted = WarmUp.run(density, this, first, start, key.with("warmup").stream());
            NutsKernel kernel = new NutsKernel(density, adapted.metric(), maxDepth);
            RandomStream stream = key.with("draws").stream();
            double[][] rows = new double[draws][];
            SampleStats.Step[] steps = new SampleStats.Step[draws];
            NutsState state = adapted.state();
            for (int d = 0; d < draws; d++) {
                NutsKernel.Transition transition = kernel.step(state, adapted.stepSize(), stream);
                state = transition.state();
                rows[d] = state.position;
                steps[d] = transition.step();
                watch.drawn(transition.step().diverging());
            }
            ChainReport report = new ChainReport(
                    chain, null, adapted.stepSize(), adapted.metric(), adapted.divergences(), adapted.leapfrogs());
            return new Chain(report, rows, steps);
        } catch (StuckChainException e) {
            ChainReport report = new ChainReport(chain, e.getMessage(), Double.NaN, first, 0, 0);
            return new Chain(report, new double[0][], new SampleStats.Step[0]);
        }
    }

    private static NutsState start(NutsKernel kernel, LogDensity density, Starts starts, int chain, StreamKey key)
            throws StuckChainException {
        RandomStream stream = key.with("start").stream();
        for (int attempt = 0; ; attempt++) {
            Optional<double[]> position = starts.position(chain, attempt, density.dimension(), stream);
            if (position.isEmpty()) {
                throw new StuckChainException("no start with finite log density and gradient in " + attempt
                        + " attempts: give the parameters proper priors or starting values");
            }
            NutsState state = kernel.init(position.orElseThrow());
            if (state.isFinite()) {
                return state;
            }
        }
    }
}
