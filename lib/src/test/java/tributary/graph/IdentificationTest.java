package tributary.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;

/** Identification against enumerated laws: formulas give the effect, and refusals come with two models that disagree. */
class IdentificationTest {
    @Test
    void everyFormulaGivesTheInterventionalLaw() {
        SplittableRandom random = new SplittableRandom(20260121);
        int identified = 0;
        for (int graph = 0; graph < 1000; graph++) {
            Dag dag = RandomGraphs.draw(4 + graph % 3, 0.45, 0.22, random);
            Identification found = Identification.of(dag, Set.of("a"), Set.of("b"));
            if (found instanceof Identification.Identified answer) {
                identified++;
                BinaryModel model = BinaryModel.random(dag, 2, random);
                double[] law = model.law(0, 0);
                int any = BinaryModel.bits(dag, answer.anyValue()) & random.nextInt();
                for (int treatment = 0; treatment < 2; treatment++) {
                    double truth = BinaryModel.probability(model.law(1, treatment), 2, 2);
                    double value = BinaryModel.evaluate(answer.law(), dag, law, treatment | 2 | any);
                    assertEquals(truth, value, 1e-10, dag + answer.law().text());
                }
            }
        }
        assertTrue(identified > 500, identified + " identified");
    }

    @Test
    void everyJointAndConditionalFormulaGivesItsLaw() {
        SplittableRandom random = new SplittableRandom(20260122);
        int identified = 0;
        for (int graph = 0; graph < 400; graph++) {
            Dag dag = RandomGraphs.draw(5, 0.45, 0.2, random);
            Identification found = Identification.of(dag, Set.of("a", "c"), Set.of("b"), Set.of("d"));
            if (found instanceof Identification.Identified answer) {
                identified++;
                BinaryModel model = BinaryModel.random(dag, 2, random);
                double[] law = model.law(0, 0);
                for (int bits = 0; bits < 16; bits++) {
                    double[] under = model.law(5, bits);
                    double truth = BinaryModel.probability(under, 10, bits) / BinaryModel.probability(under, 8, bits);
                    assertEquals(
                            truth,
                            BinaryModel.evaluate(answer.law(), dag, law, bits),
                            1e-10,
                            dag + answer.law().text());
                }
            }
        }
        assertTrue(identified > 150, identified + " identified");
    }

    @Test
    void everyRefusalHasTwoModelsThatAgreeOnTheDataAndNotOnTheEffect() {
        SplittableRandom random = new SplittableRandom(20260123);
        int refused = 0;
        for (int graph = 0; graph < 450; graph++) {
            Dag dag = RandomGraphs.draw(4 + graph % 2, 0.5, 0.25, random);
            if (Identification.of(dag, Set.of("a"), Set.of("b")) instanceof Identification.Hedge hedge) {
                refused++;
                assertTrue(hedge.larger().containsAll(hedge.smaller())
                        && hedge.larger().size() > hedge.smaller().size());
                assertTrue(
                        disagree(dag, 2, random) || disagree(dag, 3, random) || disagree(dag, 4, random),
                        "no disagreement found for " + dag);
            }
        }
        assertTrue(refused > 30, refused + " refused");
    }

    /** Walks from a random model along a direction that leaves the observed law as it is and moves the effect. */
    private static boolean disagree(Dag dag, int levels, SplittableRandom random) {
        BinaryModel model = BinaryModel.random(dag, levels, random);
        double[] target = model.law(0, 0);
        double effect = effect(model);
        double[] at = model.logits();
        for (int step = 0; step < 20; step++) {
            SingularValueDecomposition svd = decompose(model.with(at));
            double[] slope = effectSlope(model.with(at));
            double[] along = minus(slope, project(svd, slope));
            double length = Math.sqrt(Arrays.stream(along).map(a -> a * a).sum());
            if (length < 1e-7) {
                return false;
            }
            for (int i = 0; i < at.length; i++) {
                at[i] += 0.3 * along[i] / length;
            }
            for (int newton = 0; newton < 8; newton++) {
                double[] off = minus(target, model.with(at).law(0, 0));
                double[] back = leastChange(decompose(model.with(at)), off);
                for (int i = 0; i < at.length; i++) {
                    at[i] += back[i];
                }
            }
            double gap = Arrays.stream(minus(target, model.with(at).law(0, 0)))
                    .map(Math::abs)
                    .max()
                    .orElse(0);
            double moved = Math.abs(effect(model.with(at)) - effect);
            if (gap < 1e-11 && moved > 1e-4) {
                return true;
            }
        }
        return false;
    }

    private static double effect(BinaryModel model) {
        return BinaryModel.probability(model.law(1, 1), 2, 2);
    }

    private static double[] minus(double[] one, double[] other) {
        double[] found = new double[one.length];
        Arrays.setAll(found, i -> one[i] - other[i]);
        return found;
    }

    private static double[] effectSlope(BinaryModel model) {
        double[] slope = new double[model.size()];
        Arrays.setAll(slope, i -> (effect(moved(model, i, 1e-5)) - effect(moved(model, i, -1e-5))) / 2e-5);
        return slope;
    }

    private static BinaryModel moved(BinaryModel model, int at, double by) {
        double[] logits = model.logits();
        logits[at] += by;
        return model.with(logits);
    }

    private static SingularValueDecomposition decompose(BinaryModel model) {
        int cells = model.law(0, 0).length;
        Array2DRowRealMatrix jacobian = new Array2DRowRealMatrix(cells, model.size());
        for (int i = 0; i < model.size(); i++) {
            double[] up = moved(model, i, 1e-5).law(0, 0);
            double[] down = moved(model, i, -1e-5).law(0, 0);
            for (int cell = 0; cell < cells; cell++) {
                jacobian.setEntry(cell, i, (up[cell] - down[cell]) / 2e-5);
            }
        }
        return new SingularValueDecomposition(jacobian);
    }

    /** The smallest change of logits that changes the law by this much, to first order. */
    private static double[] leastChange(SingularValueDecomposition svd, double[] off) {
        double[] change = new double[svd.getV().getRowDimension()];
        for (int k = 0; k < svd.getSingularValues().length; k++) {
            if (svd.getSingularValues()[k] > 1e-8) {
                double along = svd.getU().getColumnVector(k).dotProduct(new ArrayRealVector(off, false))
                        / svd.getSingularValues()[k];
                for (int i = 0; i < change.length; i++) {
                    change[i] += along * svd.getV().getEntry(i, k);
                }
            }
        }
        return change;
    }

    /** The part of a slope that changes the observed law. */
    private static double[] project(SingularValueDecomposition svd, double[] slope) {
        double[] found = new double[slope.length];
        for (int k = 0; k < svd.getSingularValues().length; k++) {
            if (svd.getSingularValues()[k] > 1e-8) {
                double[] v = svd.getV().getColumn(k);
                double dot = 0;
                for (int i = 0; i < v.length; i++) {
                    dot += v[i] * slope[i];
                }
                for (int i = 0; i < v.length; i++) {
                    found[i] += dot * v[i];
                }
            }
        }
        return found;
    }

    @Test
    void writesTheTextbookFormulas() {
        Dag backDoor =
                Dag.builder().edge("z", "x").edge("z", "y").edge("x", "y").build();
        assertEquals("sum_{z} P(z) P(y | x, z)", text(backDoor, "x", "y"));

        Dag frontDoor =
                Dag.builder().edge("x", "m").edge("m", "y").arc("x", "y").build();
        assertEquals("sum_{m} P(m | x) [sum_{x'} P(x') P(y | m, x')]", text(frontDoor, "x", "y"));
        FrontDoor doors = FrontDoor.of(frontDoor, "x", "y", frontDoor.nodes());
        assertEquals(List.of(Set.of("m")), doors.smallest());

        // The napkin: neither a back door nor a front door, and yet identified; any value of r serves.
        Dag napkin = Dag.builder()
                .edge("w", "r")
                .edge("r", "x")
                .edge("x", "y")
                .arc("w", "x")
                .arc("w", "y")
                .build();
        Identification.Identified found =
                assertInstanceOf(Identification.Identified.class, Identification.of(napkin, Set.of("x"), Set.of("y")));
        assertEquals(Set.of("r"), found.anyValue());
        assertTrue(FrontDoor.of(napkin, "x", "y", napkin.nodes()).smallest().isEmpty());

        Dag bow = Dag.builder().edge("x", "y").arc("x", "y").build();
        assertEquals(
                new Identification.Hedge(Set.of("x", "y"), Set.of("y")),
                Identification.of(bow, Set.of("x"), Set.of("y")));

        Dag instrument =
                Dag.builder().edge("z", "x").edge("x", "y").arc("x", "y").build();
        assertInstanceOf(Identification.Hedge.class, Identification.of(instrument, Set.of("x"), Set.of("y")));
        assertEquals(
                List.of(new Instruments.Instrument("z", Set.of())),
                Instruments.of(instrument, "x", "y", instrument.nodes()));
    }

    @Test
    void aConditionalInstrumentNamesWhatItNeeds() {
        Dag dag = Dag.builder()
                .edge("w", "z")
                .edge("w", "y")
                .edge("z", "x")
                .edge("x", "y")
                .arc("x", "y")
                .build();
        assertTrue(Instruments.of(dag, "x", "y", dag.nodes()).contains(new Instruments.Instrument("z", Set.of("w"))));
    }

    @Test
    void everyFrontDoorGivesTheEffect() {
        SplittableRandom random = new SplittableRandom(20260124);
        int doors = 0;
        for (int graph = 0; graph < 3000; graph++) {
            Dag dag = RandomGraphs.draw(4, 0.4, 0.2, random);
            for (Set<String> m : FrontDoor.of(dag, "a", "b", dag.nodes()).smallest()) {
                doors++;
                BinaryModel model = BinaryModel.random(dag, 2, random);
                Formula inner = Formula.sum(
                        Set.of("a"),
                        new Formula.Product(List.of(
                                new Formula.Probability(Set.of("b"), union(m, "a")),
                                new Formula.Probability(Set.of("a"), Set.of()))));
                Formula formula =
                        Formula.sum(m, new Formula.Product(List.of(new Formula.Probability(m, Set.of("a")), inner)));
                assertEquals(
                        effect(model),
                        BinaryModel.evaluate(formula, dag, model.law(0, 0), 3),
                        1e-10,
                        dag + " through " + m);
            }
        }
        assertTrue(doors > 50, doors + " front doors");
    }

    private static Set<String> union(Set<String> set, String name) {
        Set<String> found = new java.util.HashSet<>(set);
        found.add(name);
        return found;
    }

    private static String text(Dag dag, String treatment, String outcome) {
        return assertInstanceOf(
                        Identification.Identified.class, Identification.of(dag, Set.of(treatment), Set.of(outcome)))
                .law()
                .text();
    }
}
