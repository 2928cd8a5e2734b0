package tributary.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The identification algorithm by c-factors: Q[c] is the law of c under an intervention on everything else; the effect is
 * a sum of products of such factors, one for each district, and each is carved out of the factor of an observed district.
 */
final class Identifier {
    private final Dag dag;

    Identifier(Dag dag) {
        this.dag = dag;
    }

    /** A factor cannot be carved out: the way out of the recursion, with the hedge found. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient BitSet larger;
        private final transient BitSet smaller;

        Refused(BitSet larger, BitSet smaller) {
            super("not identified", null, false, false);
            this.larger = larger;
            this.smaller = smaller;
        }
    }

    /** Conditions that act like interventions become interventions (Pearl's second rule); the rest is divided out. */
    Identification conditional(BitSet x, BitSet y, BitSet z) {
        Dag cut = dag.withoutEdgesInto(x);
        for (int node = z.nextSetBit(0); node >= 0; node = z.nextSetBit(node + 1)) {
            BitSet one = BitSets.of(node);
            BitSet rest = BitSets.minus(z, one);
            if (Separation.holds(cut.withoutEdgesOutOf(one), y, one, BitSets.union(x, rest))) {
                return conditional(BitSets.union(x, one), y, rest);
            }
        }
        try {
            Formula joint = effect(x, BitSets.union(y, z));
            Formula law = z.isEmpty() ? joint : new Formula.Quotient(joint, Formula.sum(dag.names(y), joint));
            Set<String> free = new TreeSet<>(FreeNames.of(law));
            free.removeAll(dag.names(BitSets.union(x, BitSets.union(y, z))));
            return new Identification.Identified(law, free);
        } catch (Refused refused) {
            return new Identification.Hedge(dag.names(refused.larger), dag.names(refused.smaller));
        }
    }

    private Formula effect(BitSet x, BitSet y) throws Refused {
        BitSet relevant = dag.ancestors(y);
        BitSet moved = dag.ancestors(y, BitSets.minus(dag.all(), x));
        List<Formula> factors = new ArrayList<>();
        for (BitSet part : dag.districts(moved)) {
            BitSet whole = dag.district(part.nextSetBit(0), relevant);
            factors.add(carve(part, whole, observed(whole, relevant)));
        }
        return Formula.sum(dag.names(BitSets.minus(moved, y)), Formula.product(factors));
    }

    /** Q of a district as it is observed: each node given the part of its past that matters to it. */
    private Formula observed(BitSet district, BitSet relevant) {
        List<Formula> factors = new ArrayList<>();
        BitSet past = new BitSet();
        for (int node : dag.order()) {
            if (relevant.get(node)) {
                past.set(node);
                if (district.get(node)) {
                    BitSet own = dag.district(node, past);
                    BitSet given = (BitSet) own.clone();
                    own.stream().forEach(n -> given.or(dag.parents(n)));
                    given.clear(node);
                    factors.add(new Formula.Probability(dag.names(BitSets.of(node)), dag.names(given)));
                }
            }
        }
        return Formula.product(factors);
    }

    private Formula carve(BitSet part, BitSet whole, Formula factor) throws Refused {
        BitSet above = dag.ancestors(part, whole);
        if (above.equals(part)) {
            return Formula.sum(dag.names(BitSets.minus(whole, part)), factor);
        }
        if (above.equals(whole)) {
            throw new Refused(whole, part);
        }
        Formula kept = Formula.sum(dag.names(BitSets.minus(whole, above)), factor);
        BitSet narrower = dag.district(part.nextSetBit(0), above);
        return carve(part, narrower, narrower.equals(above) ? kept : within(narrower, above, kept));
    }

    /** Q of a district of some nodes, from Q of them all: the ratios of its successive margins. */
    private Formula within(BitSet district, BitSet all, Formula factor) {
        List<Formula> ratios = new ArrayList<>();
        BitSet future = (BitSet) all.clone();
        for (int node : dag.order()) {
            if (all.get(node)) {
                BitSet before = (BitSet) future.clone();
                future.clear(node);
                if (district.get(node)) {
                    Formula above = Formula.sum(dag.names(future), factor);
                    Formula below = Formula.sum(dag.names(before), factor);
                    ratios.add(before.equals(all) ? above : new Formula.Quotient(above, below));
                }
            }
        }
        return Formula.product(ratios);
    }
}
