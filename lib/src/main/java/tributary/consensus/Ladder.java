package tributary.consensus;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.posterior.InferenceStatus;
import tributary.random.StreamKey;

/**
 * From proposals to certified draws, rung by rung, dearer ones only where cheaper ones failed:
 *
 * <ol>
 *   <li>Student t, refitted; heavier tails; mixtures: {@link Certifier};
 *   <li>the surrogate posterior from a sample of rows, which follows any shape: {@link SurrogateSampler};
 *   <li>the Laplace approximation as a first proposal, for where the shards misled;
 *   <li>sub-posteriors of fewer shards, each four or sixteen of the first: {@link FatterShards};
 *   <li>Markov chains over all rows, filtered by the surrogate: {@link DelayedAcceptance};
 *   <li>UNCERTIFIED, with the best figures there were.
 * </ol>
 *
 * <p>Surrogate and chains know one mode, and are left out where there are several. Where the shards lie so far apart that
 * their product's own place is noise, or where the product lies far from the mode of all rows, the surrogate comes first:
 * each round from such a product is a pass over the data that tells little.
 */
final class Ladder {
    /**
     * Beyond this {@link Combination#noise} the product's mean is known worse than the product says the posterior is: its
     * draws are spread about a point that another seed would put elsewhere.
     */
    private static final double MOST_NOISE = 1;
    /**
     * In standard deviations of the expansion about the mode, root mean square over directions. A mean lies within one or two
     * of its mode, even where the posterior is skewed.
     */
    private static final double FARTHEST = 5;

    private final ShardedTarget target;
    private final Certifier.Settings settings;
    private final Anchor anchor;
    private final StreamKey key;
    private final ExactPass exact;
    private final Weigher weigher;
    private @Nullable Surrogate surrogate;
    private SurrogateSampler.@Nullable Sampled sampled;
    private boolean tried;
    private int surrogatePasses;

    /** A ladder over an anchor. */
    Ladder(ShardedTarget target, Certifier.Settings settings, Anchor anchor, StreamKey key) {
        this.target = target;
        this.settings = settings;
        this.anchor = anchor;
        this.key = key;
        this.exact = new ExactPass(target.prior(), target.workers(), anchor.mode(), target.coupling());
        this.weigher = weigher();
    }

    private Weigher weigher() {
        Gaussian laplace = anchor.laplace();
        RowSampler rows = target.rows();
        if (settings.sampledRows() == 0 || laplace == null || rows == null) {
            return exact;
        }
        surrogatePasses++;
        // Rows of its own: on the surrogate's own rows their ratio would be one by construction.
        RowSample sample = rows.sample(laplace, settings.sampledRows(), key.with("certificate"));
        return new SampledPass(target.prior(), anchor.mode(), anchor.likelihood(), sample, exact);
    }

    /** From the product of the shards, then down the ladder; null where nothing gave as much as a proposal. */
    @Nullable
    Certified fromShards(@Nullable Combination joined, FatterShards fatter, int passes) {
        Certified best = joined != null && misled(joined) ? bySurrogate(passes, 0) : null;
        if (joined != null && !certified(best)) {
            best = better(best, certify(joined.product(), "shards", passes));
        }
        return certified(best) ? best : further(best, fatter, passes);
    }

    /** Whether the product of the shards is no place to begin. */
    private boolean misled(Combination joined) {
        Gaussian laplace = anchor.laplace();
        return joined.noise() > MOST_NOISE
                || (laplace != null
                        && laplace.squaredDistance(joined.product().mean())
                                > FARTHEST * FARTHEST * laplace.dimension());
    }

    /** From one proposal for each of several modes: no rung that knows one mode only can help. */
    @Nullable
    Certified fromModes(Anchors anchors, int passes) {
        List<Gaussian> start = anchors.laplaces();
        return start.isEmpty()
                ? null
                : new Certifier(weigher, target.estimands(), settings, key, "modes")
                        .certify(start, anchors.shares(), passes + surrogatePasses)
                        .doubted(anchors.doubt());
    }

    /** From the surrogate, which is the better start in many dimensions; then from the Laplace approximation. */
    @Nullable
    Certified fromSurrogate(int passes) {
        return further(null, null, passes);
    }

    private Certified certify(Gaussian start, String origin, int passes) {
        return new Certifier(weigher, target.estimands(), settings, key.with(origin), origin)
                .certify(List.of(start), new double[] {1}, passes + surrogatePasses);
    }

    /** The surrogate, the Laplace approximation, fatter shards, chains. */
    private @Nullable Certified further(@Nullable Certified before, @Nullable FatterShards fatter, int passes) {
        int rounds = before == null ? 0 : before.certificate().rounds();
        Certified best = better(before, bySurrogate(passes, rounds));
        Gaussian laplace = anchor.laplace();
        if (laplace != null && !certified(best)) {
            best = better(best, certify(laplace, "the mode", passes));
        }
        int poured = 0;
        while (fatter != null && !certified(best)) {
            Optional<Gaussian> product = fatter.next();
            if (product.isEmpty()) {
                break;
            }
            poured++;
            best = better(best, certify(product.get(), fatter.shards() + " fatter shards", passes + poured));
        }
        Surrogate filter = surrogate;
        SurrogateSampler.Sampled start = sampled;
        if (filter != null && start != null && settings.sweeps() > 0 && !certified(best)) {
            Certified chains = new DelayedAcceptance(anchor, filter, exact, settings.output(), key)
                    .run(
                            start.draws,
                            start.stepSize,
                            settings.sweeps(),
                            passes + poured + surrogatePasses,
                            best == null ? rounds : best.certificate().rounds());
            best = best == null || certified(chains) ? chains : best;
        }
        return best;
    }

    /** What the surrogate's draws are worth, sampled once; null where there is no surrogate. */
    private @Nullable Certified bySurrogate(int passes, int rounds) {
        Surrogate filter = surrogate();
        if (!tried && filter != null) {
            tried = true;
            sampled = new SurrogateSampler(anchor, filter, weigher, target.estimands(), settings.output(), key)
                    .sample(passes + surrogatePasses, rounds);
        }
        return sampled == null ? null : sampled.certified;
    }

    private @Nullable Surrogate surrogate() {
        Gaussian laplace = anchor.laplace();
        RowSampler rows = target.rows();
        if (surrogate == null && laplace != null && rows != null && settings.surrogateRows() > 0) {
            surrogatePasses++;
            RowSample sample = rows.sample(laplace, settings.surrogateRows(), key.with("surrogate"));
            surrogate = new Surrogate(target.prior().open(), anchor.mode(), anchor.likelihood(), sample);
        }
        return surrogate;
    }

    private static boolean certified(@Nullable Certified certified) {
        return certified != null && certified.certificate().status() != InferenceStatus.UNCERTIFIED;
    }

    /** The certified one, else the one with the larger share of effective draws. */
    private static @Nullable Certified better(@Nullable Certified one, @Nullable Certified other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        if (certified(other)) {
            return other;
        }
        return Certifier.better(other.certificate(), one.certificate()) ? other : one;
    }
}
