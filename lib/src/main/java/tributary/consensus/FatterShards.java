package tributary.consensus;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.random.StreamKey;

/**
 * Sub-posteriors of fewer, fatter shards: the next proposals where those of thin shards misled.
 *
 * <p>The bias of a joined mean is about {@code 0.5 sqrt(S / e)} posterior sds with e events in each of S shards: four
 * shards poured into one cut it by four. Shards are poured together twice at most, and not beyond what one machine
 * samples in reasonable time.
 */
final class FatterShards {
    private static final int POURED = 4;
    private static final int MOST_STEPS = 2;
    private static final long MOST_ROWS = 2_000_000;

    private final ShardedTarget target;
    private final Consensus.Settings settings;
    private final StreamKey key;
    private Anchor anchor;
    private Workers workers;
    private long rows;
    private int steps;

    /** Shards to pour together; rows are those of the fullest one. */
    FatterShards(ShardedTarget target, Consensus.Settings settings, Anchor anchor, long rows, StreamKey key) {
        this.target = target;
        this.settings = settings;
        this.anchor = anchor;
        this.workers = target.workers();
        this.rows = rows;
        this.key = key.with("fatter");
    }

    /** How many there are now. */
    int shards() {
        return workers.shards();
    }

    /** Pours shards together, samples them, and gives their Gaussian product; empty where there is no further step. */
    Optional<Gaussian> next() {
        while (steps++ < MOST_STEPS && workers.shards() > 1 && POURED * rows <= MOST_ROWS) {
            int fewer = (workers.shards() + POURED - 1) / POURED;
            Optional<Workers> merged = workers.merged(fewer);
            if (merged.isEmpty()) {
                return Optional.empty();
            }
            workers = merged.get();
            anchor = anchor.merged(fewer);
            rows *= POURED;
            Combination joined = sampled(key.with(fewer));
            if (joined != null) {
                return Optional.of(joined.product());
            }
        }
        return Optional.empty();
    }

    private @Nullable Combination sampled(StreamKey own) {
        List<SubPosterior> shards = Consensus.subPosteriors(target.prior(), workers, settings, anchor, own);
        return settings.combiner().combine(shards, 1, own.with("combine"));
    }
}
