package tributary.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A directed acyclic graph whose arcs with two heads stand for unmeasured common causes: an acyclic directed mixed graph.
 *
 * <p>Latent nodes of a model are folded into arcs by {@link #project}: the projection keeps every separation among the
 * observed nodes and every answer about identification (Verma, 1993; Tian and Pearl, 2002). Immutable; sets of nodes
 * come back in the order of declaration.
 */
public final class Dag {
    private final List<String> names;
    private final Map<String, Integer> indices;
    private final BitSet[] parents;
    private final BitSet[] children;
    private final BitSet[] siblings;
    private final int[] order;

    private Dag(List<String> names, BitSet[] parents, BitSet[] siblings) {
        this.names = List.copyOf(names);
        this.parents = parents;
        this.siblings = siblings;
        this.indices = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            indices.put(names.get(i), i);
        }
        this.children = BitSets.array(names.size());
        for (int i = 0; i < names.size(); i++) {
            int child = i;
            parents[i].stream().forEach(p -> children[p].set(child));
        }
        this.order = causalOrder();
    }

    /** A graph to be built edge by edge. */
    public static Builder builder() {
        return new Builder();
    }

    /** The nodes, in order of declaration. */
    public List<String> nodes() {
        return names;
    }

    /** Whether there is a node of this name. */
    public boolean has(String name) {
        return indices.containsKey(name);
    }

    /** The direct causes of a node. */
    public Set<String> parents(String name) {
        return names(parents[index(name)]);
    }

    /** What a node causes directly. */
    public Set<String> children(String name) {
        return names(children[index(name)]);
    }

    /** The nodes that share an unmeasured cause with this one. */
    public Set<String> siblings(String name) {
        return names(siblings[index(name)]);
    }

    /** The nodes with a directed path into one of these, these included. */
    public Set<String> ancestors(Collection<String> of) {
        return names(ancestors(set(of)));
    }

    /** The nodes with a directed path from one of these, these included. */
    public Set<String> descendants(Collection<String> of) {
        return names(descendants(set(of)));
    }

    /** All nodes, causes before effects. */
    public List<String> topologicalOrder() {
        List<String> found = new ArrayList<>();
        for (int node : order) {
            found.add(names.get(node));
        }
        return found;
    }

    /** The districts (c-components): the nodes joined by chains of arcs, each in order of declaration. */
    public List<Set<String>> districts() {
        return districts(all()).stream().map(this::names).toList();
    }

    /** Whether any two nodes share an unmeasured cause. */
    public boolean hasArcs() {
        for (BitSet arcs : siblings) {
            if (!arcs.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether an edge or arc joins two nodes. */
    public boolean adjacent(String one, String other) {
        int a = index(one);
        int b = index(other);
        return parents[a].get(b) || parents[b].get(a) || siblings[a].get(b);
    }

    /**
     * The graph of these nodes alone that says the same about them: an edge where a directed path leads through left-out
     * nodes only, an arc where a path without collider between left-out nodes has heads at both ends.
     */
    public Dag project(Collection<String> observed) {
        BitSet keep = set(observed);
        List<String> kept = new ArrayList<>(names(keep));
        int[] place = new int[names.size()];
        keep.stream().forEach(i -> place[i] = kept.indexOf(names.get(i)));
        BitSet[] newParents = BitSets.array(kept.size());
        BitSet[] newSiblings = BitSets.array(kept.size());
        keep.stream()
                .forEach(v -> throughHidden(v, keep, children).stream()
                        .forEach(child -> newParents[place[child]].set(place[v])));
        BitSet hidden = BitSets.minus(all(), keep);
        for (int u = hidden.nextSetBit(0); u >= 0; u = hidden.nextSetBit(u + 1)) {
            joinAll(throughHidden(u, keep, children), place, newSiblings);
        }
        // An arc between any two nodes passes on to whatever they reach through hidden nodes.
        for (int a = 0; a < names.size(); a++) {
            BitSet from = arrivals(a, keep);
            for (int b = siblings[a].nextSetBit(0); b >= 0; b = siblings[a].nextSetBit(b + 1)) {
                BitSet to = arrivals(b, keep);
                from.stream()
                        .forEach(i -> to.stream().filter(j -> j != i).forEach(j -> {
                            newSiblings[place[i]].set(place[j]);
                            newSiblings[place[j]].set(place[i]);
                        }));
            }
        }
        return new Dag(kept, newParents, newSiblings);
    }

    private static void joinAll(BitSet nodes, int[] place, BitSet[] joined) {
        nodes.stream().forEach(a -> nodes.stream().filter(b -> b != a).forEach(b -> joined[place[a]].set(place[b])));
    }

    /** The node itself if it is kept, else the kept nodes it reaches through hidden ones. */
    private BitSet arrivals(int node, BitSet keep) {
        return keep.get(node) ? BitSets.of(node) : throughHidden(node, keep, children);
    }

    private BitSet throughHidden(int from, BitSet keep, BitSet[] steps) {
        BitSet found = new BitSet();
        BitSet seen = new BitSet();
        BitSet next = (BitSet) steps[from].clone();
        while (!next.isEmpty()) {
            int node = next.nextSetBit(0);
            next.clear(node);
            if (keep.get(node)) {
                found.set(node);
            } else if (!seen.get(node)) {
                seen.set(node);
                next.or(steps[node]);
            }
        }
        return found;
    }

    /** This graph without the edges and arcs into these nodes: the graph after an intervention on them. */
    public Dag withoutEdgesInto(Collection<String> nodes) {
        return withoutEdgesInto(set(nodes));
    }

    /** This graph without the edges out of these nodes; their arcs stay. */
    public Dag withoutEdgesOutOf(Collection<String> nodes) {
        return withoutEdgesOutOf(set(nodes));
    }

    Dag withoutEdgesInto(BitSet nodes) {
        BitSet[] newParents = BitSets.copy(parents);
        BitSet[] newSiblings = BitSets.copy(siblings);
        nodes.stream().forEach(v -> {
            newParents[v].clear();
            newSiblings[v].stream().forEach(s -> newSiblings[s].clear(v));
            newSiblings[v].clear();
        });
        return new Dag(names, newParents, newSiblings);
    }

    Dag withoutEdgesOutOf(BitSet nodes) {
        BitSet[] newParents = BitSets.copy(parents);
        for (BitSet of : newParents) {
            of.andNot(nodes);
        }
        return new Dag(names, newParents, BitSets.copy(siblings));
    }

    /** This graph without the edges from some nodes to some others. */
    Dag withoutEdges(BitSet from, BitSet to) {
        BitSet[] newParents = BitSets.copy(parents);
        to.stream().forEach(v -> newParents[v].andNot(from));
        return new Dag(names, newParents, BitSets.copy(siblings));
    }

    int index(String name) {
        Integer index = indices.get(name);
        if (index == null) {
            throw new IllegalArgumentException("the graph has no node `" + name + "`; it has " + names);
        }
        return index;
    }

    int size() {
        return names.size();
    }

    BitSet set(Collection<String> of) {
        BitSet found = new BitSet();
        of.forEach(name -> found.set(index(name)));
        return found;
    }

    BitSet all() {
        BitSet found = new BitSet();
        found.set(0, names.size());
        return found;
    }

    Set<String> names(BitSet of) {
        Set<String> found = new LinkedHashSet<>();
        of.stream().forEach(i -> found.add(names.get(i)));
        return found;
    }

    BitSet parents(int node) {
        return parents[node];
    }

    BitSet children(int node) {
        return children[node];
    }

    BitSet siblings(int node) {
        return siblings[node];
    }

    int[] order() {
        return order;
    }

    BitSet ancestors(BitSet of) {
        return closure(of, all(), parents);
    }

    BitSet descendants(BitSet of) {
        return closure(of, all(), children);
    }

    /** The ancestors within the graph of some nodes alone. */
    BitSet ancestors(BitSet of, BitSet within) {
        return closure(of, within, parents);
    }

    /** The district of a node within the graph of some nodes alone. */
    BitSet district(int node, BitSet within) {
        return closure(BitSets.of(node), within, siblings);
    }

    List<BitSet> districts(BitSet within) {
        List<BitSet> found = new ArrayList<>();
        BitSet left = (BitSet) within.clone();
        while (!left.isEmpty()) {
            BitSet district = district(left.nextSetBit(0), within);
            left.andNot(district);
            found.add(district);
        }
        return found;
    }

    private static BitSet closure(BitSet of, BitSet within, BitSet[] steps) {
        BitSet found = (BitSet) of.clone();
        found.and(within);
        BitSet next = (BitSet) found.clone();
        while (!next.isEmpty()) {
            int node = next.nextSetBit(0);
            next.clear(node);
            BitSet fresh = (BitSet) steps[node].clone();
            fresh.and(within);
            fresh.andNot(found);
            found.or(fresh);
            next.or(fresh);
        }
        return found;
    }

    private int[] causalOrder() {
        int[] found = new int[names.size()];
        BitSet placed = new BitSet();
        for (int at = 0; at < found.length; at++) {
            int next = -1;
            for (int i = 0; i < found.length && next < 0; i++) {
                if (!placed.get(i) && BitSets.minus(parents[i], placed).isEmpty()) {
                    next = i;
                }
            }
            if (next < 0) {
                throw new IllegalArgumentException(
                        "the graph has a cycle among " + names(BitSets.minus(all(), placed)));
            }
            found[at] = next;
            placed.set(next);
        }
        return found;
    }

    /** Edges and arcs, one a line, as {@code a -> b} and {@code a <-> b}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            int from = i;
            children[i].stream().forEach(to -> text.append(names.get(from) + " -> " + names.get(to) + "\n"));
            siblings[i].stream()
                    .filter(to -> to > from)
                    .forEach(to -> text.append(names.get(from) + " <-> " + names.get(to) + "\n"));
        }
        return text.toString();
    }

    /** Collects nodes, edges and arcs; nodes named by an edge need no declaration of their own. */
    public static final class Builder {
        private final Map<String, Integer> indices = new LinkedHashMap<>();
        private final List<int[]> edges = new ArrayList<>();
        private final List<int[]> arcs = new ArrayList<>();

        private Builder() {}

        /** Declares a node, if it is not declared yet. */
        public Builder node(String name) {
            place(name);
            return this;
        }

        /** An edge: the first causes the second directly. */
        public Builder edge(String cause, String effect) {
            edges.add(new int[] {place(cause), place(effect)});
            return this;
        }

        /** An arc: the two share an unmeasured cause. */
        public Builder arc(String one, String other) {
            if (one.equals(other)) {
                throw new IllegalArgumentException("`" + one + "` cannot share an unmeasured cause with itself");
            }
            arcs.add(new int[] {place(one), place(other)});
            return this;
        }

        /**
         * The graph.
         *
         * @throws IllegalArgumentException if it has a cycle
         */
        public Dag build() {
            BitSet[] parents = BitSets.array(indices.size());
            BitSet[] siblings = BitSets.array(indices.size());
            edges.forEach(edge -> parents[edge[1]].set(edge[0]));
            arcs.forEach(arc -> {
                siblings[arc[0]].set(arc[1]);
                siblings[arc[1]].set(arc[0]);
            });
            return new Dag(new ArrayList<>(indices.keySet()), parents, siblings);
        }

        private int place(String name) {
            return indices.computeIfAbsent(name, n -> indices.size());
        }
    }
}
