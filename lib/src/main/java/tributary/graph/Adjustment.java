package tributary.graph;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The back door: which covariates to condition on, so that P(y | do(x)) = sum over z of P(y | x, z) P(z).
 *
 * <p>The adjustment criterion (Shpitser, VanderWeele and Robins, 2010; Perković and others, 2018): z holds no node on a
 * causal path from x to y and none that such a node causes, and it blocks every other path. It is sound and complete: a
 * set fails it only if some law of this graph contradicts the formula.
 */
public final class Adjustment {
    /** How many minimal sets are listed at most. */
    public static final int MOST_SETS = 50;

    private final Dag dag;
    private final BitSet x;
    private final BitSet y;
    private final BitSet causal;
    private final BitSet forbidden;
    private final Dag backDoor;
    private final Separators separators;

    private Adjustment(Dag dag, BitSet x, BitSet y, BitSet observed) {
        this.dag = dag;
        this.x = x;
        this.y = y;
        Dag cut = dag.withoutEdgesInto(x);
        BitSet downstream = BitSets.minus(cut.descendants(x), x);
        this.causal = BitSets.both(downstream, dag.withoutEdgesOutOf(x).ancestors(y));
        this.forbidden = dag.descendants(causal);
        this.backDoor = dag.withoutEdges(x, causal);
        BitSet allowed = BitSets.minus(BitSets.minus(observed, forbidden), BitSets.union(x, y));
        this.separators = new Separators(backDoor, x, y, allowed);
    }

    /**
     * The adjustment sets for the total effect of some nodes on others.
     *
     * @param observed the nodes that may be conditioned on, treatments and outcomes aside
     * @throws IllegalArgumentException for an unknown node, or if treatments and outcomes overlap
     */
    public static Adjustment of(
            Dag dag, Collection<String> treatments, Collection<String> outcomes, Collection<String> observed) {
        BitSet x = dag.set(treatments);
        BitSet y = dag.set(outcomes);
        if (x.intersects(y)) {
            throw new IllegalArgumentException(
                    "a treatment cannot be its own outcome: " + treatments + ", " + outcomes);
        }
        return new Adjustment(dag, x, y, dag.set(observed));
    }

    /** The nodes on causal paths from treatment to outcome, the treatment aside. */
    public Set<String> causalNodes() {
        return dag.names(causal);
    }

    /** What must not be adjusted for: the nodes on causal paths and all that they cause. */
    public Set<String> forbidden() {
        return dag.names(forbidden);
    }

    /** Whether adjusting for these nodes gives the effect. */
    public boolean isValid(Collection<String> covariates) {
        BitSet z = dag.set(covariates);
        return !z.intersects(forbidden) && !z.intersects(x) && !z.intersects(y) && Separation.holds(backDoor, x, y, z);
    }

    /** Some valid set, if there is any: every allowed ancestor of treatment and outcome. */
    public Optional<Set<String>> any() {
        return separators.any().map(dag::names);
    }

    /** The minimal valid sets, smaller ones first, at most {@value #MOST_SETS}; of none, a node can be left out. */
    public List<Set<String>> minimal() {
        return separators.minimal(MOST_SETS).stream().map(dag::names).toList();
    }

    /**
     * The set whose estimate has the least asymptotic variance in a graph without latent common causes: the parents of
     * the causal nodes that are not causal themselves (Henckel, Perković and Maathuis, 2022). Empty where arcs touch the
     * question, for then no such set is known, or where a member is not observed.
     */
    public Optional<Set<String>> optimal() {
        BitSet relevant = dag.ancestors(BitSets.union(x, y));
        boolean arcs = relevant.stream().anyMatch(node -> dag.siblings(node).intersects(relevant));
        BitSet set = new BitSet();
        causal.stream().forEach(node -> set.or(dag.parents(node)));
        set.andNot(BitSets.union(causal, x));
        Set<String> names = dag.names(set);
        boolean known = !arcs && !causal.isEmpty() && BitSets.contains(separators.allowed(), set);
        return known && isValid(names) ? Optional.of(names) : Optional.empty();
    }
}
