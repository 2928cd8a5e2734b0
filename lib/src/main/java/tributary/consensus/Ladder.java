package tributary.consensus;

import java.util.List;
import java.util.function.Supplier;
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
 *   <li>Markov chains over all rows, filtered by the surrogate: {@link DelayedAcceptance};
 *   <li>UNCERTIFIED, with the best figures there were.
 * </ol>
 *
 * <p>Surrogate and chains know one mode, and are left out where there are several.
 */
final class Ladder {
    private final ShardedTarget target;
    private final Certifier.Settings settings;
    private final Anchor anchor;
    private final StreamKey key;
    private final ExactPass exact;
    private final Weigher weigher;
    private @Nullable Surrogate surrogate;
    private int surrogatePasses;

    /** A ladder over an anchor. */
    Ladder(ShardedTarget target, Certifier.Settings settings, Anchor anchor, StreamKey key) {
        this.target = target;
        this.settings = settings;
        this.anchor = anchor;
        this.key = key;
        this.exact = new ExactPass(target.prior(), target.workers(), anchor.mode());
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

    /** From a fitted proposal, then down the ladder. */
    Certified fromProposal(List<Gaussian> start, double[] weights, int passes) {
        Certified first = new Certifier(weigher, target.estimands(), settings, key)
                .certify(start, weights, passes + surrogatePasses);
        Gaussian laplace = anchor.laplace();
        return certified(first) || start.size() > 1 || laplace == null
                ? first
                : further(first, () -> fromProposal(laplace, passes), passes);
    }

    /** From the surrogate, which is the better start in many dimensions; then from the Laplace approximation. */
    Certified fromSurrogate(Gaussian laplace, int passes) {
        return further(null, () -> fromProposal(laplace, passes), passes);
    }

    private Certified fromProposal(Gaussian laplace, int passes) {
        return new Certifier(weigher, target.estimands(), settings, key.with("laplace"))
                .certify(List.of(laplace), new double[] {1}, passes + surrogatePasses);
    }

    /** The surrogate, then what {@code between} gives, then chains. */
    private Certified further(@Nullable Certified before, Supplier<@Nullable Certified> between, int passes) {
        int rounds = before == null ? 0 : before.certificate().rounds();
        Surrogate filter = surrogate();
        SurrogateSampler.Sampled sampled = filter == null
                ? null
                : new SurrogateSampler(anchor, filter, weigher, target.estimands(), settings.output(), key)
                        .sample(passes + surrogatePasses, rounds);
        Certified best = better(before, sampled == null ? null : sampled.certified);
        if (best != null && certified(best)) {
            return best;
        }
        best = better(best, between.get());
        if (best != null && certified(best)) {
            return best;
        }
        if (filter != null && sampled != null && settings.sweeps() > 0) {
            Certified chains = new DelayedAcceptance(anchor, filter, exact, settings.output(), key)
                    .run(
                            sampled.draws,
                            sampled.stepSize,
                            settings.sweeps(),
                            passes + surrogatePasses,
                            best == null ? rounds : best.certificate().rounds());
            if (chains != null && certified(chains)) {
                return chains;
            }
        }
        if (best == null) {
            throw new IllegalStateException("a ladder begins with a proposal or a surrogate");
        }
        return best;
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

    private static boolean certified(Certified certified) {
        return certified.certificate().status() != InferenceStatus.UNCERTIFIED;
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
