package tributary.hierarchy;

import java.io.Serializable;
import java.util.concurrent.Executor;
import tributary.random.RandomStream;

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

    /** The same density, its evaluations spread over an executor's tasks where that is worth it. */
    default CollapsedDensity density(GroupModel model, Executor executor) {
        return density(model);
    }

    /** One of so many groups, evenly spaced, where a density of fewer finds its way at a share of the cost; else all. */
    default Groups thinned(int every) {
        return this;
    }

    /**
     * For each coordinate of a position a power of two that it may be counted in, where outcomes are so large or so small that
     * searches and chains would lose their way in the coordinates themselves; else empty.
     */
    default double[] units(GroupModel model) {
        return new double[0];
    }

    /** Whether the density is exact; then the finer one is the same. */
    boolean exact();

    /** How many groups of two cells cost an evaluation as much as these. */
    default long work() {
        return groups();
    }

    /**
     * A position of {@link #density} with all that groups are given beside it: of groups within parents the deviations of
     * these are appended.
     */
    default double[] complete(GroupModel model, double[] position, RandomStream stream) {
        return position;
    }

    /** The groups given hyper-parameters at a {@link #complete} position of {@link #density}; for one thread. */
    GroupConditional given(GroupModel model, double[] position);

    /** The groups given each of many positions; one conditional serves positions that are the same array one after the other. */
    default GroupConditional[] given(GroupModel model, double[][] positions) {
        GroupConditional[] given = new GroupConditional[positions.length];
        for (int m = 0; m < given.length; m++) {
            given[m] = m > 0 && positions[m] == positions[m - 1] ? given[m - 1] : given(model, positions[m]);
        }
        return given;
    }
}
