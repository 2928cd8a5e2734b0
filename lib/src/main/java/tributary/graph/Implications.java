package tributary.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * What a graph says about the data that the data can contradict: for two nodes that nothing joins, an independence given
 * a smallest set of others.
 */
public final class Implications {
    private static final int MOST_SETS = 50;

    private Implications() {}

    /**
     * Two nodes that must be independent given others.
     *
     * @param one the node declared first
     * @param other the other
     * @param given a smallest set that separates them, perhaps empty
     */
    public record Independence(String one, String other, Set<String> given) {}

    /**
     * One independence for each pair of nodes that can be separated; all nodes are taken to be observed, so {@link
     * Dag#project} comes first where some are not.
     */
    public static List<Independence> of(Dag dag) {
        List<Independence> found = new ArrayList<>();
        for (int a = 0; a < dag.size(); a++) {
            for (int b = a + 1; b < dag.size(); b++) {
                String one = dag.nodes().get(a);
                String other = dag.nodes().get(b);
                if (!dag.adjacent(one, other)) {
                    List<BitSet> sets = new Separators(dag, BitSets.of(a), BitSets.of(b), dag.all()).minimal(MOST_SETS);
                    if (!sets.isEmpty()) {
                        found.add(new Independence(one, other, dag.names(sets.get(0))));
                    }
                }
            }
        }
        return found;
    }
}
