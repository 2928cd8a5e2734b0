package tributary.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Budgets whose best split is known in closed form; the halves, risk, limits, and the present plan that stands. */
class BudgetSolverTest {
    private static final StreamKey KEY = StreamKey.of(1);

    /** {@code sum_c effect[draw][c] * money_c^power}: concave for powers below one. */
    private record Powers(double power, double[][] effects) implements BudgetProblem.Response {
        @Override
        public int draws() {
            return effects.length;
        }

        @Override
        public double evaluate(int draw, double[] plan, double[] gradient) {
            double sum = 0;
            for (int c = 0; c < plan.length; c++) {
                double money = Math.max(plan[c], 1e-12);
                double brought = effects[draw][c] * StrictMath.pow(money, power);
                sum += brought;
                gradient[c] = power * brought / money;
            }
            return sum;
        }
    }

    private static Powers powers(double power, double... effects) {
        return new Powers(power, new double[][] {effects, effects, effects, effects});
    }

    private static BudgetProblem free(double total, double... present) {
        double[] upper = new double[present.length];
        Arrays.fill(upper, total);
        return new BudgetProblem(present, new double[present.length], upper, total, List.of());
    }

    @Test
    void rootsAreSplitByTheSquaresOfTheirEffects() {
        // max sum a_c sqrt(b_c), sum b = B: b_c = B a_c^2 / sum a^2.
        BudgetPlan plan =
                BudgetSolver.STANDARD.solve(free(100, 50, 30, 20), powers(0.5, 1, 2, 3), BudgetGoal.expected(), KEY);
        assertThat(plan.status()).isEqualTo(BudgetPlan.Status.OPTIMAL);
        assertThat(plan.money()).containsExactly(new double[] {100 / 14.0, 400 / 14.0, 900 / 14.0}, within(1e-2));
        // At the top the goal is flat, so it is far better known than the plan.
        assertThat(plan.goal()).isCloseTo(Math.sqrt(14 * 100), within(1e-7));
        assertThat(plan.goal()).isGreaterThan(plan.presentGoal());
    }

    @Test
    void boundsAndGroupsBindWhereTheyShould() {
        Powers response = powers(0.5, 1, 2, 3);
        BudgetProblem about = BudgetProblem.about(new double[] {50, 30, 20}, 0.3);
        BudgetPlan plan = BudgetSolver.STANDARD.solve(about, response, BudgetGoal.expected(), KEY);
        // The third is worth most at 26 and the second takes what the first, at its least, leaves.
        assertThat(plan.money()).containsExactly(new double[] {35, 39, 26}, within(1e-4));
        double[] upper = {100, 100, 100};
        BudgetProblem grouped = new BudgetProblem(
                new double[] {50, 30, 20},
                new double[3],
                upper,
                100,
                List.of(new BudgetProblem.Group("last two", List.of(1, 2), 0, 60)));
        BudgetPlan limited = BudgetSolver.STANDARD.solve(grouped, response, BudgetGoal.expected(), KEY);
        // 40 for the first; the others split 60 by the squares of their effects.
        assertThat(limited.money()).containsExactly(new double[] {40, 60 * 4 / 13.0, 60 * 9 / 13.0}, within(1e-2));
        BudgetProblem impossible = new BudgetProblem(
                new double[] {50, 30, 20},
                new double[3],
                upper,
                100,
                List.of(new BudgetProblem.Group("all", List.of(0, 1, 2), 0, 60)));
        assertThat(BudgetSolver.STANDARD
                        .solve(impossible, response, BudgetGoal.expected(), KEY)
                        .status())
                .isEqualTo(BudgetPlan.Status.INFEASIBLE);
        assertThatThrownBy(
                        () -> new BudgetProblem(new double[] {1, 1}, new double[2], new double[] {1, 1}, 5, List.of()))
                .hasMessageContaining("does not lie between");
    }

    /** Linear effects of independent normal sizes: the mean-variance split is Markowitz's. */
    @Test
    void meanVarianceIsMarkowitz() {
        int draws = 4000;
        RandomStream random = StreamKey.of(4).stream();
        double[][] effects = new double[draws][2];
        for (double[] draw : effects) {
            draw[0] = 1 + 0.1 * random.nextGaussian();
            draw[1] = 1.2 + 0.5 * random.nextGaussian();
        }
        double aversion = 0.5;
        BudgetPlan plan = BudgetSolver.STANDARD.solve(
                free(2, 1, 1), new Powers(1, effects), new BudgetGoal(BudgetGoal.Kind.MEAN_VARIANCE, aversion), KEY);
        // Moments of the half that chooses.
        double[] m = new double[2];
        for (int d = 0; d < draws; d += 2) {
            m[0] += effects[d][0] / (draws / 2.0);
            m[1] += effects[d][1] / (draws / 2.0);
        }
        double v0 = 0;
        double v1 = 0;
        double v01 = 0;
        for (int d = 0; d < draws; d += 2) {
            double a = effects[d][0] - m[0];
            double b = effects[d][1] - m[1];
            v0 += a * a / (draws / 2.0 - 1);
            v1 += b * b / (draws / 2.0 - 1);
            v01 += a * b / (draws / 2.0 - 1);
        }
        // d/db of m0 (2 - b) + m1 b - k (v0 (2 - b)^2 + 2 v01 (2 - b) b + v1 b^2) = 0.
        double second = ((m[1] - m[0]) / (2 * aversion) + 2 * v0 - 2 * v01) / (v0 + v1 - 2 * v01);
        assertThat(plan.money()[1]).isCloseTo(second, within(1e-4));
    }

    /** The more risk is feared, the more goes to the channel of which more is known, though it promises less. */
    @Test
    void fearOfRiskPrefersTheChannelWithMoreEvidence() {
        RandomStream random = StreamKey.of(9).stream();
        double[][] effects = new double[2000][2];
        for (double[] draw : effects) {
            draw[0] = StrictMath.exp(0.05 * random.nextGaussian());
            draw[1] = 1.3 * StrictMath.exp(0.6 * random.nextGaussian() - 0.18);
        }
        Powers response = new Powers(0.7, effects);
        BudgetProblem problem = free(10, 5, 5);
        double before = 0;
        for (double aversion : new double[] {0, 0.3, 0.6, 1}) {
            BudgetPlan plan = BudgetSolver.STANDARD.solve(
                    problem, response, new BudgetGoal(BudgetGoal.Kind.MEAN_SD, aversion), KEY);
            assertThat(plan.money()[0]).as("aversion " + aversion).isGreaterThan(before);
            before = plan.money()[0];
        }
        double expected = BudgetSolver.STANDARD.solve(problem, response, BudgetGoal.expected(), KEY)
                .money()[0];
        double worst = BudgetSolver.STANDARD.solve(problem, response, new BudgetGoal(BudgetGoal.Kind.CVAR, 0.1), KEY)
                .money()[0];
        assertThat(worst).isGreaterThan(expected);
    }

    @Test
    void everyGoalBeatsThePresentOnTheOtherHalfOrKeepsIt() {
        RandomStream random = StreamKey.of(10).stream();
        double[][] effects = new double[1000][3];
        for (double[] draw : effects) {
            draw[0] = 1 + 0.1 * random.nextGaussian();
            draw[1] = 2 + 0.2 * random.nextGaussian();
            draw[2] = 3 + 0.3 * random.nextGaussian();
        }
        Powers response = new Powers(0.5, effects);
        for (BudgetGoal.Kind kind : BudgetGoal.Kind.values()) {
            BudgetGoal goal = new BudgetGoal(kind, kind == BudgetGoal.Kind.CVAR ? 0.2 : 0.1);
            BudgetPlan plan = BudgetSolver.STANDARD.solve(
                    BudgetProblem.about(new double[] {50, 30, 20}, 0.3), response, goal, KEY);
            assertThat(plan.status()).as(kind.toString()).isEqualTo(BudgetPlan.Status.OPTIMAL);
            assertThat(plan.goal()).isGreaterThan(plan.presentGoal());
            assertThat(plan.probabilityBetter()).isGreaterThan(0.99);
            assertThat(Arrays.stream(plan.money()).sum()).isCloseTo(100, within(1e-6));
        }
        // At its best already: nothing is gained by moving, and the present stands, whatever the halves' noise says.
        double[] best = {100 / 14.0, 400 / 14.0, 900 / 14.0};
        BudgetPlan kept = BudgetSolver.STANDARD.solve(
                BudgetProblem.about(best, 0.3), powers(0.5, 1, 2, 3), BudgetGoal.expected(), KEY);
        assertThat(kept.goal()).isGreaterThanOrEqualTo(kept.presentGoal());
        assertThat(kept.money()).containsExactly(best, within(1e-2));
    }

    /** Draws of two independent normal effects. */
    private static double[][] normals(long seed, int draws, double... meansAndSds) {
        RandomStream random = StreamKey.of(seed).stream();
        double[][] effects = new double[draws][meansAndSds.length / 2];
        for (double[] draw : effects) {
            for (int c = 0; c < draw.length; c++) {
                draw[c] = meansAndSds[2 * c] + meansAndSds[2 * c + 1] * random.nextGaussian();
            }
        }
        return effects;
    }

    /** The response of the choosing half to two cells that share 2. */
    private static double[] choosing(Powers response, double second) {
        double[] values = new double[response.draws() / 2];
        for (int d = 0; d < values.length; d++) {
            values[d] = response.evaluate(2 * d, new double[] {2 - second, second}, new double[2]);
        }
        return values;
    }

    /** Of a normal response the worst tenth has the mean {@code mean - sd phi(z) / 0.1}: a known concave problem. */
    @Test
    void theWorstOutcomesOfNormalResponsesAreAsInClosedForm() {
        double share = 0.1;
        double factor = 0.17549833193248680 / share; // phi(z) at z = -1.2815515655446004
        BudgetGoal goal = new BudgetGoal(BudgetGoal.Kind.CVAR, share);
        Powers response = new Powers(1, normals(11, 4000, 1, 0.2, 1.1, 0.4));
        BudgetPlan plan = BudgetSolver.STANDARD.solve(free(2, 1, 1), response, goal, KEY);
        assertThat(plan.status()).isEqualTo(BudgetPlan.Status.OPTIMAL);
        double best = Double.NEGATIVE_INFINITY;
        double bestOfDraws = Double.NEGATIVE_INFINITY;
        for (int k = 0; k <= 400; k++) {
            double second = k / 200.0;
            best = Math.max(best, closed(second, factor));
            bestOfDraws = Math.max(bestOfDraws, goal.value(choosing(response, second), new double[2000]));
        }
        // The smoothing costs a twentieth of the present plan's deviation at most.
        double bias = 0.05 * Math.hypot(0.2, 0.4);
        assertThat(plan.searchedGoal()).isBetween(bestOfDraws - bias, bestOfDraws + 1e-3);
        // (v - R)+ / share of 2,000 draws has a deviation of 1.6 of the response's, so the mean of the worst tenth is
        // known
        // to 0.036 of it; the plan that draws choose loses at most twice that, and the bias.
        double error = 1.6 / Math.sqrt(2000) * Math.hypot(0.2, 0.4);
        assertThat(closed(plan.money()[1], factor)).isGreaterThan(best - 9 * error - bias);
        assertThat(plan.goal()).isCloseTo(closed(plan.money()[1], factor), within(4.5 * error));
    }

    private static double closed(double second, double factor) {
        return (2 - second) + 1.1 * second - factor * Math.hypot(0.2 * (2 - second), 0.4 * second);
    }

    /** Linear effects: whatever goes from the first to the second brings more with probability Phi(0.2 / 0.5). */
    @Test
    void theProbabilityOfBeatingThePresentIsAsInClosedForm() {
        BudgetGoal goal = new BudgetGoal(BudgetGoal.Kind.BEATS_PRESENT, 0);
        Powers linear = new Powers(1, normals(12, 4000, 1, 0.3, 1.2, 0.4));
        BudgetPlan plan = BudgetSolver.STANDARD.solve(free(2, 1, 1), linear, goal, KEY);
        assertThat(plan.money()[1]).isGreaterThan(1);
        double p = 0.6554217416103242; // Phi(0.4)
        assertThat(plan.goal()).isCloseTo(p, within(4.5 * Math.sqrt(p * (1 - p) / 2000)));
        assertThat(plan.goal()).isEqualTo(plan.probabilityBetter());
        assertThat(plan.presentGoal()).isEqualTo(0.5);
    }

    /** Concave responses, against a grid: what smoothing may cost follows from the gains of the two plans compared. */
    @Test
    void theProbabilityOfBeatingThePresentIsThatOfAGrid() {
        BudgetGoal goal = new BudgetGoal(BudgetGoal.Kind.BEATS_PRESENT, 0);
        Powers response = new Powers(0.7, normals(13, 1000, 1, 0.2, 1.3, 0.3));
        BudgetPlan plan = BudgetSolver.STANDARD.solve(free(2, 1.4, 0.6), response, goal, KEY);
        assertThat(plan.status()).isEqualTo(BudgetPlan.Status.OPTIMAL);
        double[] present = choosing(response, 0.6);
        double best = 0;
        double bestAt = 0;
        double size = 0;
        for (int k = 0; k <= 200; k++) {
            double[] values = choosing(response, k / 100.0);
            double value = goal.value(values, present);
            bestAt = value > best ? k / 100.0 : bestAt;
            best = Math.max(best, value);
            double mean = 0;
            for (int d = 0; d < values.length; d++) {
                mean += Math.abs(values[d] - present[d]) / values.length;
            }
            size = Math.max(size, mean);
        }
        double cost = off(response, bestAt, present, size) + off(response, plan.money()[1], present, size);
        assertThat(plan.searchedGoal()).isBetween(best - cost, best + 1e-2);
    }

    /** The mean of {@code 1 / (1 + exp(|gain| / width))}, the width at most a tenth of gains. */
    private static double off(Powers response, double second, double[] present, double size) {
        double[] values = choosing(response, second);
        double sum = 0;
        for (int d = 0; d < values.length; d++) {
            sum += 1 / (1 + StrictMath.exp(Math.abs(values[d] - present[d]) / (0.1 * size))) / values.length;
        }
        return sum;
    }

    @Test
    void whatDidNotConvergeAndWhatIsNoNumberIsTold() {
        Powers response = powers(0.5, 1, 2, 3);
        BudgetPlan hurried =
                new BudgetSolver(1, 1, 1e-6).solve(free(100, 50, 30, 20), response, BudgetGoal.expected(), KEY);
        assertThat(hurried.status()).isEqualTo(BudgetPlan.Status.NOT_CONVERGED);
        assertThat(hurried.goal()).isGreaterThan(hurried.presentGoal());
        double[][] effects = normals(14, 40, 1, 0.1, 1, 0.1);
        effects[7][1] = Double.NaN;
        for (int draw : new int[] {7, 8}) {
            effects[draw][1] = Double.NaN;
            BudgetPlan none =
                    BudgetSolver.STANDARD.solve(free(2, 1, 1), new Powers(1, effects), BudgetGoal.expected(), KEY);
            assertThat(none.status()).isEqualTo(BudgetPlan.Status.NOT_FINITE);
            assertThat(none.status().plans()).isFalse();
            assertThat(none.money()).containsExactly(1, 1);
        }
    }
}
