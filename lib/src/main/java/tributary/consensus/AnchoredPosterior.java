package tributary.consensus;

import org.jspecify.annotations.Nullable;
import tributary.random.StreamKey;

/**
 * The path ANCHOR: the mode by Newton's method over the shards, the surrogate posterior about it sampled on one machine,
 * and its draws weighed against every row. No shard is sampled.
 */
public final class AnchoredPosterior {
    private final ShardedTarget target;
    private final int anchorPasses;
    private final Certifier.Settings settings;
    private final StreamKey key;

    /** An anchored posterior over workers' shards. */
    public AnchoredPosterior(ShardedTarget target, int anchorPasses, Certifier.Settings settings, StreamKey key) {
        this.target = target;
        this.anchorPasses = anchorPasses;
        this.settings = settings;
        this.key = key.with("anchor");
    }

    /**
     * Runs from a start in unconstrained space, looking for further modes like {@link Consensus}.
     *
     * @return the draws with their certificate; null where there is no maximum
     */
    public @Nullable Certified run(double[] start) {
        Anchors anchors = Anchors.find(target.prior(), target.workers(), start, anchorPasses, key);
        if (anchors.best().laplace() == null) {
            return null;
        }
        Ladder ladder = new Ladder(target, settings, anchors.best(), key);
        return anchors.size() == 1
                ? ladder.fromSurrogate(anchors.passes())
                : ladder.fromModes(anchors, anchors.passes());
    }
}
