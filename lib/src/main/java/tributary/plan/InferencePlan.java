package tributary.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.consensus.Blocks;
import tributary.consensus.Factor;
import tributary.consensus.ModelShards;
import tributary.posterior.BindingException;
import tributary.posterior.Data;
import tributary.posterior.ExactPosterior;
import tributary.posterior.InferencePath;
import tributary.posterior.NormalHierarchy;
import tributary.posterior.Posterior;
import tributary.random.StreamKey;

/**
 * The plan of a posterior: its factors, and for each the path, the reason, and what it costs.
 *
 * <p>Closed forms are drawn from independently; the groups of a normal hierarchy are integrated out; few rows, or rows that
 * fall on few distinct cells, come to one machine and are sampled whole. Many rows and few unknowns leave a posterior that
 * is nearly its expansion about the mode, which costs a few passes over the rows where sub-posteriors cost thousands, and
 * is certified against every row by the same pass; all else is sampled in shards, joined and certified. The plan depends on
 * model, data and settings, never on the machines.
 */
public final class InferencePlan {
    /** The numbers of a closed form in more coordinates would take too many gradients. */
    private static final int MOST_CLOSED = 200;
    /** The curvature of more unknowns is too much to gather and to factor at every step. */
    private static final int MOST_ANCHORED = 300;
    /** Draws of all unknowns come together on one machine, two or three times over: so many bytes each. */
    private static final long MOST_BYTES = 256L << 20;
    /** Shards may send so many times the cells that one machine takes. */
    private static final long ROOM = 4;

    private final Posterior posterior;
    private final Blocks blocks;
    private final PlanSettings settings;
    private final long rows;
    private final List<FactorPlan> factors;

    private InferencePlan(
            Posterior posterior, Blocks blocks, PlanSettings settings, long rows, List<FactorPlan> factors) {
        this.posterior = posterior;
        this.blocks = blocks;
        this.settings = settings;
        this.rows = rows;
        this.factors = List.copyOf(factors);
    }

    /**
     * Plans.
     *
     * @param posterior bound to the facts of the blocks
     * @param blocks where the rows are
     * @param rows how many rows of the table they stand for
     * @throws BindingException if rows hang together, so that shards of them do not multiply to the whole; or if draws of
     *     so many unknowns would fill the driver
     */
    public static InferencePlan of(Posterior posterior, Blocks blocks, PlanSettings settings, long rows) {
        requireRoom(posterior.layout().dimension(), settings);
        List<FactorPlan> factors = new ArrayList<>();
        for (Factor factor : Factors.of(posterior)) {
            factors.add(plan(posterior, factor, blocks, settings, rows));
        }
        return new InferencePlan(posterior, blocks, settings, rows, factors);
    }

    private static void requireRoom(int unknowns, PlanSettings settings) {
        long draws = (long) settings.chains() * settings.draws();
        long bytes = Double.BYTES * draws * unknowns;
        if (bytes > MOST_BYTES) {
            throw new BindingException(draws + " draws of " + unknowns + " unknowns are " + (bytes >> 20)
                    + " MB on the driver, and more than " + (MOST_BYTES >> 20)
                    + " are not planned for: take fewer draws (run.chains, run.draws) or coarser groups, or let the"
                    + " command segments answer, which leaves groups on the executors");
        }
    }

    private static FactorPlan plan(
            Posterior posterior, Factor factor, Blocks blocks, PlanSettings settings, long rows) {
        Optional<String> closed = ExactPosterior.recognised(posterior, factor.names());
        if (factor.likelihoods().isEmpty()) {
            return new FactorPlan(
                    factor,
                    closed.isPresent() ? InferencePath.EXACT : InferencePath.NUTS,
                    "no row informs it: it keeps its prior",
                    "0",
                    "negligible",
                    null);
        }
        ModelShards.of(posterior, factor, blocks.weighted()); // refuses what cannot be cut into rows
        return switch (settings.path()) {
            case EXACT -> {
                if (closed.isEmpty()) {
                    throw new BindingException("path exact needs a posterior in closed form, and "
                            + String.join(", ", factor.names())
                            + " has none: its prior or its outcome is of no conjugate pair; take path = auto");
                }
                yield exact(factor, null, "the conf asks for it: " + closed.get());
            }
            case COLLAPSE -> {
                NormalHierarchy hierarchy = NormalHierarchy.of(posterior, factor.names())
                        .orElseThrow(() -> new BindingException("path collapse needs normal rows of groups whose"
                                + " effects are normal, and " + String.join(", ", factor.names())
                                + " is no such hierarchy: another outcome, prior or structure; take path = auto"));
                String tooLarge = Collapse.tooLarge(hierarchy);
                if (!tooLarge.isEmpty()) {
                    throw new BindingException("path collapse: " + tooLarge + "; take path = auto");
                }
                yield collapse(factor, hierarchy, settings, "the conf asks for it: ");
            }
            case CONSENSUS -> consensus(factor, blocks, settings, rows, "the conf asks for it");
            case ANCHOR -> anchor(factor, settings, rows, "the conf asks for it");
            case CELLS, NUTS -> {
                Data cells = cells(posterior, factor, blocks, Integer.MAX_VALUE, settings);
                if (cells == null) {
                    throw new BindingException(
                            "path " + settings.path().name().toLowerCase(Locale.ROOT) + " needs at most "
                                    + settings.cells() + " distinct rows on one machine, and "
                                    + String.join(", ", factor.names())
                                    + " reads more; take path = consensus, or raise inference.cells");
                }
                yield whole(factor, cells, settings, rows, "the conf asks for it");
            }
            case AUTO -> {
                Optional<NormalHierarchy> hierarchy = closed.isPresent()
                        ? Optional.empty()
                        : NormalHierarchy.of(posterior, factor.names())
                                .filter(h -> Collapse.tooLarge(h).isEmpty());
                if (hierarchy.isPresent()) {
                    yield collapse(factor, hierarchy.get(), settings, "");
                }
                boolean few = rows <= settings.fewRows();
                long bound = few ? rows : rows / 2;
                Data cells = cells(posterior, factor, blocks, bound, settings);
                if (closed.isPresent() && (cells != null || factor.layout().dimension() <= MOST_CLOSED)) {
                    yield exact(factor, cells, "it has a closed form: " + closed.get());
                }
                if (cells != null) {
                    int size = cells.rows(factor.likelihoods().get(0).plate());
                    yield whole(
                            factor,
                            cells,
                            settings,
                            rows,
                            compress(size, rows)
                                    ? rows + " rows fall on " + size + " distinct cells"
                                    : rows + " rows fit on one machine");
                }
                String many = rows + " rows do not fall on few distinct cells";
                yield factor.layout().dimension() <= MOST_ANCHORED
                        ? anchor(factor, settings, rows, many + "; so many rows leave a posterior near its expansion")
                        : consensus(
                                factor,
                                blocks,
                                settings,
                                rows,
                                many + ", and more than " + MOST_ANCHORED + " unknowns are too many to expand in");
            }
        };
    }

    /** The cells, or null where there are too many. */
    private static @Nullable Data cells(
            Posterior posterior, Factor factor, Blocks blocks, long bound, PlanSettings settings) {
        String table = factor.likelihoods().get(0).plate();
        boolean every = posterior.rowColumns().derives();
        int most = (int) Math.min(bound, settings.cells());
        if (most < 1) {
            return null;
        }
        // One pass: what all shards together may send is bounded, however many they are.
        int each = (int) Math.min(most, Math.max(1, ROOM * settings.cells() / blocks.shards()));
        Cells cells = Cells.of(factor, blocks, table, every, each, most);
        return cells == null ? null : cells.data(table);
    }

    private static FactorPlan exact(Factor factor, @Nullable Data cells, String why) {
        return new FactorPlan(
                factor,
                InferencePath.EXACT,
                why,
                cells == null ? "1 to 8" : "1",
                "independent draws, on the driver",
                cells);
    }

    private static FactorPlan collapse(Factor factor, NormalHierarchy hierarchy, PlanSettings settings, String asked) {
        List<String> effects = hierarchy.coefficients().stream()
                .map(NormalHierarchy.Coefficient::varying)
                .filter(Objects::nonNull)
                .map(varying -> varying.effects().name())
                .toList();
        int groups = hierarchy.index().to().size();
        int coefficients = hierarchy.coefficients().size();
        return new FactorPlan(
                factor,
                InferencePath.COLLAPSE,
                asked + String.join(", ", effects) + " of " + groups + " groups integrate"
                        + (effects.size() == 1 ? "s" : "") + " out of normal rows exactly",
                "1",
                settings.chains() + " chains of " + settings.warmup() + " + " + settings.draws() + " over the sums of "
                        + groups + " groups of " + coefficients
                        + (coefficients == 1 ? " coefficient" : " coefficients")
                        + ", then every group given every draw, on the driver",
                null);
    }

    /** Whether cells are worth their name: a chance repetition among measurements is not. */
    private static boolean compress(int cells, long rows) {
        return cells <= rows / 2;
    }

    private static FactorPlan whole(Factor factor, Data cells, PlanSettings settings, long rows, String why) {
        int size = cells.rows(factor.likelihoods().get(0).plate());
        return new FactorPlan(
                factor,
                compress(size, rows) ? InferencePath.CELLS : InferencePath.NUTS,
                why,
                "1",
                settings.chains() + " chains of " + settings.warmup() + " + " + settings.draws() + " over " + size
                        + " weighted rows, on the driver",
                cells);
    }

    private static FactorPlan consensus(Factor factor, Blocks blocks, PlanSettings settings, long rows, String why) {
        long transitions = (long) settings.shardChains() * (settings.shardWarmup() + settings.shardDraws());
        return new FactorPlan(
                factor,
                InferencePath.CONSENSUS,
                why,
                "anchor 4 to 12, modes 1, sub-posteriors 1, exact 1 to " + settings.rounds(),
                blocks.shards() + " shards x " + transitions + " transitions of about 4 gradients: some "
                        + words(4.0 * transitions * rows) + " row gradients; "
                        + words((double) settings.importanceDraws() * rows) + " row densities an exact pass",
                null);
    }

    private static FactorPlan anchor(Factor factor, PlanSettings settings, long rows, String why) {
        return new FactorPlan(
                factor,
                InferencePath.ANCHOR,
                why,
                "anchor 4 to 12, exact 1 to " + settings.rounds(),
                words((double) settings.importanceDraws() * rows) + " row densities an exact pass",
                null);
    }

    private static String words(double number) {
        return String.format(Locale.ROOT, "%.1e", number);
    }

    /** The factors' plans. */
    public List<FactorPlan> factors() {
        return factors;
    }

    /** The plan for people. */
    public String explain() {
        List<String> lines = new ArrayList<>();
        lines.add(rows + " rows in " + blocks.shards() + (blocks.shards() == 1 ? " shard" : " shards")
                + (blocks.weighted() ? ", equal rows counted together" : ""));
        int number = 1;
        for (FactorPlan factor : factors) {
            lines.add("factor " + number++ + ": " + factor.words());
        }
        posterior.disclosures().forEach(line -> lines.add("prior: " + line));
        return String.join("\n", lines);
    }

    /** The same plan over the same rows, held by other blocks: such as blocks that keep what was sampled. */
    public InferencePlan over(Blocks sameRows) {
        return new InferencePlan(posterior, sameRows, settings, rows, factors);
    }

    /** Runs the plan; the draws depend on model, rows, settings and key alone. */
    public PosteriorDraws run(StreamKey key) {
        List<FactorFit> fits = new ArrayList<>();
        for (int i = 0; i < factors.size(); i++) {
            fits.add(new FactorRun(
                            posterior,
                            blocks,
                            settings,
                            factors.get(i),
                            key.with("factor").with(i))
                    .fit());
        }
        return new PosteriorDraws(posterior, fits);
    }
}
