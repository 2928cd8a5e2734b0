package tributary.family.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tributary.estimand.IntervalSpec;
import tributary.infer.Draws;
import tributary.math.LogDensity;
import tributary.model.Model;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.random.StreamKey;

/** The model that a spec becomes: every shape binds, its gradient is exact, priors mean what they say, lift tests count. */
class MediaMixModelTest {
    private static double[] prior(MediaMixModel mix, long seed) {
        return Simulation.of(mix.bind(), mix.model()).prior(StreamKey.of(seed));
    }

    private static MediaAnswers answers(MediaMixModel mix, Posterior posterior, double[]... positions) {
        Draws draws = Draws.ofRows(posterior.coordinates(), new double[][][] {positions});
        return MediaAnswers.of(mix, posterior, draws, IntervalSpec.standard());
    }

    @Test
    void everyShapeBindsPrintsAndHasItsExactGradient() {
        for (CarryOver carryOver : CarryOver.values()) {
            for (Saturation saturation : Saturation.values()) {
                boolean first = saturation == Saturation.HILL;
                MediaMixSpec.Outcome outcome =
                        MediaMixSpec.Outcome.values()[(carryOver.ordinal() + saturation.ordinal()) % 3];
                int geos = 1 + carryOver.ordinal() % 2;
                MediaMixModel mix =
                        MediaMixModel.of(Panels.spec(carryOver, saturation, first, outcome), Panels.of(geos, 30, 2, 1));
                assertThat(Model.parse("again", mix.model().print())).isEqualTo(mix.model());
                Posterior posterior = mix.bind();
                LogDensity density = posterior.densities().get();
                double[] position = prior(mix, 3);
                double[] gradient = new double[position.length];
                assertThat(density.evaluate(position, gradient)).isFinite();
                double[] none = new double[position.length];
                for (int k = 0; k < position.length; k++) {
                    double h = 1e-5;
                    double[] up = position.clone();
                    double[] down = position.clone();
                    up[k] += h;
                    down[k] -= h;
                    double slope = (density.evaluate(up, none) - density.evaluate(down, none)) / (2 * h);
                    assertThat(gradient[k])
                            .as(carryOver + " " + saturation + " "
                                    + posterior.coordinates().get(k))
                            .isCloseTo(slope, within(1e-4 * Math.max(1, Math.abs(slope))));
                }
            }
        }
    }

    /** Beside the model's own words for it: loops over weeks that share no code with it. */
    @Test
    void contributionsAreWhatTheFormulaSays() {
        MediaPanel panel = Panels.of(2, 20, 2, 5);
        MediaMixModel mix = MediaMixModel.of(
                Panels.spec(CarryOver.GEOMETRIC, Saturation.HILL, false, MediaMixSpec.Outcome.NORMAL), panel);
        Posterior posterior = mix.bind();
        double[] position = prior(mix, 9);
        double[] values = posterior.constrain(position);
        List<String> names = posterior.names();
        MediaAnswers answers = answers(mix, posterior, position);
        double[] sizes = {2 / 3.0, 4 / 3.0};
        for (String channel : Panels.channels(2)) {
            double alpha = values[names.indexOf("alpha_" + channel)];
            double half = values[names.indexOf("half_" + channel)];
            double slope = values[names.indexOf("slope_" + channel)];
            double all = 0;
            for (int g = 0; g < 2; g++) {
                double effect = values[names.indexOf("beta_" + channel)]
                        * values[names.indexOf("relative_" + channel + "[geo" + g + "]")];
                double sum = 0;
                for (int t = 0; t < 20; t++) {
                    double carried = 0;
                    double weights = 0;
                    for (int l = 0; l < 4; l++) {
                        double weight = StrictMath.pow(alpha, l);
                        weights += weight;
                        if (t >= l) {
                            carried += weight * panel.of(channel).exposure()[g][t - l];
                        }
                    }
                    double x = carried / weights / (mix.mediaScale(channel) * sizes[g]);
                    if (x > 0) {
                        double power = StrictMath.pow(x, slope);
                        sum += effect * power / (power + StrictMath.pow(half, slope)) * mix.kpiScale() * sizes[g];
                    }
                }
                all += sum;
                String geo = "geo" + g;
                double told = answers.returns().stream()
                        .filter(r -> r.channel().equals(channel) && r.geo().equals(geo))
                        .mapToDouble(r -> r.draws().value(0, 0, 0))
                        .sum();
                assertThat(told).isCloseTo(sum, within(1e-9 * sum));
            }
            MediaAnswers.Returns total = answers.returns().stream()
                    .filter(r -> r.channel().equals(channel) && r.geo().equals(MediaAnswers.ALL))
                    .findFirst()
                    .orElseThrow();
            assertThat(total.draws().values("contribution")[0]).isCloseTo(all, within(1e-9 * all));
            assertThat(total.draws().values("roas")[0]).isCloseTo(2 * all / panel.spend(channel), within(1e-9 * all));
            assertThat(answers.responseCurves(3).stream()
                            .filter(p -> p.channel().equals(channel) && p.multiple() == 1)
                            .mapToDouble(p -> p.brought().mean())
                            .sum())
                    .isCloseTo(all, within(1e-9 * all));
        }
        // Additive: what the channels and the baseline brought in a week is what was expected of it.
        List<MediaAnswers.Contribution> week = answers.contributions().stream()
                .filter(c -> c.week() == 7 && c.geo().equals(MediaAnswers.ALL))
                .toList();
        double parts = week.stream()
                .filter(c -> !c.source().equals(MediaAnswers.EXPECTED))
                .mapToDouble(c -> c.brought().mean())
                .sum();
        double whole = week.get(week.size() - 1).brought().mean();
        assertThat(parts).isCloseTo(whole, within(1e-9 * Math.abs(whole)));
    }

    @Test
    void aPriorOnMoneyIsThePriorOfTheAnswer() {
        for (int geos : new int[] {1, 3}) {
            List<ChannelSpec> channels = List.of(
                    ChannelSpec.of("tv").withEffect(EffectPrior.roi()),
                    ChannelSpec.of("search").withEffect(new EffectPrior(EffectPrior.On.CONTRIBUTION, "beta(2, 20)")));
            MediaMixModel mix = MediaMixModel.of(MediaMixSpec.of("mix", channels), Panels.of(geos, 30, 2, 2));
            Posterior posterior = mix.bind();
            for (int seed = 0; seed < 5; seed++) {
                double[] position = prior(mix, seed);
                double[] values = posterior.constrain(position);
                double roi = values[posterior.names().indexOf("roi_tv")];
                double share = values[posterior.names().indexOf("share_search")];
                List<MediaAnswers.Returns> told =
                        answers(mix, posterior, position).returns();
                assertThat(told.get(0).draws().values("roas")[0]).isCloseTo(roi, within(1e-9 * roi));
                assertThat(told.get(1).draws().values("share")[0]).isCloseTo(share, within(1e-9));
            }
        }
    }

    /**
     * Without saturation a test's gain is the coefficient times the media added, so its likelihood is that of a normal
     * observation of the coefficient: precision grows by {@code (added / se)^2}, as conjugacy has it.
     */
    @Test
    void aLiftTestMovesALinearModelByTheConjugateAmount() {
        for (CarryOver carryOver : List.of(CarryOver.NONE, CarryOver.GEOMETRIC)) {
            MediaPanel plain = Panels.of(1, 40, 2, 4);
            double[] spend = plain.of("tv").spend()[0];
            int first = 4;
            while (Math.min(spend[first], Math.min(spend[first + 1], spend[first + 2])) <= 0) {
                first++;
            }
            double taken = 0.5 * Math.min(spend[first], Math.min(spend[first + 1], spend[first + 2]));
            for (double sign : new double[] {1, -1}) {
                double change = sign * 3 * taken;
                LiftTest test = new LiftTest("tv", "", first, first + 2, change, -70, 25);
                MediaMixSpec spec = Panels.spec(carryOver, Saturation.NONE, false, MediaMixSpec.Outcome.NORMAL);
                MediaMixModel without = MediaMixModel.of(spec, plain);
                MediaMixModel with = MediaMixModel.of(spec, plain.withLiftTests(List.of(test)));
                LogDensity a = without.bind().densities().get();
                LogDensity b = with.bind().densities().get();
                Posterior posterior = without.bind();
                double constant = Double.NaN;
                for (int seed = 0; seed < 6; seed++) {
                    double[] position = prior(without, seed);
                    double[] values = posterior.constrain(position);
                    double beta = values[posterior.names().indexOf("beta_tv")];
                    double added = change * 40 / with.mediaScale("tv") * with.kpiScale();
                    if (carryOver == CarryOver.GEOMETRIC) {
                        // Of each week's media the part that has worked by the end of the third.
                        double alpha = values[posterior.names().indexOf("alpha_tv")];
                        double weights = 1 + alpha + alpha * alpha + alpha * alpha * alpha;
                        double during = spend[first] + spend[first + 1] + spend[first + 2];
                        double worked = 0;
                        double sum = 0;
                        for (int k = 2; k >= 0; k--) {
                            sum += StrictMath.pow(alpha, 2 - k);
                            worked += sum * (sign > 0 ? spend[first + k] / during : 1 / 3.0);
                        }
                        added *= worked / weights;
                    }
                    double[] none = new double[position.length];
                    double gained = b.evaluate(position, none) - a.evaluate(position, none);
                    double z = (-70 - beta * added) / 25;
                    constant = seed == 0 ? gained + 0.5 * z * z : constant;
                    assertThat(gained + 0.5 * z * z).isCloseTo(constant, within(1e-7 * (1 + z * z)));
                }
            }
        }
    }

    /** Units are nobody's business: spend in millionths or billions and outcomes of 1e15 leave the density what it was. */
    @Test
    void unitsDoNotMatter() {
        MediaPanel plain = Panels.of(2, 30, 2, 6);
        double[][] kpi = new double[2][];
        for (int g = 0; g < 2; g++) {
            kpi[g] = java.util.Arrays.stream(plain.kpi()[g]).map(v -> 1e13 * v).toArray();
        }
        for (double unit : new double[] {1e-9, 1e12}) {
            List<MediaPanel.Media> media = plain.media().stream()
                    .map(m -> new MediaPanel.Media(m.channel(), times(unit, m.spend()), times(unit, m.exposure())))
                    .toList();
            MediaPanel other = new MediaPanel(
                    plain.geos(),
                    plain.weeks(),
                    kpi,
                    media,
                    plain.controls(),
                    plain.sizes(),
                    2 * unit / 1e13,
                    List.of());
            List<ChannelSpec> channels = List.of(
                    ChannelSpec.of("tv").withEffect(EffectPrior.roi()),
                    ChannelSpec.of("search").withEffect(new EffectPrior(EffectPrior.On.CONTRIBUTION, "beta(2, 20)")));
            MediaMixModel one = MediaMixModel.of(MediaMixSpec.of("mix", channels), plain);
            MediaMixModel two = MediaMixModel.of(MediaMixSpec.of("mix", channels), other);
            LogDensity a = Posterior.of(one.model(), one.data(), Parametrisation.NON_CENTRED)
                    .densities()
                    .get();
            LogDensity b = Posterior.of(two.model(), two.data(), Parametrisation.NON_CENTRED)
                    .densities()
                    .get();
            double first = Double.NaN;
            for (int seed = 0; seed < 4; seed++) {
                double[] position = prior(one, seed);
                double[] slopes = new double[position.length];
                double[] others = new double[position.length];
                double difference = a.evaluate(position, slopes) - b.evaluate(position, others);
                first = seed == 0 ? difference : first;
                assertThat(difference).isCloseTo(first, within(1e-7));
                for (int k = 0; k < slopes.length; k++) {
                    assertThat(others[k]).isCloseTo(slopes[k], within(1e-7 * Math.max(1, Math.abs(slopes[k]))));
                }
            }
        }
    }

    private static double[][] times(double unit, double[][] values) {
        return java.util.Arrays.stream(values)
                .map(row -> java.util.Arrays.stream(row).map(v -> unit * v).toArray())
                .toArray(double[][]::new);
    }

    @Test
    void badSpecsSayWhy() {
        assertThatThrownBy(() -> new EffectPrior(EffectPrior.On.ROI, "normal(0, 1)\nx ~ normal(0, 1)"))
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> new EffectPrior(EffectPrior.On.ROI, "normal(size, 1)"))
                .hasMessageContaining("no distribution with numbers");
        assertThatThrownBy(() -> new ChannelSpec(
                        "tv",
                        CarryOver.NONE,
                        4,
                        Saturation.NONE,
                        false,
                        Map.of("alpha", "beta(1, 1)"),
                        EffectPrior.DEFAULT))
                .hasMessageContaining("have no parameter alpha");
        List<ChannelSpec> twice = new ArrayList<>(List.of(ChannelSpec.of("tv"), ChannelSpec.of("tv")));
        assertThatThrownBy(() -> MediaMixSpec.of("mix", twice)).hasMessageContaining("named twice");
        MediaMixSpec spec = MediaMixSpec.of("mix", List.of(ChannelSpec.of("billboards")));
        assertThatThrownBy(() -> MediaMixModel.of(spec, Panels.of(1, 10, 2, 1))).hasMessageContaining("billboards");
        MediaPanel panel = Panels.of(1, 10, 2, 1).withLiftTests(List.of(new LiftTest("tv", "", 2, 3, 1e6, 5, 1)));
        MediaMixSpec two = Panels.spec(CarryOver.NONE, Saturation.NONE, false, MediaMixSpec.Outcome.NORMAL);
        assertThatThrownBy(() -> MediaMixModel.of(two, panel)).hasMessageContaining("must hold the test's spend");
    }

    /** What a channel returns in all is not only its own effect where it feeds a mediator, so no prior may be on it. */
    @Test
    void priorsOnMoneyDoNotGoWithMediators() {
        for (EffectPrior effect :
                List.of(EffectPrior.roi(), new EffectPrior(EffectPrior.On.CONTRIBUTION, "beta(2, 20)"))) {
            MediaMixSpec plain =
                    MediaMixSpec.of("mix", List.of(ChannelSpec.of("tv").withEffect(effect), ChannelSpec.of("search")));
            assertThat(mediated(plain, "search").mediators()).hasSize(1);
            assertThatThrownBy(() -> mediated(plain, "tv"))
                    .hasMessageContaining("the prior of tv is on its " + effect.on() + ", but it feeds interest");
        }
    }

    private static MediaMixSpec mediated(MediaMixSpec plain, String feeder) {
        return new MediaMixSpec(
                plain.name(),
                plain.channels(),
                List.of(),
                List.of(MediatorSpec.of("interest", List.of(feeder))),
                plain.baseline(),
                plain.outcome(),
                plain.sigma(),
                plain.kpiScale(),
                plain.mediaScale());
    }
}
