package tributary.family.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tributary.estimand.IntervalSpec;
import tributary.infer.Draws;
import tributary.model.Plate;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.random.StreamKey;

/** "What if" questions against sums written out by hand, which share no code with the model's language. */
class ScenariosTest {
    private static final int WEEKS = 20;

    /** A model at one position drawn from its prior. */
    private record Case(MediaMixModel mix, Posterior posterior, double[] position) {
        static Case of(MediaMixSpec spec, MediaPanel panel, int seed) {
            MediaMixModel mix = MediaMixModel.of(spec, panel);
            Posterior posterior = mix.bind();
            return new Case(
                    mix, posterior, Simulation.of(posterior, mix.model()).prior(StreamKey.of(seed)));
        }

        Draws draws() {
            return Draws.ofRows(posterior.coordinates(), new double[][][] {{position}});
        }

        double value(String name) {
            return posterior.constrain(position)[posterior.names().indexOf(name)];
        }

        Scenarios.Answer answer(ScenarioSpec spec, String geo) {
            return new Scenarios(mix, posterior, List.of(spec))
                    .answers(draws()).stream()
                            .filter(a -> a.geo().equals(geo))
                            .findFirst()
                            .orElseThrow();
        }

        double change(ScenarioSpec spec) {
            return answer(spec, MediaAnswers.ALL).draws().values("change")[0];
        }

        double contribution(String channel, String geo) {
            return MediaAnswers.of(mix, posterior, draws(), IntervalSpec.standard()).returns().stream()
                    .filter(r -> r.channel().equals(channel) && r.geo().equals(geo))
                    .mapToDouble(r -> r.draws().values("contribution")[0])
                    .sum();
        }

        /** What a channel's geometric carry-over brings in a linear model, had its spend been multiplied in some weeks. */
        double brought(String channel, int geo, double factor, int from) {
            double alpha = value("alpha_" + channel);
            double weights = 1 + alpha + alpha * alpha + alpha * alpha * alpha;
            double effect = value("beta_" + channel) * value("relative_" + channel + "[geo" + geo + "]");
            double sum = 0;
            for (int t = 0; t < WEEKS; t++) {
                for (int l = 0; l < 4 && l <= t; l++) {
                    double media = mix.panel().of(channel).exposure()[geo][t - l] * (t - l >= from ? factor : 1);
                    sum += effect * StrictMath.pow(alpha, l) / weights * media / mix.mediaScale(channel);
                }
            }
            return sum * mix.kpiScale();
        }
    }

    private static MediaMixSpec linear(MediaMixSpec.Outcome outcome) {
        return Panels.spec(CarryOver.GEOMETRIC, Saturation.NONE, false, outcome);
    }

    private static Case linear(int seed) {
        return Case.of(linear(MediaMixSpec.Outcome.NORMAL), Panels.of(2, WEEKS, 2, 5), seed);
    }

    @Test
    void whatStopsTakesAwayWhatItBrought() {
        for (Saturation saturation : List.of(Saturation.NONE, Saturation.HILL)) {
            MediaMixSpec spec = Panels.spec(CarryOver.GEOMETRIC, saturation, false, MediaMixSpec.Outcome.NORMAL);
            Case one = Case.of(spec, Panels.of(2, WEEKS, 2, 5), 3);
            for (String geo : List.of("geo0", "geo1", MediaAnswers.ALL)) {
                Scenarios.Answer stops =
                        one.answer(ScenarioSpec.of("stops", Map.of("tv", "0")).withoutCarryOver(), geo);
                double brought = one.contribution("tv", geo);
                double spent = geo.equals(MediaAnswers.ALL)
                        ? one.mix().panel().spend("tv")
                        : one.mix().panel().spend("tv", Integer.parseInt(geo.substring(3)));
                assertThat(stops.draws().values("change")[0]).isCloseTo(-brought, within(1e-9 * brought));
                assertThat(stops.spend()).isCloseTo(-spent, within(1e-9 * spent));
                // The panel's outcome is worth 2 of money.
                assertThat(stops.draws().values("gain")[0]).isCloseTo(spent - 2 * brought, within(1e-9 * spent));
            }
        }
    }

    @Test
    void carryOverEndsWhenTheWeeksEndIfAsked() {
        Case one = linear(4);
        double wanted = 0;
        for (int g = 0; g < 2; g++) {
            wanted += one.brought("tv", g, 0.3, WEEKS - 6) - one.brought("tv", g, 1, WEEKS - 6);
        }
        ScenarioSpec last =
                new ScenarioSpec("last", Map.of("tv", "0.3 * spend"), 6, LocalDate.MIN, LocalDate.MAX, Set.of(), false);
        assertThat(one.change(last)).isCloseTo(wanted, within(1e-9 * Math.abs(wanted)));
        // The same weeks by their dates; a geo alone.
        LocalDate from = one.mix().panel().weeks().get(WEEKS - 6);
        ScenarioSpec dated =
                new ScenarioSpec("dated", Map.of("tv", "0.3 * tv"), 0, from, LocalDate.MAX, Set.of("geo1"), false);
        double there = one.brought("tv", 1, 0.3, WEEKS - 6) - one.brought("tv", 1, 1, WEEKS - 6);
        assertThat(one.change(dated)).isCloseTo(there, within(1e-9 * Math.abs(there)));
        assertThat(one.answer(dated, "geo0").draws().values("change")[0]).isZero();
        assertThat(dated.words()).isEqualTo("do(tv = 0.3 * tv) from " + from + " in geo1");
    }

    /** Weights of carry-over sum to one: in a linear model each week's media do all that they do, whenever they ran. */
    @Test
    void carryOverAfterTheLastWeekCounts() {
        Case one = linear(4);
        double wanted = 0;
        for (int g = 0; g < 2; g++) {
            double effect = one.value("beta_tv") * one.value("relative_tv[geo" + g + "]");
            for (int t = WEEKS - 6; t < WEEKS; t++) {
                wanted -= 0.7
                        * effect
                        * one.mix().panel().of("tv").exposure()[g][t]
                        / one.mix().mediaScale("tv");
            }
        }
        wanted *= one.mix().kpiScale();
        Scenarios.Answer last = one.answer(lastWeeks("0.3 * tv"), MediaAnswers.ALL);
        assertThat(last.weeksAfter()).isEqualTo(3);
        assertThat(last.draws().values("change")[0]).isCloseTo(wanted, within(1e-9 * Math.abs(wanted)));
        // Of the outcome of the data's weeks, whose change is smaller.
        Scenarios.Answer within = one.answer(lastWeeks("0.3 * tv").withoutCarryOver(), MediaAnswers.ALL);
        assertThat(within.weeksAfter()).isZero();
        double ratio = last.draws().values("share")[0] / within.draws().values("share")[0];
        assertThat(within.draws().values("change")[0]).isCloseTo(wanted / ratio, within(1e-9 * Math.abs(wanted)));
        assertThat(ratio).isGreaterThan(1);
        // A price does nothing afterwards.
        assertThat(one.answer(ScenarioSpec.of("cut", Map.of("price", "0.9 * price")), MediaAnswers.ALL)
                        .weeksAfter())
                .isZero();
    }

    private static ScenarioSpec lastWeeks(String tv) {
        return new ScenarioSpec("last", Map.of("tv", tv), 6, LocalDate.MIN, LocalDate.MAX, Set.of(), true);
    }

    /** A scenario that is a plan brings what the budget says of it. */
    @Test
    void scenariosAndBudgetsAgree() {
        for (MediaMixSpec.Outcome outcome : MediaMixSpec.Outcome.values()) {
            MediaMixSpec spec = Panels.spec(CarryOver.GEOMETRIC, Saturation.HILL, false, outcome);
            Case one = Case.of(spec, Panels.of(2, WEEKS, 2, 5), 3);
            for (boolean carryOver : List.of(true, false)) {
                MediaBudget budget = new MediaBudget(one.mix(), one.posterior(), one.draws(), 6, 1, false, carryOver);
                double[] plan = budget.present();
                double[] slope = new double[plan.length];
                double before = budget.evaluate(0, plan, slope);
                plan[0] *= 0.3;
                double gained = budget.evaluate(0, plan, slope) - before;
                ScenarioSpec cut = carryOver
                        ? lastWeeks("0.3 * tv")
                        : lastWeeks("0.3 * tv").withoutCarryOver();
                assertThat(2 * one.change(cut)).as(outcome + " " + carryOver).isCloseTo(gained, within(1e-9 * before));
            }
        }
    }

    @Test
    void spendIsThatOfEveryChannel() {
        Case one = linear(5);
        double all = one.contribution("tv", MediaAnswers.ALL) + one.contribution("search", MediaAnswers.ALL);
        assertThat(one.change(
                        ScenarioSpec.of("more", Map.of("spend", "1.5 * spend")).withoutCarryOver()))
                .isCloseTo(0.5 * all, within(1e-9 * all));
        // What is set by itself is left alone.
        assertThat(one.change(ScenarioSpec.of("one", Map.of("spend", "1.5 * spend", "search", "search"))
                        .withoutCarryOver()))
                .isCloseTo(0.5 * one.contribution("tv", MediaAnswers.ALL), within(1e-9 * all));
        // Money moved costs nothing.
        Scenarios.Answer moved = one.answer(
                ScenarioSpec.of("moved", Map.of("tv", "0.5 * tv", "search", "search + 0.5 * tv")), MediaAnswers.ALL);
        assertThat(moved.spend()).isZero();
        assertThat(moved.draws().values("gain")[0])
                .isCloseTo(2 * moved.draws().values("change")[0], within(1e-9 * all));
    }

    /** A control of a linear model: its coefficient times how far it moves, in its own deviations, times size. */
    @Test
    void priceIsACause() {
        Case one = linear(6);
        double[][] price = one.mix().series("price").values();
        double[] all = java.util.Arrays.stream(price)
                .flatMapToDouble(java.util.Arrays::stream)
                .toArray();
        double sd = tributary.infer.Describe.sd(all);
        double[] sizes = {2 / 3.0, 4 / 3.0};
        double wanted = 0;
        for (int g = 0; g < 2; g++) {
            for (double week : price[g]) {
                wanted += one.value("b_control_1")
                        * -0.1
                        * week
                        / sd
                        * sizes[g]
                        * one.mix().kpiScale();
            }
        }
        Scenarios.Answer cut = one.answer(ScenarioSpec.of("cut", Map.of("price", "0.9 * price")), MediaAnswers.ALL);
        assertThat(cut.draws().values("change")[0]).isCloseTo(wanted, within(1e-9 * Math.abs(wanted)));
        assertThat(cut.spend()).isZero();
        // On the log scale the same move multiplies.
        Case log = Case.of(linear(MediaMixSpec.Outcome.LOGNORMAL), Panels.of(1, WEEKS, 2, 5), 6);
        double step = log.value("b_control_1") * 0.5;
        double spread = tributary.infer.Describe.sd(log.mix().series("price").values()[0]);
        Scenarios.Answer dearer =
                log.answer(ScenarioSpec.of("dearer", Map.of("price", "price + " + 0.5 * spread)), MediaAnswers.ALL);
        assertThat(dearer.draws().values("share")[0])
                .isCloseTo(StrictMath.expm1(step), within(1e-9 * Math.abs(StrictMath.expm1(step))));
    }

    /** The mediator held at what it was leaves what television does by itself; else what it fed goes too. */
    @Test
    void aMediatorThatIsHeldClosesItsPath() {
        MediaMixSpec spec = linear(MediaMixSpec.Outcome.NORMAL);
        MediaMixSpec funnel = new MediaMixSpec(
                "funnel",
                spec.channels(),
                List.of(),
                List.of(MediatorSpec.of("price", List.of("tv"))),
                spec.baseline(),
                spec.outcome(),
                spec.sigma(),
                spec.kpiScale(),
                spec.mediaScale());
        Case one = Case.of(funnel, Panels.of(2, WEEKS, 2, 5), 7);
        double direct = one.brought("tv", 0, 1, 0) + one.brought("tv", 1, 1, 0);
        ScenarioSpec held = ScenarioSpec.of("alone", Map.of("tv", "0", "price", "price"));
        double alone = one.change(held.withoutCarryOver());
        assertThat(alone).isCloseTo(-direct, within(1e-9 * direct));
        // Afterwards it is held too: all that television does by itself, whenever that is.
        double ever = 0;
        for (int g = 0; g < 2; g++) {
            double media = java.util.Arrays.stream(one.mix().panel().of("tv").exposure()[g])
                    .sum();
            ever += one.value("beta_tv") * one.value("relative_tv[geo" + g + "]") * media;
        }
        ever *= one.mix().kpiScale() / one.mix().mediaScale("tv");
        assertThat(one.change(held)).isCloseTo(-ever, within(1e-9 * ever)).isLessThan(alone);
        double whole = one.change(ScenarioSpec.of("whole", Map.of("tv", "0")).withoutCarryOver());
        double brought = one.contribution("tv", MediaAnswers.ALL);
        assertThat(whole).isCloseTo(-brought, within(1e-9 * brought)).isLessThan(alone);
    }

    /** A prior on money names the effect by what was spent, which no scenario moves. */
    @Test
    void returnsAreOfWhatWasSpent() {
        MediaMixSpec spec = MediaMixSpec.of("mix", List.of(ChannelSpec.of("tv").withEffect(EffectPrior.roi())));
        Case one = Case.of(spec, Panels.of(3, 30, 2, 2), 1);
        double roi = one.value("roi_tv");
        Scenarios.Answer stops =
                one.answer(ScenarioSpec.of("stops", Map.of("tv", "0")).withoutCarryOver(), MediaAnswers.ALL);
        assertThat(2 * stops.draws().values("change")[0] / stops.spend()).isCloseTo(roi, within(1e-9 * roi));
    }

    /** Money in a week without spend buys what the channel's money bought, and what is beyond all that was seen is said. */
    @Test
    void newMoneyBuysAtTheOldRate() {
        Case one = linear(8);
        MediaPanel.Media tv = one.mix().panel().of("tv");
        double rate = 40; // impressions for one of money, in the panel
        Scenarios scenarios = new Scenarios(
                one.mix(),
                one.posterior(),
                List.of(ScenarioSpec.of("even", Map.of("tv", "10", "price", "price + 100"))
                        .withoutCarryOver()));
        assertThat(tv.exposure()[0][0]).isEqualTo(rate * tv.spend()[0][0]);
        double even = 0;
        for (int g = 0; g < 2; g++) {
            double alpha = one.value("alpha_tv");
            double weights = 1 + alpha + alpha * alpha + alpha * alpha * alpha;
            double effect = one.value("beta_tv") * one.value("relative_tv[geo" + g + "]");
            for (int t = 0; t < WEEKS; t++) {
                for (int l = 0; l < 4 && l <= t; l++) {
                    even += effect
                            * StrictMath.pow(alpha, l)
                            / weights
                            * 10
                            * rate
                            / one.mix().mediaScale("tv");
                }
            }
            even -= one.brought("tv", g, 1, 0) / one.mix().kpiScale();
        }
        double price = one.change(ScenarioSpec.of("price", Map.of("price", "price + 100")));
        double change = scenarios.answers(one.draws()).get(0).draws().values("change")[0];
        assertThat(change - price).isCloseTo(even * one.mix().kpiScale(), within(1e-8 * Math.abs(price)));
        assertThat(scenarios.reaches()).extracting(Scenarios.Reach::variable).containsExactly("tv", "price");
        assertThat(scenarios.reaches().get(0).share()).isZero();
        assertThat(scenarios.reaches().get(1).share()).isEqualTo(1);
        assertThat(one.mix().data().numbers(Plate.ROWS, "week")).hasSize(2 * WEEKS);
    }

    @Test
    void badScenariosSayWhy() {
        bad("no channel, control or mediator", "radio", "0");
        bad("names `spend`", "price", "spend");
        bad("names `sigma`", "tv", "sigma * tv");
        bad("cannot be read", "tv", "0.5 * ");
        bad("arithmetic", "tv", "normal(0, 1)");
        bad("arithmetic", "tv", "lag(tv, 1)");
        bad("makes the spend of tv negative", "tv", "tv - 1e6");
        bad("bound it, such as max(0, tv - 1000000)", "tv", "tv - 1e6");
        bad("no finite number", "price", "log(-price)");
        bad("something that is set");
        Case one = linear(1);
        assertThatThrownBy(() -> one.change(new ScenarioSpec(
                        "s", Map.of("tv", "0"), 0, LocalDate.MIN, LocalDate.MAX, Set.of("mars"), true)))
                .hasMessageContaining("scenarios.s: the data have no geo mars; they have geo0, geo1");
        assertThatThrownBy(() -> one.change(new ScenarioSpec(
                        "s", Map.of("tv", "0"), 0, LocalDate.of(2031, 1, 1), LocalDate.MAX, Set.of(), true)))
                .hasMessageContaining("no week is touched");
    }

    private static void bad(String words, String... setting) {
        Map<String, String> settings = setting.length == 0 ? Map.of() : Map.of(setting[0], setting[1]);
        assertThatThrownBy(() -> linear(1).change(ScenarioSpec.of("s", settings)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
