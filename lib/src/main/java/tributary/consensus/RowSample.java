package tributary.consensus;

import java.util.List;

/**
 * Rows on one machine that stand for all: those of the greatest leverage by themselves, and a random sample of the rest
 * in groups of like size, whose spread gives the estimate's error.
 *
 * <p>The sum over all rows of anything is estimated without bias by {@code certain + factor * sum of groups}.
 *
 * @param certain the rows that were taken with certainty
 * @param groups the sampled rows dealt to groups; none where {@code certain} holds all rows
 * @param factor rows of the rest for each sampled row of the groups together
 */
public record RowSample(ShardLikelihood certain, List<ShardLikelihood> groups, double factor) {
    /** Copies its list. */
    public RowSample {
        groups = List.copyOf(groups);
    }

    /** Whether it holds every row. */
    public boolean complete() {
        return groups.isEmpty();
    }
}
