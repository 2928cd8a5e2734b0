package tributary.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Adjustment sets against the formula itself, on laws enumerated whole. */
class AdjustmentTest {
    /** Laws agree to rounding where the criterion holds; a random law breaks the formula by far more where it does not. */
    private static final double ROUNDING = 1e-11;

    @Test
    void theCriterionHoldsExactlyWhereTheFormulaDoes() {
        SplittableRandom random = new SplittableRandom(20260119);
        int valid = 0;
        for (int graph = 0; graph < 400; graph++) {
            Dag dag = RandomGraphs.draw(5, 0.45, 0.12, random);
            Adjustment adjustment = Adjustment.of(dag, Set.of("a"), Set.of("b"), dag.nodes());
            double[] law = BinaryModel.random(dag, 2, random).law(0, 0);
            double[] effect = new double[0];
            BinaryModel model = BinaryModel.random(dag, 2, random);
            law = model.law(0, 0);
            effect = model.law(1, 1);
            List<Set<String>> valids = new ArrayList<>();
            for (int bits = 0; bits < 32; bits += 4) {
                Set<String> z = names(dag, bits);
                double off = Math.abs(adjusted(dag, law, z) - BinaryModel.probability(effect, 2, 2));
                assertEquals(adjustment.isValid(z), off < ROUNDING, dag + " given " + z + ": off by " + off);
                if (adjustment.isValid(z)) {
                    valids.add(z);
                    valid++;
                }
            }
            assertEquals(!valids.isEmpty(), adjustment.any().isPresent());
            Set<Set<String>> minimal = new HashSet<>(valids);
            minimal.removeIf(z -> valids.stream().anyMatch(other -> z.containsAll(other) && !z.equals(other)));
            assertEquals(minimal, new HashSet<>(adjustment.minimal()), dag.toString());
        }
        assertTrue(valid > 300);
    }

    /** P(b = 1 | do(a = 1)) by the adjustment formula. */
    private static double adjusted(Dag dag, double[] law, Set<String> z) {
        Formula given = new Formula.Probability(Set.of("b"), union(z, "a"));
        Formula weight = z.isEmpty() ? new Formula.Product(List.of()) : new Formula.Probability(z, Set.of());
        Formula formula = Formula.sum(z, new Formula.Product(List.of(given, weight)));
        return BinaryModel.evaluate(formula, dag, law, 3);
    }

    private static Set<String> union(Set<String> set, String name) {
        Set<String> found = new HashSet<>(set);
        found.add(name);
        return found;
    }

    private static Set<String> names(Dag dag, int bits) {
        Set<String> found = new HashSet<>();
        for (int i = 0; i < dag.size(); i++) {
            if ((bits >> i & 1) == 1) {
                found.add(dag.nodes().get(i));
            }
        }
        return found;
    }

    @Test
    void everySetListedForAThousandLargerGraphsGivesTheEffect() {
        SplittableRandom random = new SplittableRandom(20260120);
        int sets = 0;
        for (int graph = 0; graph < 1000; graph++) {
            Dag dag = RandomGraphs.draw(6 + graph % 5, 0.3, 0.05, random);
            Adjustment adjustment = Adjustment.of(dag, Set.of("a"), Set.of("b"), dag.nodes());
            List<Set<String>> listed = new ArrayList<>(adjustment.minimal());
            adjustment.optimal().ifPresent(listed::add);
            if (!listed.isEmpty()) {
                BinaryModel model = BinaryModel.random(dag, 2, random);
                double[] law = model.law(0, 0);
                double effect = BinaryModel.probability(model.law(1, 1), 2, 2);
                for (Set<String> z : listed.subList(0, Math.min(4, listed.size()))) {
                    assertEquals(effect, adjusted(dag, law, z), ROUNDING, dag + " given " + z);
                    sets++;
                }
            }
        }
        assertTrue(sets > 700, sets + " sets");
    }

    @Test
    void knowsTheTextbookCases() {
        Dag confounded =
                Dag.builder().edge("z", "x").edge("z", "y").edge("x", "y").build();
        Adjustment one = Adjustment.of(confounded, Set.of("x"), Set.of("y"), confounded.nodes());
        assertEquals(List.of(Set.of("z")), one.minimal());
        assertEquals(Optional.of(Set.of("z")), one.optimal());

        // Pretreatment collider of two hidden causes: adjusting for it opens what was closed.
        Dag collider = Dag.builder().arc("x", "m").arc("m", "y").edge("x", "y").build();
        Adjustment two = Adjustment.of(collider, Set.of("x"), Set.of("y"), collider.nodes());
        assertTrue(two.isValid(Set.of()));
        assertFalse(two.isValid(Set.of("m")));
        assertEquals(List.of(Set.of()), two.minimal());

        Dag mediated = Dag.builder().edge("x", "m").edge("m", "y").build();
        Adjustment three = Adjustment.of(mediated, Set.of("x"), Set.of("y"), mediated.nodes());
        assertEquals(Set.of("m", "y"), three.forbidden());
        assertFalse(three.isValid(Set.of("m")));

        Dag bow = Dag.builder().edge("x", "y").arc("x", "y").build();
        assertTrue(Adjustment.of(bow, Set.of("x"), Set.of("y"), bow.nodes())
                .minimal()
                .isEmpty());
    }
}
