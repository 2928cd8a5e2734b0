package tributary.hierarchy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import tributary.infer.Draws;
import tributary.infer.Resampling;
import tributary.infer.mode.Laplace;
import tributary.infer.nuts.DenseMetric;
import tributary.infer.nuts.MetricKind;
import tributary.infer.nuts.Nuts;
import tributary.infer.nuts.NutsFit;
import tributary.math.LogDensity;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The chains of an emulator: NUTS on what is told of a density, begun about the mode of that density. */
final class EmulatorChains {
    private static final int WARMUP = 500;
    /** Of so many transitions one is kept, so that those kept are all but independent. */
    private static final int THIN = 4;

    private final CollapsedDensity density;
    private final Laplace mode;
    private final Nuts nuts;
    private final Executor executor;

    /**
     * Chains.
     *
     * @param density what is told of; it names the coordinates
     * @param nuts chains, draws of each, and the target acceptance
     */
    EmulatorChains(CollapsedDensity density, Laplace mode, Nuts nuts, Executor executor) {
        this.density = density;
        this.mode = mode;
        this.nuts = nuts.withMetric(MetricKind.DENSE);
        this.executor = executor;
    }

    /** Draws to look at; empty if a chain cannot start. */
    Optional<Draws> rough(Supplier<LogDensity> told, StreamKey at) {
        return sample(1, told, at);
    }

    /** As many draws to keep, all but independent; empty if a chain cannot start. */
    Optional<Draws> kept(Supplier<LogDensity> told, StreamKey at) {
        return sample(THIN, told, at).map(EmulatorChains::thinned);
    }

    private Optional<Draws> sample(int thin, Supplier<LogDensity> told, StreamKey at) {
        NutsFit fit = nuts.withLengths(WARMUP, Math.multiplyExact(thin, nuts.draws()))
                .run(
                        told,
                        density.coordinates(),
                        HyperModes.starts(List.of(mode)),
                        DenseMetric.of(mode.covariance()),
                        at,
                        executor);
        return fit.failures().isEmpty() ? Optional.of(fit.draws()) : Optional.empty();
    }

    private static Draws thinned(Draws draws) {
        int length = draws.draws() / THIN;
        double[][][] kept = new double[draws.chains()][length][draws.names().size()];
        for (int chain = 0; chain < kept.length; chain++) {
            for (int i = 0; i < length; i++) {
                draws.row(chain * draws.draws() + (i + 1) * THIN - 1, kept[chain][i]);
            }
        }
        return Draws.ofRows(draws.names(), kept);
    }

    /** The middles of so many equal stretches of the draws, which may be more than these. */
    static double[][] spaced(Draws draws, int many) {
        double[][] taken = new double[many][draws.names().size()];
        for (int i = 0; i < many; i++) {
            draws.row((int) ((2L * i + 1) * draws.size() / (2L * many)), taken[i]);
        }
        return taken;
    }

    /** As many draws as there were, in as many chains, taken from those proposed by their weights. */
    static Draws taken(Draws draws, double[][] proposed, double[] weights, RandomStream stream) {
        int length = draws.size() / draws.chains();
        int[] taken = Resampling.systematic(weights, draws.chains() * length, stream.nextDouble());
        // Draws that were taken more than once must not lie side by side.
        for (int i = taken.length - 1; i > 0; i--) {
            int j = stream.nextInt(i + 1);
            int kept = taken[i];
            taken[i] = taken[j];
            taken[j] = kept;
        }
        double[][][] rows = new double[draws.chains()][length][];
        for (int i = 0; i < taken.length; i++) {
            rows[i / length][i % length] = proposed[taken[i]];
        }
        return Draws.ofRows(draws.names(), rows);
    }
}
