package tributary.hierarchy;

import java.io.Serializable;
import java.util.Optional;
import java.util.concurrent.Executor;
import tributary.infer.Draws;
import tributary.infer.SampleStats;
import tributary.infer.mode.Laplace;
import tributary.infer.nuts.DenseMetric;
import tributary.infer.nuts.MetricKind;
import tributary.infer.nuts.Nuts;
import tributary.infer.nuts.NutsFit;
import tributary.infer.nuts.Starts;
import tributary.random.StreamKey;

/**
 * The sampled posterior of a group model's hyper-parameters: NUTS on the collapsed density, begun at its mode with the
 * curvature there as metric, so that warm-up is short.
 */
public final class HyperPosterior implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Draws positions;
    private final Draws draws;
    private final SampleStats stats;

    private HyperPosterior(Draws positions, Draws draws, SampleStats stats) {
        this.positions = positions;
        this.draws = draws;
        this.stats = stats;
    }

    /**
     * Samples.
     *
     * @param nuts its lengths, chains and target; the metric is dense
     * @param key names the streams
     * @param executor runs one task a chain; the draws do not depend on it
     * @throws IllegalStateException if no chain can start
     */
    public static HyperPosterior sample(
            GroupTable table, GroupModel model, Nuts nuts, StreamKey key, Executor executor) {
        NormalGroups density = new NormalGroups(table, model);
        double[] start = start(table, model, density);
        Optional<Laplace> mode = Laplace.find(density, start);
        double[] centre = mode.map(Laplace::mean).orElse(start);
        NutsFit fit = nuts.withMetric(MetricKind.DENSE)
                .run(
                        () -> new NormalGroups(table, model),
                        density.names(),
                        mode.map(HyperPosterior::spread).orElse(Starts.at(centre)),
                        mode.map(m -> DenseMetric.of(m.covariance())).orElse(null),
                        key.with("hyper"),
                        executor);
        Draws positions = fit.draws();
        Draws natural = positions.map(density.names(), (row, values) -> density.natural(row, values));
        return new HyperPosterior(positions, natural, fit.stats());
    }

    /** Chains begin at draws of the normal approximation, so that their agreement says something. */
    private static Starts spread(Laplace mode) {
        return (chain, attempt, dimension, stream) -> {
            if (attempt >= 100) {
                return Optional.empty();
            }
            double[] position = new double[dimension];
            mode.draw(stream, position);
            return Optional.of(position);
        };
    }

    /** Means at zero or their prior mean; half of the outcomes' spread between groups, half within. */
    private static double[] start(GroupTable table, GroupModel model, NormalGroups density) {
        double rows = 0;
        double squares = 0;
        double gram = 0;
        for (int g = 0; g < table.groups(); g++) {
            rows += table.count(g);
            squares += table.squares(g);
            gram += table.gram(g, 0, 0);
        }
        double sd = squares > 0 ? StrictMath.sqrt(squares / gram) : 1;
        double[] start = new double[density.dimension()];
        HyperLayout layout = density.layout();
        for (int v = 0; v < layout.varying().length; v++) {
            start[layout.spread(v)] = StrictMath.log(0.5 * sd);
        }
        if (model.residual().isPresent()) {
            start[layout.residual()] = StrictMath.log(sd > 0 && rows > 0 ? 0.5 * sd : 1);
        }
        return start;
    }

    /** The positions drawn, for {@link GroupPosterior#condition}. */
    public Draws positions() {
        return positions;
    }

    /** The hyper-parameters drawn, on the natural scale. */
    public Draws draws() {
        return draws;
    }

    /** Divergences, depths, energies. */
    public SampleStats stats() {
        return stats;
    }
}
