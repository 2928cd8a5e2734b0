package tributary.graph;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;

/**
 * Separation in a graph with latent common causes (m-separation): which nodes are independent, given others, under every
 * law that the graph allows.
 *
 * <p>A path is open if each of its colliders is an ancestor of a conditioned node and no other node of it is conditioned
 * on. A ball rolls from node to node along open steps, so a question costs one visit of each node from either side
 * (Shachter, 1998; with arcs, Richardson, 2003).
 */
public final class Separation {
    private Separation() {}

    /**
     * Whether no path is open between two disjoint sets of nodes given a third.
     *
     * @throws IllegalArgumentException for an unknown node, or if the sets overlap
     */
    public static boolean holds(Dag dag, Collection<String> x, Collection<String> y, Collection<String> given) {
        BitSet from = dag.set(x);
        BitSet to = dag.set(y);
        BitSet z = dag.set(given);
        if (from.intersects(to) || from.intersects(z) || to.intersects(z)) {
            throw new IllegalArgumentException(
                    "separation is asked of disjoint sets, not of " + x + ", " + y + " given " + given);
        }
        return holds(dag, from, to, z);
    }

    static boolean holds(Dag dag, BitSet from, BitSet to, BitSet given) {
        return !reachable(dag, from, given).intersects(to);
    }

    /** The nodes at the end of an open path from one of these, given others; the start included. */
    static BitSet reachable(Dag dag, BitSet from, BitSet given) {
        BitSet colliders = dag.ancestors(given);
        BitSet headVisited = new BitSet();
        BitSet tailVisited = new BitSet();
        BitSet reached = (BitSet) from.clone();
        Deque<int[]> open = new ArrayDeque<>();
        // Leaving the start is like arriving there at a tail that is not conditioned on: every step is allowed.
        from.stream().forEach(node -> leave(dag, node, true, true, open));
        while (!open.isEmpty()) {
            int[] arrival = open.pop();
            int node = arrival[0];
            boolean head = arrival[1] == 1;
            BitSet visited = head ? headVisited : tailVisited;
            if (!visited.get(node)) {
                visited.set(node);
                reached.set(node);
                boolean passes = !given.get(node);
                leave(dag, node, passes, head ? colliders.get(node) : passes, open);
            }
        }
        return reached;
    }

    /** Steps from a node: to its children as no collider, to its parents and siblings as allowed there. */
    private static void leave(Dag dag, int node, boolean down, boolean up, Deque<int[]> open) {
        if (down) {
            dag.children(node).stream().forEach(child -> open.push(new int[] {child, 1}));
        }
        if (up) {
            dag.parents(node).stream().forEach(parent -> open.push(new int[] {parent, 0}));
            dag.siblings(node).stream().forEach(sibling -> open.push(new int[] {sibling, 1}));
        }
    }
}
