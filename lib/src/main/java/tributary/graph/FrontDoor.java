package tributary.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The front door: mediators through which all of the effect passes and that the hidden common causes of treatment and
 * outcome do not touch, so that P(y | do(x)) = sum over m of P(m | x) sum over x' of P(y | m, x') P(x').
 *
 * <p>Pearl's criterion (1995): the mediators cut every directed path from x to y; no back-door path from x to them is
 * open; every back-door path from them to y is blocked by x.
 */
public final class FrontDoor {
    private static final int MOST_CANDIDATES = 16;

    private final Dag dag;
    private final BitSet x;
    private final BitSet y;
    private final BitSet observed;

    private FrontDoor(Dag dag, BitSet x, BitSet y, BitSet observed) {
        this.dag = dag;
        this.x = x;
        this.y = y;
        this.observed = observed;
    }

    /** The front doors from one node to another, through observed nodes. */
    public static FrontDoor of(Dag dag, String treatment, String outcome, Collection<String> observed) {
        return new FrontDoor(dag, BitSets.of(dag.index(treatment)), BitSets.of(dag.index(outcome)), dag.set(observed));
    }

    /** Whether these mediators are a front door. */
    public boolean isValid(Collection<String> mediators) {
        return isValid(dag.set(mediators));
    }

    /**
     * The smallest front doors: all of the least size among the nodes on directed paths from treatment to outcome, of
     * which the first {@value #MOST_CANDIDATES} that no back-door path from the treatment reaches are tried.
     */
    public List<Set<String>> smallest() {
        BitSet candidates = BitSets.both(dag.descendants(x), dag.ancestors(y));
        candidates.and(observed);
        candidates.andNot(BitSets.union(x, y));
        candidates.andNot(Separation.reachable(dag.withoutEdgesOutOf(x), x, new BitSet()));
        int[] nodes = candidates.stream().limit(MOST_CANDIDATES).toArray();
        List<Set<String>> found = new ArrayList<>();
        for (int size = 1; size <= nodes.length && found.isEmpty(); size++) {
            choose(nodes, 0, size, new BitSet(), found);
        }
        return found;
    }

    private void choose(int[] nodes, int from, int left, BitSet chosen, List<Set<String>> found) {
        if (left == 0) {
            if (isValid(chosen)) {
                found.add(dag.names(chosen));
            }
            return;
        }
        for (int i = from; i + left <= nodes.length; i++) {
            chosen.set(nodes[i]);
            choose(nodes, i + 1, left - 1, chosen, found);
            chosen.clear(nodes[i]);
        }
    }

    private boolean isValid(BitSet m) {
        return !m.isEmpty()
                && !m.intersects(x)
                && !m.intersects(y)
                && BitSets.contains(observed, m)
                && cutsDirectedPaths(m)
                && Separation.holds(dag.withoutEdgesOutOf(x), x, m, new BitSet())
                && Separation.holds(dag.withoutEdgesOutOf(m), m, y, x);
    }

    private boolean cutsDirectedPaths(BitSet m) {
        return !dag.ancestors(y, BitSets.minus(dag.all(), m)).intersects(x);
    }
}
