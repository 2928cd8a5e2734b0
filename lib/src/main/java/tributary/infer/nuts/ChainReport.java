package tributary.infer.nuts;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one chain fared: what its warm-up learnt, or why it could not run.
 *
 * @param chain counted from zero as asked for
 * @param reason why it failed, or null
 * @param stepSize the step size it sampled with; NaN if it failed
 * @param metric the metric it sampled with, or began with if it failed
 * @param warmupDivergences divergent transitions in warm-up
 * @param warmupLeapfrogs gradient evaluations in warm-up
 */
public record ChainReport(
        int chain, @Nullable String reason, double stepSize, Metric metric, int warmupDivergences, long warmupLeapfrogs)
        implements Serializable {

    /** Why it failed; empty if it did not. */
    public Optional<String> failure() {
        return Optional.ofNullable(reason);
    }
}
