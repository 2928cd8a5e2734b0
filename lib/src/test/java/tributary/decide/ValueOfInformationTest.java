package tributary.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import tributary.infer.SortedDraws;

/** Values of information and risk measures against their normal closed forms. */
class ValueOfInformationTest {
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    /** Evenly spread quantiles of a normal: draws without noise. */
    private static double[] quantiles(double mean, double sd) {
        double[] draws = new double[20_000];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = mean + sd * NORMAL.inverseCumulativeProbability((i + 0.5) / draws.length);
        }
        return draws;
    }

    /** E[max(0, X)] - max(0, E X) of a normal X (Raiffa and Schlaifer 1961). */
    private static double closedForm(double mean, double sd) {
        double z = mean / sd;
        return mean * NORMAL.cumulativeProbability(z) + sd * NORMAL.density(z) - Math.max(0, mean);
    }

    @Test
    void informationOnANormalUtility() {
        for (double mean : new double[] {-1.5, 0, 2}) {
            List<double[]> one = List.of(quantiles(mean, 2));
            assertThat(ValueOfInformation.perfect(one)).isCloseTo(closedForm(mean, 2), within(1e-3));
            for (double removed : new double[] {0.1, 0.5, 1}) {
                assertThat(ValueOfInformation.ofMoreUnits(one, new double[] {removed}))
                        .isCloseTo(closedForm(mean, 2 * StrictMath.sqrt(removed)), within(1e-3));
            }
        }
        assertThat(ValueOfInformation.removed(100, 100, 100)).isEqualTo(0.5);
        assertThat(ValueOfInformation.removed(100, 300, 0)).isZero();
        assertThat(ValueOfInformation.removed(0, 100, 5)).isNaN();
        assertThat(ValueOfInformation.ofMoreUnits(List.of(quantiles(1, 2)), new double[] {0}))
                .isCloseTo(0, within(1e-12));
        assertThat(ValueOfInformation.ofMoreUnits(List.of(quantiles(1, 2)), new double[] {Double.NaN}))
                .isNaN();
    }

    /** Two arms of equal standing: E max of two independent standard normals is 1 / sqrt(pi) (Teichroew 1956). */
    @Test
    void informationOnSeveralArms() {
        int n = 400;
        double[] first = new double[n * n];
        double[] second = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            first[i] = 100 + NORMAL.inverseCumulativeProbability((i / n + 0.5) / n);
            second[i] = 100 + NORMAL.inverseCumulativeProbability((i % n + 0.5) / n);
        }
        double exact = 1 / StrictMath.sqrt(StrictMath.PI);
        List<double[]> both = List.of(first, second);
        assertThat(ValueOfInformation.perfect(both)).isCloseTo(exact, within(2e-3));
        assertThat(ValueOfInformation.ofMoreUnits(both, new double[] {0.25, 0.25}))
                .isCloseTo(exact / 2, within(2e-3));
    }

    /** Losses of every choice against the best of all others, by hand on four draws. */
    @Test
    void lossesAreAgainstTheBestOtherChoice() {
        Map<String, double[]> means = new LinkedHashMap<>();
        means.put("control", new double[] {1, 1, 1, 1});
        means.put("b", new double[] {2, 0, 3, 1});
        means.put("c", new double[] {4, -1, 1, 2});
        Appraiser all = Appraiser.of(
                "control",
                means,
                Set.of("b", "c"),
                Map.of("control", 10L, "b", 10L, "c", 10L),
                Direction.HIGHER_IS_BETTER,
                Double.NaN,
                Scale.ABSOLUTE,
                DecisionSpec.standard());
        // Improvements of b: 1, -1, 2, 0; of c: 3, -2, 0, 1.
        assertThat(all.appraise("b").expectedLossIfLaunch()).isEqualTo((2 + 1 + 0 + 1) / 4.0);
        assertThat(all.appraise("c").expectedLossIfLaunch()).isEqualTo((0 + 2 + 2 + 0) / 4.0);
        assertThat(all.appraise("b").expectedLossIfHold()).isEqualTo((3 + 0 + 2 + 1) / 4.0);
        assertThat(all.appraise("c").valueOfInformation()).isEqualTo(6 / 4.0 - 0.5);
        assertThat(all.appraise("c").probBest()).isEqualTo(0.5);
        Appraiser alone = Appraiser.of(
                "control",
                means,
                Set.of("b"),
                Map.of("control", 10L, "b", 10L),
                Direction.HIGHER_IS_BETTER,
                Double.NaN,
                Scale.ABSOLUTE,
                DecisionSpec.standard());
        assertThat(alone.appraise("b").expectedLossIfLaunch())
                .as("c is no choice")
                .isEqualTo(1 / 4.0);
        assertThat(alone.appraise("b").expectedLossIfHold()).isEqualTo(3 / 4.0);
        assertThat(alone.appraise("b").valueOfMoreData()).isFinite();
        assertThat(alone.appraise("c").expectedLossIfLaunch()).isEqualTo((0 + 2 + 2 + 0) / 4.0);
        Appraiser fewer = Appraiser.of(
                "control",
                means,
                Set.of("b", "c"),
                Map.of("control", 1000L, "b", 1000L, "c", 1000L),
                Direction.LOWER_IS_BETTER,
                Double.NaN,
                Scale.ABSOLUTE,
                DecisionSpec.standard().with(Stakes.of(Economics.of(10, 2, 5))));
        // Profits of b: -25, 15, -45, -5; of c: -65, 35, -5, -25.
        assertThat(fewer.appraise("b").expectedLossIfLaunch()).isEqualTo((25 + 20 + 45 + 5) / 4.0);
        assertThat(fewer.appraise("c").expectedLossIfHold()).isEqualTo(35 / 4.0);
        Appraisal none = fewer.appraiseWithoutMean("b");
        assertThat(new double[] {none.liftMean(), none.expectedProfit(), none.expectedLossIfLaunch()})
                .containsOnly(Double.NaN);
        assertThat(none.medianProfit()).isEqualTo(fewer.appraise("b").medianProfit());
        assertThat(DecisionRule.judge(none, DecisionSpec.standard(), Direction.LOWER_IS_BETTER)
                        .action())
                .as("where no mean exists nothing is launched")
                .isEqualTo(Action.NOT_DECISIVE);
        // Lifts that are known themselves lose no digit beside a level of a billion billions.
        double[] lift = {0.5, -0.25, 1, 0.125};
        Appraiser known = Appraiser.ofLifts(
                "control",
                new double[] {1e18, 1e18, 1e18, 1e18},
                Map.of("b", lift),
                Map.of("control", 10L, "b", 10L),
                Direction.HIGHER_IS_BETTER,
                DecisionSpec.standard());
        Appraisal of = known.appraise("b", SortedDraws.of(lift), 0.34);
        assertThat(of.liftMean()).isEqualTo(0.34);
        assertThat(of.probPositive()).isEqualTo(0.75);
        assertThat(of.expectedLossIfHold()).isEqualTo(1.625 / 4);
    }

    @Test
    void riskMeasuresOfANormalUtility() {
        double[] draws = quantiles(3, 2);
        double tail = 3 - 2 * NORMAL.density(NORMAL.inverseCumulativeProbability(0.1)) / 0.1;
        assertThat(Appraiser.riskAdjusted(draws, new RiskAttitude(RiskAttitude.Kind.CVAR, 0.1)))
                .isCloseTo(tail, within(1e-2));
        assertThat(Appraiser.riskAdjusted(draws, new RiskAttitude(RiskAttitude.Kind.MEAN_SD, 0.5)))
                .isCloseTo(2, within(1e-3));
        assertThat(Appraiser.riskAdjusted(draws, RiskAttitude.neutral())).isCloseTo(3, within(1e-9));
    }

    @Test
    void regionVerdicts() {
        Rope rope = new Rope(Scale.ABSOLUTE, -1, 1);
        assertThat(rope.verdict(1.1, 2)).isEqualTo(RopeVerdict.ABOVE);
        assertThat(rope.verdict(-3, -1.1)).isEqualTo(RopeVerdict.BELOW);
        assertThat(rope.verdict(-1, 1)).isEqualTo(RopeVerdict.EQUIVALENT);
        assertThat(rope.verdict(-0.5, 1.5)).isEqualTo(RopeVerdict.UNDECIDED);
        assertThat(rope.verdict(Double.NaN, 1)).isEqualTo(RopeVerdict.UNDECIDED);
    }
}
