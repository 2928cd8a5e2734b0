package tributary.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Separation against the definition, path by path, and against what projection must keep. */
class SeparationTest {
    @Test
    void agreesWithTheDefinitionOnEveryQuestionAboutRandomGraphs() {
        SplittableRandom random = new SplittableRandom(20260118);
        for (int graph = 0; graph < 300; graph++) {
            Dag dag = RandomGraphs.draw(5, 0.4, 0.2, random);
            for (int x = 0; x < 5; x++) {
                for (int y = x + 1; y < 5; y++) {
                    for (int bits = 0; bits < 32; bits++) {
                        if ((bits >> x & 1) == 0 && (bits >> y & 1) == 0) {
                            BitSet given = BitSet.valueOf(new long[] {bits});
                            boolean open = openPath(dag, x, y, given, BitSets.of(x), false, true);
                            assertEquals(
                                    !open,
                                    Separation.holds(dag, BitSets.of(x), BitSets.of(y), given),
                                    dag + " " + x + " " + y + " " + given);
                        }
                    }
                }
            }
        }
    }

    /** Whether a simple path from a node to another is open, each of its inner nodes judged by the definition. */
    private static boolean openPath(Dag dag, int at, int to, BitSet given, BitSet seen, boolean headAt, boolean start) {
        if (at == to) {
            return true;
        }
        for (int next = 0; next < dag.size(); next++) {
            if (!seen.get(next)) {
                boolean down = dag.children(at).get(next);
                boolean up = dag.parents(at).get(next);
                boolean arc = dag.siblings(at).get(next);
                BitSet longer = BitSets.union(seen, BitSets.of(next));
                boolean collider = dag.ancestors(given).get(at);
                boolean other = !given.get(at);
                if (down && (start || other) && openPath(dag, next, to, given, longer, true, false)
                        || up
                                && (start || (headAt ? collider : other))
                                && openPath(dag, next, to, given, longer, false, false)
                        || arc
                                && (start || (headAt ? collider : other))
                                && openPath(dag, next, to, given, longer, true, false)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void projectionKeepsEverySeparationAmongTheObserved() {
        SplittableRandom random = new SplittableRandom(7);
        List<String> observed = List.of("a", "b", "c", "d");
        for (int graph = 0; graph < 500; graph++) {
            Dag dag = RandomGraphs.draw(7, 0.35, 0.1, random);
            Dag projected = dag.project(observed);
            assertEquals(observed, projected.nodes());
            for (int bits = 0; bits < 4; bits++) {
                Set<String> given = Set.copyOf(
                        bits == 3
                                ? List.of("c", "d")
                                : bits == 2 ? List.of("d") : bits == 1 ? List.of("c") : List.of());
                assertEquals(
                        Separation.holds(dag, Set.of("a"), Set.of("b"), given),
                        Separation.holds(projected, Set.of("a"), Set.of("b"), given),
                        dag + " projected " + projected + given);
            }
        }
    }

    @Test
    void implicationsHoldAndCoverEverySeparablePair() {
        SplittableRandom random = new SplittableRandom(11);
        for (int graph = 0; graph < 200; graph++) {
            Dag dag = RandomGraphs.draw(5, 0.4, 0.2, random);
            List<Implications.Independence> found = Implications.of(dag);
            found.forEach(i -> assertTrue(Separation.holds(dag, Set.of(i.one()), Set.of(i.other()), i.given())));
            for (int x = 0; x < 5; x++) {
                for (int y = x + 1; y < 5; y++) {
                    String one = RandomGraphs.name(x);
                    String other = RandomGraphs.name(y);
                    int least = leastSeparator(dag, x, y);
                    var own = found.stream()
                            .filter(i -> i.one().equals(one) && i.other().equals(other))
                            .findFirst();
                    assertEquals(least, own.map(i -> i.given().size()).orElse(-1), dag + one + other);
                }
            }
        }
    }

    private static int leastSeparator(Dag dag, int x, int y) {
        int least = -1;
        for (int bits = 0; bits < 1 << dag.size(); bits++) {
            int size = Integer.bitCount(bits);
            if ((bits >> x & 1) == 0 && (bits >> y & 1) == 0 && (least < 0 || size < least)) {
                BitSet given = BitSet.valueOf(new long[] {bits});
                least = Separation.holds(dag, BitSets.of(x), BitSets.of(y), given) ? size : least;
            }
        }
        return least;
    }

    @Test
    void aColliderOpensOnlyWhenLookedAt() {
        Dag dag = Dag.builder().edge("x", "c").edge("y", "c").edge("c", "d").build();
        assertTrue(Separation.holds(dag, Set.of("x"), Set.of("y"), Set.of()));
        assertFalse(Separation.holds(dag, Set.of("x"), Set.of("y"), Set.of("c")));
        assertFalse(Separation.holds(dag, Set.of("x"), Set.of("y"), Set.of("d")));
    }

    @Test
    void refusesOverlapUnknownNodesAndCycles() {
        Dag dag = Dag.builder().edge("x", "y").build();
        assertThrows(IllegalArgumentException.class, () -> Separation.holds(dag, Set.of("x"), Set.of("x"), Set.of()));
        assertThrows(IllegalArgumentException.class, () -> Separation.holds(dag, Set.of("x"), Set.of("q"), Set.of()));
        Dag.Builder cyclic = Dag.builder().edge("x", "y").edge("y", "x");
        assertThrows(IllegalArgumentException.class, cyclic::build);
    }
}
