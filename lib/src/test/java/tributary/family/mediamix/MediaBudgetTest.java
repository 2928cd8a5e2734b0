package tributary.family.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tributary.decide.BudgetPlan;
import tributary.estimand.IntervalSpec;
import tributary.infer.Draws;
import tributary.posterior.Posterior;
import tributary.random.StreamKey;

/** The budget of a media mix: its response is the model's own, its gradient exact, its limits kept. */
class MediaBudgetTest {
    private static Draws prior(MediaMixModel mix, Posterior posterior, int draws) {
        return MediaMixSampler.prior(mix, posterior, draws, StreamKey.of(3));
    }

    @Test
    void theResponseIsTheModelsAndItsGradientExact() {
        for (MediaMixSpec.Outcome outcome : MediaMixSpec.Outcome.values()) {
            MediaMixModel mix = MediaMixModel.of(
                    Panels.spec(CarryOver.GEOMETRIC, Saturation.HILL, false, outcome), Panels.of(2, 24, 2, 8));
            Posterior posterior = mix.bind();
            Draws draws = prior(mix, posterior, 3);
            MediaBudget budget = new MediaBudget(mix, posterior, draws, 12, 3, true, true);
            assertThat(budget.cells()).hasSize(12);
            double[] plan = budget.present();
            double[] gradient = new double[plan.length];
            double[] none = new double[plan.length];
            double brought = budget.evaluate(1, plan, gradient);
            assertThat(brought).isPositive();
            assertThat(budget.evaluate(1, new double[plan.length], none)).isZero();
            assertThat(budget.evaluate(1, plan, none)).isEqualTo(brought);
            if (outcome == MediaMixSpec.Outcome.NORMAL) {
                // Channels add up: a plan for all weeks, as it was, brings what the channels brought, in money.
                double sum = MediaAnswers.of(mix, posterior, draws, IntervalSpec.standard()).returns().stream()
                        .filter(r -> r.geo().equals(MediaAnswers.ALL))
                        .mapToDouble(r -> 2 * r.draws().values("contribution")[1])
                        .sum();
                MediaBudget all = new MediaBudget(mix, posterior, draws, 24, 1, false, false);
                assertThat(all.evaluate(1, all.present(), none)).isCloseTo(sum, within(1e-9 * Math.abs(sum)));
            }
            for (int c = 0; c < plan.length; c++) {
                plan[c] *= 0.8 + 0.05 * c;
            }
            budget.evaluate(1, plan, gradient);
            for (int c = 0; c < plan.length; c++) {
                double h = 1e-5 * Math.max(1, plan[c]);
                double[] up = plan.clone();
                double[] down = plan.clone();
                up[c] += h;
                down[c] -= h;
                double slope = (budget.evaluate(1, up, none) - budget.evaluate(1, down, none)) / (2 * h);
                assertThat(gradient[c]).isCloseTo(slope, within(1e-4 * Math.max(1e-3, Math.abs(slope))));
            }
        }
    }

    /**
     * With carry-over a plan brings what its media do in the data's weeks and in those after: by hand, the media of each geo
     * followed by those of its last weeks once more, and the curve of both.
     */
    @Test
    void carryOverAfterTheLastWeekIsCountedByHand() {
        int weeks = 40;
        int split = 6;
        MediaMixModel mix = MediaMixModel.of(
                Panels.spec(CarryOver.GEOMETRIC, Saturation.LOGISTIC, false, MediaMixSpec.Outcome.NORMAL),
                Panels.of(2, weeks, 2, 9));
        Posterior posterior = mix.bind();
        Draws draws = prior(mix, posterior, 3);
        MediaBudget counted = new MediaBudget(mix, posterior, draws, split, 2, true, true);
        MediaBudget cut = new MediaBudget(mix, posterior, draws, split, 2, true, false);
        assertThat(cut.weeksAfter()).isZero();
        int after = counted.weeksAfter();
        assertThat(after)
                .isEqualTo(mix.spec().channels().stream()
                                .mapToInt(ChannelSpec::lags)
                                .max()
                                .orElseThrow()
                        - 1)
                .isGreaterThan(2);
        double[] plan = counted.present();
        for (int c = 0; c < plan.length; c++) {
            plan[c] *= 0.7 + 0.1 * c;
        }
        for (int d = 0; d < 3; d++) {
            double brought = 0;
            double within = 0;
            for (int week = 0; week < weeks + after; week++) {
                double gained = byHand(mix, posterior, draws, d, counted, plan, week, after)
                        - byHand(mix, posterior, draws, d, counted, new double[plan.length], week, after);
                brought += gained;
                within += week < weeks ? gained : 0;
            }
            double[] slope = new double[plan.length];
            assertThat(counted.evaluate(d, plan, slope)).isCloseTo(brought, within(1e-9 * brought));
            assertThat(cut.evaluate(d, plan, slope)).isCloseTo(within, within(1e-9 * within));
            assertThat(brought).isGreaterThan(within);
        }
    }

    /** Money worth of what media do in one week, in all geos, under a plan. */
    private static double byHand(
            MediaMixModel mix,
            Posterior posterior,
            Draws draws,
            int draw,
            MediaBudget budget,
            double[] plan,
            int week,
            int after) {
        double[] position = new double[draws.names().size()];
        draws.row(draw, position);
        double[] values = posterior.constrain(position);
        MediaPanel panel = mix.panel();
        int weeks = panel.weeks().size();
        double sum = 0;
        for (ChannelSpec channel : mix.spec().channels()) {
            String name = channel.name();
            double alpha = values[posterior.names().indexOf("alpha_" + mix.id(name))];
            double rate = values[posterior.names().indexOf("rate_" + mix.id(name))];
            int[] cell = budget.asked().cellOfRow(name);
            for (int g = 0; g < panel.geos().size(); g++) {
                double carried = 0;
                double weight = 0;
                for (int lag = 0; lag < channel.lags(); lag++) {
                    int from = week - lag;
                    double power = Math.pow(alpha, lag);
                    weight += power;
                    if (from < 0) {
                        continue;
                    }
                    int row = g * weeks + Math.min(from, weeks - 1);
                    double factor = from < weeks && cell[row] >= 0 ? plan[cell[row]] / budget.present()[cell[row]] : 1;
                    int seen = from < weeks ? from : from - after;
                    carried += power
                            * factor
                            * panel.of(name).exposure()[g][seen]
                            / (mix.mediaScale(name) * panel.relativeSizes()[g]);
                }
                sum += panel.value()
                        * mix.kpiScale()
                        * panel.relativeSizes()[g]
                        * values[posterior.names().indexOf("beta_" + mix.id(name))]
                        * values[
                                posterior
                                        .names()
                                        .indexOf("relative_" + mix.id(name) + "["
                                                + panel.geos().get(g) + "]")]
                        * Math.tanh(rate * carried / weight / 2);
            }
        }
        return sum;
    }

    @Test
    void limitsAreKeptAndThePresentIsBeatenOrStands() {
        MediaMixModel mix = MediaMixModel.of(
                Panels.spec(CarryOver.GEOMETRIC, Saturation.LOGISTIC, false, MediaMixSpec.Outcome.NORMAL),
                Panels.of(1, 40, 2, 9));
        Posterior posterior = mix.bind();
        Draws draws = prior(mix, posterior, 60);
        BudgetSpec spec = Budgets.of(20).withPeriods(2).withFrontier(0.0, 1.0).spec();
        List<BudgetAnswer> answers = BudgetAnswer.solve(mix, posterior, draws, spec, StreamKey.of(5));
        assertThat(answers).hasSize(3);
        for (BudgetAnswer answer : answers) {
            double sum = 0;
            for (BudgetAnswer.Line line : answer.lines()) {
                sum += line.planned();
                assertThat(line.planned()).isBetween(line.lower() - 1e-9, line.upper() + 1e-9);
            }
            assertThat(sum).isCloseTo(answer.total(), within(1e-6 * answer.total()));
            assertThat(answer.goalValue()).isGreaterThanOrEqualTo(answer.presentGoal());
        }
        BudgetSpec held = Budgets.of(20).withShares(Map.of("tv", 0.0)).spec();
        BudgetAnswer answer =
                BudgetAnswer.solve(mix, posterior, draws, held, StreamKey.of(5)).get(0);
        // One of two is held at what was spent, so the other cannot move either.
        assertThat(answer.status()).isEqualTo(BudgetPlan.Status.PRESENT_KEPT);
        assertThat(answer.better()).isEqualTo(0.5);
        answer.lines()
                .forEach(line -> assertThat(line.planned()).isCloseTo(line.present(), within(1e-6 * line.present())));
    }

    /** A cell without spend takes money where its bound says so: evenly by week, by geo in proportion to size. */
    @Test
    void cellsWithoutSpendOpenOnlyUpToTheirBound() {
        MediaPanel panel = Panels.of(2, 24, 2, 8);
        for (double[] geo : panel.of("tv").spend()) {
            Arrays.fill(geo, 16, 24, 0);
        }
        for (double[] geo : panel.of("tv").exposure()) {
            Arrays.fill(geo, 16, 24, 0);
        }
        MediaMixModel mix = MediaMixModel.of(
                Panels.spec(CarryOver.NONE, Saturation.NONE, false, MediaMixSpec.Outcome.NORMAL), panel);
        Posterior posterior = mix.bind();
        Draws draws = prior(mix, posterior, 40);
        MediaBudget budget = new MediaBudget(mix, posterior, draws, 8, 1, false, true);
        double[] plan = budget.present();
        assertThat(plan[0]).isZero();
        double[] slope = new double[2];
        double before = budget.evaluate(3, plan, slope);
        plan[0] = 70;
        double[] other = new double[2];
        double after = budget.evaluate(3, plan, other);
        double[] position = new double[draws.names().size()];
        draws.row(3, position);
        double[] values = posterior.constrain(position);
        double[] sizes = {2 / 3.0, 4 / 3.0};
        double gained = 0;
        for (int g = 0; g < 2; g++) {
            // 40 impressions for one, half of an average geo's money for each unit of size; worth 2 each.
            gained += 2
                    * values[posterior.names().indexOf("beta_tv")]
                    * values[posterior.names().indexOf("relative_tv[geo" + g + "]")]
                    * mix.kpiScale()
                    * sizes[g]
                    * 40
                    * 70
                    / (2 * mix.mediaScale("tv"));
        }
        assertThat(after - before).isCloseTo(gained, within(1e-9 * gained));
        assertThat(slope[0]).isCloseTo(gained / 70, within(1e-9 * gained));
        BudgetSpec closed = Budgets.of(8).spec();
        BudgetSpec open = Budgets.of(8).withOpen(Map.of("tv", 70.0)).spec();
        assertThat(BudgetAnswer.solve(mix, posterior, draws, closed, StreamKey.of(5))
                        .get(0)
                        .lines()
                        .get(0)
                        .planned())
                .isZero();
        BudgetAnswer.Line line = BudgetAnswer.solve(mix, posterior, draws, open, StreamKey.of(5))
                .get(0)
                .lines()
                .get(0);
        assertThat(line.upper()).isEqualTo(70);
        assertThat(line.planned()).isBetween(0.0, 70 + 1e-6);
        Arrays.stream(panel.of("tv").spend()).forEach(geo -> Arrays.fill(geo, 0));
        MediaMixModel never = MediaMixModel.of(mix.spec(), panel);
        assertThatThrownBy(() -> BudgetAnswer.solve(never, never.bind(), draws, open, StreamKey.of(5)))
                .hasMessageContaining("nothing was ever spent");
    }

    /** What a plan shows beyond all that was seen is counted in weeks: twice the spend of a week above half the largest. */
    @Test
    void weeksBeyondWhatWasSeenAreCounted() {
        MediaPanel panel = Panels.of(1, 24, 2, 8);
        double[] spend = panel.of("tv").spend()[0];
        double largest = Arrays.stream(spend).max().orElseThrow();
        double above = Arrays.stream(spend, 14, 24).filter(v -> 2 * v > largest).count() / 10.0;
        BudgetCells cells = BudgetCells.of(
                Panels.spec(CarryOver.GEOMETRIC, Saturation.HILL, false, MediaMixSpec.Outcome.NORMAL),
                panel,
                10,
                1,
                false);
        double present = cells.present()[0];
        assertThat(present).isCloseTo(Arrays.stream(spend, 14, 24).sum(), within(1e-9 * present));
        assertThat(cells.beyond(0, present)).isZero();
        assertThat(cells.beyond(0, 2 * present)).isEqualTo(above);
        // Weeks without spend stay without: the flighting is kept.
        double spent = Arrays.stream(spend, 14, 24).filter(v -> v > 0).count() / 10.0;
        assertThat(cells.beyond(0, 1e12)).isEqualTo(spent);
    }
}
