package tributary.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Goals as a search climbs them: derivatives against finite differences, and how far smoothing is off. */
class SmoothGoalTest {
    private static final int DRAWS = 200;

    private static double[] normals(long seed, double mean) {
        RandomStream random = StreamKey.of(seed).stream();
        double[] values = new double[DRAWS];
        for (int d = 0; d < DRAWS; d++) {
            values[d] = mean + random.nextGaussian();
        }
        return values;
    }

    @Test
    void derivativesAreThoseOfFiniteDifferences() {
        double[] response = normals(1, 5);
        double[] present = normals(2, 4.5);
        for (BudgetGoal.Kind kind : BudgetGoal.Kind.values()) {
            BudgetGoal goal = new BudgetGoal(kind, 0.3);
            for (SmoothGoal smooth : SmoothGoal.stages(goal, present, 1)) {
                double[] weights = new double[DRAWS];
                double[] none = new double[DRAWS];
                smooth.weigh(response, present, weights);
                double h = 1e-5;
                for (int d = 0; d < DRAWS; d++) {
                    double[] up = response.clone();
                    double[] down = response.clone();
                    up[d] += h;
                    down[d] -= h;
                    double slope = (smooth.weigh(up, present, none) - smooth.weigh(down, present, none)) / (2 * h);
                    // Third derivatives are below (1 / 0.02)^2 times the weight; rounding is 1e-15 / 1e-5.
                    assertThat(weights[d]).as(kind + " " + d).isCloseTo(slope, within(1e-6 / DRAWS + 1e-9));
                }
            }
        }
    }

    @Test
    void whatSmoothingCostsIsBounded() {
        double[] response = normals(3, 5);
        double[] present = normals(4, 4.5);
        double sd = Math.sqrt(BudgetGoal.variance(
                present, java.util.Arrays.stream(present).average().orElseThrow()));
        for (double share : new double[] {0.01, 0.1, 0.5, 0.97}) {
            BudgetGoal goal = new BudgetGoal(BudgetGoal.Kind.CVAR, share);
            List<SmoothGoal> stages = SmoothGoal.stages(goal, present, 1);
            double[] weights = new double[DRAWS];
            double off = goal.value(response, present) - stages.get(1).weigh(response, present, weights);
            assertThat(off).isBetween(0.0, 0.05 * sd);
            assertThat(java.util.Arrays.stream(weights).sum()).isCloseTo(1, within(1e-9));
            assertThat(goal.value(response, present) - stages.get(0).weigh(response, present, weights))
                    .isBetween(off, 0.5 * sd);
        }
        // The whole is the mean; of the worst half of a share of a draw only that much counts.
        assertThat(new BudgetGoal(BudgetGoal.Kind.CVAR, 1).value(new double[] {1, 2, 6}, present))
                .isCloseTo(3, within(1e-12));
        assertThat(new BudgetGoal(BudgetGoal.Kind.CVAR, 0.5).value(new double[] {6, 1, 2}, present))
                .isCloseTo((1 + 0.5 * 2) / 1.5, within(1e-12));
        BudgetGoal beats = new BudgetGoal(BudgetGoal.Kind.BEATS_PRESENT, 0);
        double off = 0;
        for (int d = 0; d < DRAWS; d++) {
            off += 1 / (1 + StrictMath.exp(Math.abs(response[d] - present[d]) / 0.1)) / DRAWS;
        }
        assertThat(SmoothGoal.stages(beats, present, 1).get(1).weigh(response, present, new double[DRAWS]))
                .isCloseTo(beats.value(response, present), within(off));
        assertThat(beats.value(present, present)).isEqualTo(0.5);
    }
}
