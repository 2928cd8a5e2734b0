package tributary.hierarchy;

import java.io.Serializable;

/** What is known of each group, in whatever form the likelihood needs: the seam between a likelihood and its users. */
public interface Groups extends Serializable {
    /** Number of groups. */
    int groups();

    /** The posterior density of the hyper-parameters of a model, groups integrated out; for one thread. */
    CollapsedDensity density(GroupModel model);

    /**
     * The same density where it is approximated, by a finer rule, for draws of the first to be weighed by; the same
     * where it is exact.
     */
    default CollapsedDensity finer(GroupModel model) {
        return density(model);
    }

    /** Whether the density is exact; then the finer one is the same. */
    boolean exact();

    /** How many groups of two cells cost an evaluation as much as these. */
    default long work() {
        return groups();
    }

    /** The groups given hyper-parameters at a position of {@link #density}; for one thread. */
    GroupConditional given(GroupModel model, double[] position);
}
