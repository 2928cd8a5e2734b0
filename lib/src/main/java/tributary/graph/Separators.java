package tributary.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The sets that separate two nodes or sets of nodes: one, a minimal one, or all minimal ones.
 *
 * <p>A minimal separator lies among the ancestors of what it separates, and there m-separation is separation in the
 * moral graph: two ancestors are joined if an edge joins them or a path between them consists of colliders only. So the
 * minimal separators are the minimal cuts of an undirected graph (van der Zander, Liśkiewicz and Textor, 2019), and
 * these are listed one from another (Shen and Liang, 1997).
 */
final class Separators {
    private final BitSet x;
    private final BitSet y;
    private final BitSet allowed;
    private final BitSet[] moral;
    private final Dag dag;

    /**
     * Separators of two sets of nodes.
     *
     * @param allowed the nodes that may be conditioned on
     */
    Separators(Dag dag, BitSet x, BitSet y, BitSet allowed) {
        this.dag = dag;
        this.x = x;
        this.y = y;
        BitSet ancestors = dag.ancestors(BitSets.union(x, y));
        this.allowed = BitSets.minus(BitSets.both(allowed, ancestors), BitSets.union(x, y));
        this.moral = moral(dag, ancestors);
    }

    /** What a separator may hold: allowed ancestors. */
    BitSet allowed() {
        return allowed;
    }

    /** Some separator, if there is one: all allowed ancestors. */
    Optional<BitSet> any() {
        return Separation.holds(dag, x, y, allowed) ? Optional.of(allowed) : Optional.empty();
    }

    /** All minimal separators, smaller ones first, at most so many. */
    List<BitSet> minimal(int most) {
        if (any().isEmpty()) {
            return List.of();
        }
        BitSet[] graph = withoutDisallowed();
        Set<BitSet> found = new LinkedHashSet<>();
        Deque<BitSet> open = new ArrayDeque<>();
        grow(graph, x, found, open);
        while (!open.isEmpty() && found.size() < most) {
            BitSet separator = open.poll();
            BitSet near = component(graph, x, separator);
            for (int node = separator.nextSetBit(0); node >= 0 && found.size() < most; ) {
                BitSet grown = (BitSet) near.clone();
                grown.set(node);
                grow(graph, grown, found, open);
                node = separator.nextSetBit(node + 1);
            }
        }
        List<BitSet> sorted = new ArrayList<>(found);
        sorted.sort((a, b) -> a.cardinality() - b.cardinality());
        return sorted;
    }

    /** Notes the minimal separator on the border of a connected set around x, if the set does not touch y. */
    private void grow(BitSet[] graph, BitSet near, Set<BitSet> found, Deque<BitSet> open) {
        BitSet border = border(graph, near);
        if (!border.intersects(y) && !near.intersects(y)) {
            BitSet far = component(graph, y, BitSets.union(border, near));
            BitSet separator = border(graph, far);
            if (found.add(separator)) {
                open.add(separator);
            }
        }
    }

    private static BitSet border(BitSet[] graph, BitSet of) {
        BitSet found = new BitSet();
        of.stream().forEach(node -> found.or(graph[node]));
        found.andNot(of);
        return found;
    }

    private static BitSet component(BitSet[] graph, BitSet from, BitSet without) {
        BitSet found = (BitSet) from.clone();
        BitSet next = (BitSet) from.clone();
        while (!next.isEmpty()) {
            int node = next.nextSetBit(0);
            next.clear(node);
            BitSet fresh = BitSets.minus(BitSets.minus(graph[node], without), found);
            found.or(fresh);
            next.or(fresh);
        }
        return found;
    }

    /** The moral graph over what may be conditioned on, with a path through other nodes become an edge. */
    private BitSet[] withoutDisallowed() {
        BitSet[] graph = BitSets.copy(moral);
        BitSet kept = BitSets.union(allowed, BitSets.union(x, y));
        for (int node = 0; node < graph.length; node++) {
            if (!kept.get(node)) {
                BitSet around = (BitSet) graph[node].clone();
                int gone = node;
                around.stream().forEach(n -> {
                    graph[n].or(around);
                    graph[n].clear(n);
                    graph[n].clear(gone);
                });
                graph[node].clear();
            }
        }
        return graph;
    }

    private static BitSet[] moral(Dag dag, BitSet within) {
        BitSet[] graph = BitSets.array(dag.size());
        // Within one district of the ancestors, its nodes and their parents are joined by paths of colliders.
        for (BitSet district : dag.districts(within)) {
            BitSet family = (BitSet) district.clone();
            district.stream().forEach(node -> family.or(dag.parents(node)));
            family.and(within);
            family.stream().forEach(node -> {
                graph[node].or(family);
                graph[node].clear(node);
            });
        }
        return graph;
    }
}
