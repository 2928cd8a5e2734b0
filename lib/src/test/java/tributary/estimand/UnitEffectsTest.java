package tributary.estimand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tributary.model.Model;
import tributary.model.term.Assignment;
import tributary.model.term.Terms;
import tributary.posterior.BindingException;
import tributary.posterior.Data;
import tributary.posterior.Posterior;
import tributary.random.StreamKey;

/** Units in two worlds against what their noise must be. */
class UnitEffectsTest {
    private static final StreamKey KEY = StreamKey.of(4).with("units");

    private static List<Assignment> set(String name, double value) {
        return List.of(new Assignment(name, Terms.number(value)));
    }

    private static List<UnitEffect> effects(String model, Data rows, Noise noise, double[]... positions) {
        Posterior posterior = Posterior.of(Model.parse("test", model), rows);
        List<String> names =
                IntStream.range(0, rows.rows("rows")).mapToObj(i -> "unit " + i).toList();
        return UnitEffects.of(posterior, "y", set("t", 1), set("t", 0), noise, 0.9, positions)
                .of(rows, names, KEY);
    }

    @Test
    void abductionKeepsTheNoiseOfMediatorAndOutcome() {
        Data rows = Data.builder()
                .numbers("t", 0, 1, 1)
                .numbers("m", 0.5, 2, -1)
                .numbers("y", 1, 3, 0)
                .build();
        // m = t + e, y = 2 t + 3 m + e: under do(t = 1) a unit of t = 0 gains 1 in m and 2 + 3 in y.
        List<UnitEffect> units = effects("""
                row t, m, y
                a, b, c ~ normal(0, 5)
                m ~ normal(a * t, 0.7)
                y ~ normal(b * t + c * m, 1.3)
                """, rows, Noise.ABDUCTED, new double[] {1, 2, 3}, new double[] {1, 2, 3});
        for (int i = 0; i < 3; i++) {
            UnitEffect unit = units.get(i);
            double[] t = rows.numbers("rows", "t");
            assertThat(unit.effect().mean()).isCloseTo(5, within(1e-9));
            assertThat(unit.observed()).isEqualTo(rows.numbers("rows", "y")[i]);
            // In the world that was, the unit has what was observed.
            double kept = t[i] == 1 ? unit.treated().mean() : unit.untreated().mean();
            assertThat(kept).isCloseTo(unit.observed(), within(1e-9));
            assertThat(unit.probPositive()).isEqualTo(1);
        }
    }

    @Test
    void aDiscreteOutcomeThatAgreesWithItsLawIsKept() {
        int draws = 4000;
        double[][] positions = new double[draws][];
        for (int d = 0; d < draws; d++) {
            positions[d] = new double[] {0, 1.5};
        }
        Data rows = Data.builder().numbers("t", 0, 0).numbers("y", 0, 1).build();
        List<UnitEffect> units = effects(
                "row t, y\na, b ~ normal(0, 2)\ny ~ bernoulli_logit(a + b * t)\n", rows, Noise.ABDUCTED, positions);
        double p = 1 / (1 + StrictMath.exp(-1.5));
        // Who did it untreated does it treated, for ranks are kept; of the others, (p - 1/2) / (1/2) are won over.
        assertThat(units.get(1).treated().mean()).isCloseTo(1, within(1e-9));
        double won = (p - 0.5) / 0.5;
        assertThat(units.get(0).treated().mean()).isCloseTo(won, within(5 * StrictMath.sqrt(won * (1 - won) / draws)));
    }

    @Test
    void freshNoiseIsTheSameOnBothSides() {
        Data rows = Data.builder().numbers("t", 0, 1).numbers("y", 7, 8).build();
        double[][] positions = new double[2000][];
        for (int d = 0; d < positions.length; d++) {
            positions[d] = new double[] {1, 2};
        }
        UnitEffect unit = effects(
                        "row t, y\na, b ~ normal(0, 2)\ny ~ normal(a + b * t, 3)\n", rows, Noise.FRESH, positions)
                .get(0);
        assertThat(unit.effect().mean()).isCloseTo(2, within(1e-9));
        assertThat(unit.effect().sd()).isCloseTo(0, within(1e-9));
        assertThat(unit.treated().mean()).isCloseTo(3, within(5 * 3 / StrictMath.sqrt(2000)));
        assertThat(unit.treated().sd()).isCloseTo(3, within(5 * 3 / StrictMath.sqrt(4000)));
    }

    @Test
    void ranksAreKeptAcrossShapes() {
        // A lognormal outcome whose scale doubles: the median stays, the 90 % point moves to its own.
        double[] here = {0, 0.5};
        double[] there = {0, 1.0};
        tributary.dist.Univariate lognormal = new tributary.dist.continuous.LogNormal();
        for (double p : new double[] {1e-12, 0.1, 0.5, 0.9, 1 - 1e-12}) {
            double seen = lognormal.quantile(p, here);
            double moved = UnitWorld.moved(lognormal, seen, here, there, KEY.stream());
            double expected = lognormal.quantile(p, there);
            assertThat(moved / expected).isCloseTo(1, within(1e-3));
        }
        assertThat(UnitWorld.moved(lognormal, 0.3, here, here, KEY.stream())).isEqualTo(0.3);
    }

    @Test
    void whatIsNoOutcomeIsRefused() {
        Data rows = Data.builder().numbers("t", 0, 1).numbers("y", 7, 8).build();
        Posterior posterior =
                Posterior.of(Model.parse("test", "row t, y\na ~ normal(0, 2)\ny ~ normal(a * t, 3)\n"), rows);
        assertThatThrownBy(() ->
                        UnitEffects.of(posterior, "t", set("t", 1), set("t", 0), Noise.FRESH, 0.9, new double[] {1}))
                .isInstanceOf(BindingException.class)
                .hasMessageContaining("`t` is no outcome");
    }

    /** m = t + e, y = 2 t + 3 m + e: known parameters, so that the closed forms are the answer. */
    @Test
    void predictionsShareTheirNoiseAndSplitTheirVariance() {
        Data rows = Data.builder()
                .numbers("t", 0, 1)
                .numbers("m", 0.5, 2)
                .numbers("y", 1, 3)
                .build();
        Posterior posterior = Posterior.of(Model.parse("test", """
                row t, m, y
                a, b, c ~ normal(0, 5)
                m ~ normal(a * t, 0.7)
                y ~ normal(b * t + c * m, 1.3)
                """), rows);
        double[][] positions = new double[2000][];
        for (int d = 0; d < positions.length; d++) {
            // c is uncertain: 2.9 or 3.1.
            positions[d] = new double[] {1, 2, d % 2 == 0 ? 2.9 : 3.1};
        }
        Map<String, List<Assignment>> worlds = new LinkedHashMap<>();
        worlds.put("on", set("t", 1));
        worlds.put("off", set("t", 0));
        worlds.put("as it was", List.of());
        List<Predictions.Prediction> all = Predictions.of(posterior, List.of("y", "m"), worlds, 0.9, positions)
                .of(rows, List.of("one", "two"), KEY);
        assertThat(all).hasSize(12);
        Predictions.Prediction on = find(all, "on", "y", 0);
        Predictions.Prediction off = find(all, "off", "y", 0);
        double noise = 1.3 * 1.3 + 9.01 * 0.49;
        assertThat(on.noiseVariance()).isCloseTo(noise, within(5 * noise * Math.sqrt(2.0 / 2000)));
        // m is 1 on average under do(t = 1): c's variance of 0.01 times 1, and what the noise leaves of it.
        assertThat(on.parameterVariance()).isBetween(0.0, 0.01 + 5 * noise / Math.sqrt(2000));
        // The same noise on both sides: what differs is b + c a.
        assertThat(on.predicted().mean() - off.predicted().mean()).isCloseTo(2 + 3, within(1e-9));
        assertThat(on.predicted().mean()).isCloseTo(5, within(5 * Math.sqrt(noise / 4000)));
        // Nothing set: the observed causes stand, and y is drawn all the same.
        Predictions.Prediction was = find(all, "as it was", "y", 1);
        assertThat(was.predicted().mean()).isCloseTo(2 + 3 * 2, within(5 * Math.sqrt((1.69 + 0.04) / 4000)));
        assertThat(was.predicted().sd()).isCloseTo(Math.sqrt(1.69 + 0.04), within(5 * 1.3 / Math.sqrt(2 * 4000)));
        assertThat(was.parameterVariance()).isCloseTo(0.04, within(5 * 1.73 / Math.sqrt(2000)));
        assertThat(was.observed()).isEqualTo(3);
        // The order and company of rows do not matter.
        List<Predictions.Prediction> alone = Predictions.of(posterior, List.of("y", "m"), worlds, 0.9, positions)
                .of(rows.pick("rows", 1), List.of("two"), KEY);
        assertThat(find(alone, "on", "m", 0).predicted())
                .isEqualTo(find(all, "on", "m", 1).predicted());
        assertThatThrownBy(() -> Predictions.of(posterior, List.of("a"), worlds, 0.9, positions))
                .isInstanceOf(BindingException.class)
                .hasMessageContaining("it is a parameter");
    }

    private static Predictions.Prediction find(
            List<Predictions.Prediction> all, String world, String variable, int row) {
        return all.stream()
                .filter(p -> p.world().equals(world) && p.variable().equals(variable) && p.row() == row)
                .findFirst()
                .orElseThrow();
    }
}
