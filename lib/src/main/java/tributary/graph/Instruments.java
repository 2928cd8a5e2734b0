package tributary.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Instruments: nodes that move the treatment and touch the outcome through it alone, perhaps given covariates.
 *
 * <p>z is an instrument for the effect of x on y given w if w separates z from y once the causal edges out of x are
 * gone, does not separate z from x, and holds nothing that x or y causes (Brito and Pearl, 2002; van der Zander, Textor
 * and Liśkiewicz, 2015). In a linear model the effect is then cov(z, y | w) / cov(z, x | w).
 */
public final class Instruments {
    private static final int MOST_SETS = 50;

    private Instruments() {}

    /**
     * An instrument and what it needs to be adjusted for.
     *
     * @param instrument the node that moves the treatment
     * @param given the covariates to condition on, perhaps none
     */
    public record Instrument(String instrument, Set<String> given) {}

    /** Every observed node that is an instrument, each with a smallest set that makes it one. */
    public static List<Instrument> of(Dag dag, String treatment, String outcome, Collection<String> observed) {
        BitSet x = BitSets.of(dag.index(treatment));
        BitSet y = BitSets.of(dag.index(outcome));
        BitSet seen = BitSets.minus(dag.set(observed), BitSets.union(x, y));
        BitSet causal = BitSets.both(dag.descendants(x), dag.ancestors(y));
        Dag cut = dag.withoutEdges(x, causal);
        BitSet downstream = BitSets.union(dag.descendants(x), dag.descendants(y));
        List<Instrument> found = new ArrayList<>();
        for (int z = seen.nextSetBit(0); z >= 0; z = seen.nextSetBit(z + 1)) {
            BitSet node = BitSets.of(z);
            if (!downstream.get(z)) {
                BitSet allowed = BitSets.minus(BitSets.minus(seen, downstream), node);
                new Separators(cut, node, y, allowed)
                        .minimal(MOST_SETS).stream()
                                .filter(w -> !Separation.holds(dag, node, x, w))
                                .findFirst()
                                .ifPresent(w -> found.add(new Instrument(
                                        dag.names(node).iterator().next(), dag.names(w))));
            }
        }
        return found;
    }
}
