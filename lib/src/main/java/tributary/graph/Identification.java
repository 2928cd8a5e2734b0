package tributary.graph;

import java.util.BitSet;
import java.util.Collection;
import java.util.Set;

/**
 * Whether a graph determines an interventional law from the observed one, and by which formula.
 *
 * <p>Complete: what is refused here, no method identifies without further assumptions, and the hedge shows why (Tian and
 * Pearl, 2002; Shpitser and Pearl, 2006; Huang and Valtorta, 2006). Reads the graph alone, never a likelihood.
 */
public sealed interface Identification {
    /**
     * The law P(outcomes | do(treatments), given), written in the observed law.
     *
     * @param law the formula; its free names are outcomes, treatments and given ones, and those of {@code anyValue}
     * @param anyValue names the formula mentions although its value depends on none of them: any value serves
     */
    record Identified(Formula law, Set<String> anyValue) implements Identification {
        /** Copies its set. */
        public Identified {
            anyValue = Set.copyOf(anyValue);
        }
    }

    /**
     * Why there is no formula: two nested sets, each held together by unmeasured common causes and leading into the same
     * nodes, of which only the larger one holds a treatment. Two models can then agree on all that is observed and
     * disagree on the effect.
     *
     * @param larger the set that holds a treatment
     * @param smaller the set within it that holds none
     */
    record Hedge(Set<String> larger, Set<String> smaller) implements Identification {
        /** The hedge in words. */
        public String words() {
            return "unmeasured common causes join " + larger + " into one district, and within it " + smaller
                    + " cannot be told apart from the treatment among them";
        }
    }

    /**
     * Identifies P(outcomes | do(treatments)).
     *
     * @param dag a graph all of whose nodes are observed; {@link Dag#project} makes it one
     * @throws IllegalArgumentException for an unknown node, or if treatments and outcomes overlap
     */
    static Identification of(Dag dag, Collection<String> treatments, Collection<String> outcomes) {
        return of(dag, treatments, outcomes, Set.of());
    }

    /**
     * Identifies P(outcomes | do(treatments), given): the law within the units that show these values once the treatment
     * is set.
     *
     * @throws IllegalArgumentException for an unknown node, or if two of the three sets overlap
     */
    static Identification of(
            Dag dag, Collection<String> treatments, Collection<String> outcomes, Collection<String> given) {
        BitSet x = dag.set(treatments);
        BitSet y = dag.set(outcomes);
        BitSet z = dag.set(given);
        if (x.intersects(y) || x.intersects(z) || y.intersects(z)) {
            throw new IllegalArgumentException("treatments " + treatments + ", outcomes " + outcomes + " and given "
                    + given + " must not share a node");
        }
        return new Identifier(dag).conditional(x, y, z);
    }
}
