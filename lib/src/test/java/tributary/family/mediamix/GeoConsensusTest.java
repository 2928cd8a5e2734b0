package tributary.family.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tributary.consensus.Certified;
import tributary.consensus.Combiner;
import tributary.consensus.LocalWorkers;
import tributary.estimand.IntervalSpec;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.infer.PosteriorSummary;
import tributary.infer.nuts.MetricKind;
import tributary.infer.nuts.Nuts;
import tributary.math.LogDensity;
import tributary.plan.PathChoice;
import tributary.plan.PlanSettings;
import tributary.posterior.Data;
import tributary.posterior.Fit;
import tributary.posterior.InferenceStatus;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** A geo panel in shards: the law, its gradient, agreement with the panel sampled whole, the certificate, refusals. */
class GeoConsensusTest {
    private static final PlanSettings SHORT = new PlanSettings(
            PathChoice.CONSENSUS, 2, 500, 500, 2, 150, 250, Combiner.PRECISION_WEIGHTED, 1000, 4, 1, 0, 1000, 0);

    private static double[] prior(Posterior posterior, int seed) {
        return Simulation.of(posterior, posterior.model()).prior(StreamKey.of(seed));
    }

    /** Panels with lift tests, weeks held out, a mediator, knots, controls: all that shards know of. */
    private static List<MediaMixModel> panels() {
        MediaPanel panel = Panels.of(5, 30, 2, 4);
        List<LiftTest> tests = List.of(
                new LiftTest("tv", "geo1", 4, 8, 30, 900, 300), new LiftTest("search", "geo3", 9, 9, -5, -80, 60));
        boolean[][] held = new boolean[5][30];
        held[2][29] = true;
        held[4][3] = true;
        MediaMixSpec spec = Panels.spec(CarryOver.GEOMETRIC, Saturation.LOGISTIC, false, MediaMixSpec.Outcome.NORMAL);
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
        MediaMixSpec logarithmic =
                Panels.spec(CarryOver.DELAYED, Saturation.HILL, true, MediaMixSpec.Outcome.LOGNORMAL);
        MediaMixSpec tailed =
                Panels.spec(CarryOver.GEOMETRIC, Saturation.LOGISTIC, false, MediaMixSpec.Outcome.STUDENT_T);
        // Two channels whose priors are on money, and tests in all geos at once.
        MediaMixSpec money = new MediaMixSpec(
                "money",
                List.of(
                        spec.channels().get(0).withEffect(EffectPrior.roi()),
                        spec.channels()
                                .get(1)
                                .withEffect(new EffectPrior(EffectPrior.On.CONTRIBUTION, "gamma(2, 20)"))),
                List.of(),
                List.of(),
                spec.baseline(),
                spec.outcome(),
                spec.sigma(),
                spec.kpiScale(),
                spec.mediaScale());
        List<LiftTest> national = List.of(
                new LiftTest("tv", "geo1", 4, 8, 30, 900, 300),
                new LiftTest("search", "", 9, 12, -50, -800, 600),
                new LiftTest("tv", "", 2, 6, 300, 2000, 700));
        return List.of(
                MediaMixModel.of(tailed, panel.withLiftTests(tests).with(panel.kpi(), panel.sizes(), held)),
                MediaMixModel.of(money, panel.withLiftTests(national)),
                MediaMixModel.of(spec, panel.withLiftTests(tests).with(panel.kpi(), panel.sizes(), held)),
                MediaMixModel.of(funnel, panel.withLiftTests(tests)),
                MediaMixModel.of(logarithmic, panel.with(panel.kpi(), panel.sizes(), held)));
    }

    @Test
    void theGradientIsExact() {
        for (MediaMixModel mix : panels()) {
            Posterior shared = new SharedModel(mix).posterior();
            GeoLikelihood likelihood = new GeoConsensus(mix, 2).shards().get(0).open();
            for (int seed = 0; seed < 1; seed++) {
                double[] position = prior(shared, seed);
                double[] gradient = new double[position.length];
                double[] none = new double[position.length];
                assertThat(likelihood.evaluate(position, gradient)).isFinite();
                for (int k = 0; k < position.length; k++) {
                    double h = 1e-5;
                    double[] up = position.clone();
                    double[] down = position.clone();
                    up[k] += h;
                    down[k] -= h;
                    double slope = (likelihood.evaluate(up, none) - likelihood.evaluate(down, none)) / (2 * h);
                    assertThat(gradient[k])
                            .as(mix.spec().name() + " " + shared.coordinates().get(k))
                            .isCloseTo(slope, within(1e-4 * Math.max(1, Math.abs(slope))));
                }
            }
        }
    }

    /**
     * The law: the prior of what is shared, times each geo's {@code p(y, z | phi)} with the level integrated out, times the
     * level's normal given them, is the density of the whole model at the same place.
     */
    @Test
    void shardsMultiplyToTheWholePosterior() {
        for (MediaMixModel mix : panels()) {
            multiply(mix, mix.bind());
            multiply(mix, Posterior.of(mix.model(), mix.data(), Parametrisation.CENTRED));
            multiply(mix, Posterior.of(mix.model(), mix.data(), Parametrisation.NON_CENTRED));
        }
    }

    private static void multiply(MediaMixModel mix, Posterior all) {
        SharedModel model = new SharedModel(mix);
        Posterior shared = model.posterior();
        LogDensity whole = all.densities().get();
        GeoConsensus consensus = new GeoConsensus(mix, 3);
        LogDensity prior = consensus.prior().open();
        GeoConsensus.Placement placement = new GeoConsensus.Placement(mix, shared, all, consensus.coupling());
        // Rows held out have a law of no unknown in the whole model and none in shards: a constant.
        double constant = Double.NaN;
        for (int seed = 0; seed < 2; seed++) {
            double[] position = prior(shared, seed);
            double product = prior.evaluate(position, new double[position.length]);
            List<GeoLikelihood.Own> own = new ArrayList<>();
            int pick = 3 + seed;
            double[] sums = new double[GeoCoupling.PICKS * consensus.coupling().width()];
            for (GeoShard shard : consensus.shards()) {
                GeoLikelihood likelihood = shard.open();
                own.add(likelihood.own(new double[][] {position}, new int[] {pick}, StreamKey.of(seed)));
                product += likelihood.joint(position, own.get(own.size() - 1), 0);
                add(sums, likelihood.coupled(new double[][] {position})[0]);
            }
            // What no shard knows, of the same pick.
            product += consensus.coupling().log(position, sums, pick);
            double[] at = placement.whole(position, own, 0);
            double density = whole.evaluate(at, new double[at.length]) - placement.logScale(position);
            constant = seed > 0 ? constant : mix.panel().holdsOut() ? density - product : 0;
            assertThat(product + constant).isCloseTo(density, within(1e-9 * Math.max(1, Math.abs(density))));
        }
    }

    /** Estimates of the integral have the mean that a fine grid has; effects picked from the points its moments. */
    @Test
    void theIntegralIsWhatAGridSays() {
        RandomStream random = StreamKey.of(11).stream();
        for (double strength : new double[] {0.1, 1, 30}) {
            GeoEffects effects = new GeoEffects(2);
            double[][] root = {{strength, 0.3 * strength}, {0, 0.7 * strength}};
            for (int c = 0; c < 2; c++) {
                effects.beta[c] = 0.5 + random.nextDouble();
                effects.spread[c] = 0.2 + 0.5 * random.nextDouble();
                for (int d = 0; d < 2; d++) {
                    effects.gram[c][d] = root[0][c] * root[0][d] + root[1][c] * root[1][d];
                }
            }
            for (int c = 0; c < 2; c++) {
                effects.pull[c] =
                        effects.gram[c][0] * 1.6 + effects.gram[c][1] * 0.5 + strength * random.nextGaussian();
            }
            // The trapezoidal rule on a smooth integrand that vanishes at the ends: errors far below those of
            // estimates.
            double sum = 0;
            double first = 0;
            double step = 0.05;
            double top = effects.laplace();
            for (double a = -8; a <= 8; a += step) {
                for (double b = -8; b <= 8; b += step) {
                    double value = StrictMath.exp(effects.joint(new double[] {a, b}) - top);
                    sum += value;
                    first += value * a;
                }
            }
            double log = top + StrictMath.log(sum * step * step);
            assertThat(top).as("Laplace at strength " + strength).isCloseTo(log, within(0.15));
            int count = 2000;
            double[] ratios = new double[count];
            double[] drawn = new double[count];
            double[] z = new double[2];
            for (int k = 0; k < count; k++) {
                ratios[k] = StrictMath.exp(effects.estimate(StreamKey.of(5).with(k).stream()) - log);
                effects.choose(StreamKey.of(6).with(k).stream().nextDouble(), z);
                drawn[k] = ratios[k] * z[0];
            }
            double error = Describe.sd(ratios) / Math.sqrt(count);
            assertThat(Describe.mean(ratios)).as("strength " + strength).isCloseTo(1, within(4 * error));
            // One estimate is within a tenth of the integral, so eight geos take little of a draw's weight.
            assertThat(Describe.sd(ratios)).isLessThan(0.1);
            assertThat(Describe.mean(drawn)).isCloseTo(first / sum, within(4 * Describe.sd(drawn) / Math.sqrt(count)));
        }
    }

    private static void add(double[] sums, double[] more) {
        for (int k = 0; k < sums.length; k++) {
            sums[k] += more[k];
        }
    }

    /** With the level among the points, rows of Student's t and a lift test: estimates have the mean of a fine grid. */
    @Test
    void theTailedIntegralIsWhatAGridSays() {
        RandomStream random = StreamKey.of(13).stream();
        int weeks = 25;
        for (double nu : new double[] {2.5, 8, 200}) {
            double[][] rows = new double[2][weeks];
            double[] outcome = new double[weeks];
            boolean[] seen = new boolean[weeks];
            for (int t = 0; t < weeks; t++) {
                rows[0][t] = 0.8 + 0.01 * t;
                rows[1][t] = random.nextDouble();
                outcome[t] = rows[0][t] + 0.15 + 0.5 * rows[1][t] + 0.1 * random.nextStudentT(3);
                seen[t] = t != 4;
            }
            GeoMoments geo = new GeoMoments("geo", 0, outcome, seen, List.of(new GeoMoments.Lift(0, 0, 0.9, 0.5)), 0);
            TailedEffects effects = new TailedEffects(1);
            // sigma, geo spread, beta, its spread, what the test lifted, beside it, nu
            effects.load(geo, new GeoMoments.Values(1, rows, new double[] {0.1, 0.3, 0.4, 0.5, 2, 0.1, nu}));
            double sum = 0;
            double top = effects.laplace();
            double first = 0;
            double step = 0.02;
            for (double z = -5; z <= 5; z += step) {
                for (double u = -5; u <= 5; u += step) {
                    double value = StrictMath.exp(effects.joint(new double[] {z, u}) - top);
                    sum += value;
                    first += value * z;
                }
            }
            double log = top + StrictMath.log(sum * step * step);
            assertThat(top).isCloseTo(log, within(0.15));
            int count = 2000;
            double[] ratios = new double[count];
            double[] drawn = new double[count];
            double[] z = new double[1];
            for (int k = 0; k < count; k++) {
                ratios[k] = StrictMath.exp(effects.estimate(StreamKey.of(5).with(k).stream()) - log);
                effects.choose(StreamKey.of(6).with(k).stream().nextDouble(), z);
                drawn[k] = ratios[k] * z[0];
            }
            assertThat(Describe.mean(ratios))
                    .as("nu " + nu)
                    .isCloseTo(1, within(4 * Describe.sd(ratios) / Math.sqrt(count)));
            assertThat(Describe.sd(ratios)).isLessThan(0.1);
            assertThat(Describe.mean(drawn)).isCloseTo(first / sum, within(4 * Describe.sd(drawn) / Math.sqrt(count)));
        }
    }

    @Test
    void theCutIntoShardsDoesNotMatter() {
        MediaMixModel mix = panels().get(1);
        double[] position = prior(new SharedModel(mix).posterior(), 3);
        double[] other = prior(new SharedModel(mix).posterior(), 4);
        List<double[]> all = new ArrayList<>();
        for (int count : new int[] {2, 5}) {
            double value = 0;
            double weight = 0;
            long rows = 0;
            GeoConsensus consensus = new GeoConsensus(mix, count);
            double[] sums = new double[GeoCoupling.PICKS * consensus.coupling().width()];
            for (GeoShard shard : consensus.shards()) {
                GeoLikelihood likelihood = shard.open();
                add(sums, likelihood.coupled(new double[][] {position})[0]);
                value += likelihood.evaluate(position, new double[position.length]);
                weight += likelihood.relative(new double[][] {position}, other)[0];
                rows += likelihood.rows();
            }
            all.add(new double[] {value, weight + consensus.coupling().log(position, sums), rows});
        }
        assertThat(all.get(0)[2]).isEqualTo(150);
        for (double[] one : all) {
            for (int k = 0; k < 3; k++) {
                assertThat(one[k]).isCloseTo(all.get(0)[k], within(1e-10 * Math.abs(one[k])));
            }
        }
    }

    /** A panel simulated from its own prior, but for one geo whose effect is as many times as large. */
    private static MediaMixModel simulated(MediaMixSpec spec, int geos, int weeks, double times, long seed) {
        int channels = spec.channels().size();
        MediaMixModel mix = MediaMixModel.of(spec, Panels.of(geos, weeks, channels, 10 * geos + weeks));
        Posterior posterior = Posterior.of(mix.model(), mix.data(), Parametrisation.CENTRED);
        Simulation world = Simulation.of(posterior, mix.model());
        StreamKey key = StreamKey.of(seed);
        double[] truth = world.prior(key);
        // The first geo's effect, whose logarithm is the coordinate itself where effects are sampled as they are.
        truth[posterior.layout().offset("log_relative_tv")] += StrictMath.log(times);
        Data data = world.simulate(truth, key);
        double[] kpi = data.numbers("rows", "kpi");
        double[] size = data.numbers("rows", "size");
        double[][] outcome = new double[geos][weeks];
        for (int row = 0; row < kpi.length; row++) {
            outcome[row / weeks][row % weeks] = kpi[row] * size[row];
        }
        // An outcome whose mean is next to zero has no scale, and no prior that fits it.
        for (double[] geo : outcome) {
            assertThat(Describe.mean(geo)).as("a simulated geo's mean outcome").isPositive();
        }
        MediaPanel panel = mix.panel();
        return MediaMixModel.of(spec, panel.with(outcome, panel.sizes(), new boolean[geos][weeks]));
    }

    private static MediaMixSpec spec(int channels, int order) {
        Baseline b = Baseline.DEFAULT;
        MediaMixSpec spec = MediaMixSpec.of(
                "geo", Panels.channels(channels).stream().map(ChannelSpec::of).toList());
        Baseline baseline = new Baseline(
                1,
                1,
                order == 0 ? "" : b.trend(),
                order,
                b.season(),
                0,
                b.knotSpread(),
                b.control(),
                b.geoSpread(),
                b.effectSpread());
        return new MediaMixSpec(
                spec.name(),
                spec.channels(),
                List.of(),
                List.of(),
                baseline,
                spec.outcome(),
                "half_normal(0.1)",
                spec.kpiScale(),
                spec.mediaScale());
    }

    private static GeoConsensus.Joined joined(MediaMixModel mix, int shards, PlanSettings settings) {
        GeoConsensus consensus = new GeoConsensus(mix, shards);
        return consensus.sample(
                new LocalWorkers(consensus.shards().stream().map(GeoShard::open).toList()), settings, StreamKey.of(1));
    }

    /** Means and deviations of every unknown and effect, in Monte Carlo errors of both. */
    private static void agrees(MediaMixModel mix, GeoConsensus.Joined joined, Nuts nuts) {
        Certified certified = joined.result().certified();
        assertThat(certified).isNotNull();
        assertThat(certified.certificate().status()).as(joined.words()).isEqualTo(InferenceStatus.CERTIFIED);
        Posterior posterior = mix.bind();
        Fit fit = MediaMixSampler.sample(posterior, nuts, StreamKey.of(3), Runnable::run);
        Draws mine = mix.plain().constrain(joined.positions());
        // What was resampled is worth no more than the weights, and no more than its own number.
        double ess = Math.min(certified.certificate().ess(), mine.size());
        for (String name : fit.draws().names()) {
            PosteriorSummary s = fit.summary(name);
            assertThat(s.rHat()).as("R-hat of the yardstick's " + name).isLessThan(1.05);
            double[] values = mine.values(name);
            double error = Math.hypot(s.mcseMean(), Describe.sd(values) / Math.sqrt(ess));
            assertThat(Describe.mean(values)).as(name).isCloseTo(s.mean(), within(4.5 * error));
            double spread = Math.hypot(s.mcseSd(), errorOfSd(values, ess));
            assertThat(Describe.sd(values)).as("sd of " + name).isCloseTo(s.sd(), within(4.5 * spread));
        }
    }

    /** Of independent draws: {@code sd sqrt((kurtosis - 1) / (4 n))}, by the delta method from the variance's. */
    private static double errorOfSd(double[] values, double ess) {
        double mean = Describe.mean(values);
        double variance = Describe.variance(values);
        double fourth = 0;
        for (double value : values) {
            double square = (value - mean) * (value - mean);
            fourth += square * square / values.length;
        }
        return Math.sqrt(variance * (fourth / (variance * variance) - 1) / (4 * ess));
    }

    @Test
    void eightGeosInFourShardsAgreeWithOneMachine() {
        MediaMixModel mix = simulated(spec(1, 0), 8, 40, 1, 7);
        agrees(mix, joined(mix, 4, SHORT), new Nuts(2, 400, 600, 0.9, 10, MetricKind.DENSE));
    }

    /**
     * A prior on the return that is as narrow as what the data tell, and a test in all geos that is of use: neither alone is
     * the answer.
     */
    @Tag("full")
    @Test
    void priorsOnMoneyAndTestsInAllGeosAgreeWithOneMachine() {
        MediaMixSpec plain = spec(1, 0);
        // The truth of the panel below.
        MediaMixModel world = MediaMixModel.of(plain, Panels.of(8, 40, 1, 120));
        Posterior posterior = world.bind();
        Draws truth = Draws.ofRows(posterior.coordinates(), new double[][][] {{prior(posterior, 7)}});
        double roas = MediaAnswers.of(world, posterior, truth, IntervalSpec.standard())
                .returns()
                .get(0)
                .draws()
                .values("roas")[0];
        MediaPanel panel = simulated(plain, 8, 40, 1, 7).panel();
        double spent = 0;
        for (double[] geo : panel.of("tv").spend()) {
            spent += geo[10] + geo[11] + geo[12];
        }
        ScenarioSpec half = new ScenarioSpec(
                "half",
                Map.of("tv", "0.5 * tv"),
                0,
                panel.weeks().get(10),
                panel.weeks().get(12),
                Set.of(),
                true);
        double gain = -new Scenarios(world, posterior, List.of(half))
                .answers(truth)
                .get(0)
                .draws()
                .values("change")[0];
        LiftTest test = new LiftTest("tv", "", 10, 12, 0.5 * spent, 1.1 * gain, 0.3 * gain);
        String prior = "lognormal(" + (StrictMath.log(roas) + 0.1) + ", 0.2)";
        MediaMixSpec money = new MediaMixSpec(
                "money",
                List.of(ChannelSpec.of("tv").withEffect(new EffectPrior(EffectPrior.On.ROI, prior))),
                List.of(),
                List.of(),
                plain.baseline(),
                plain.outcome(),
                plain.sigma(),
                plain.kpiScale(),
                plain.mediaScale());
        MediaMixModel mix = MediaMixModel.of(money, panel.withLiftTests(List.of(test)));
        agrees(mix, joined(mix, 4, SHORT), new Nuts(2, 400, 600, 0.9, 10, MetricKind.DENSE));
    }

    /** A week in twenty is off by half of its level. */
    @Tag("full")
    @Test
    void tailedOutcomesAgreeWithOneMachine() {
        MediaMixSpec plain = spec(1, 0);
        MediaMixModel simulated = simulated(plain, 8, 40, 1, 7);
        MediaMixSpec tailed = new MediaMixSpec(
                "tailed",
                plain.channels(),
                List.of(),
                List.of(),
                plain.baseline(),
                MediaMixSpec.Outcome.STUDENT_T,
                plain.sigma(),
                plain.kpiScale(),
                plain.mediaScale());
        MediaPanel panel = simulated.panel();
        double[][] outcome = panel.kpi();
        RandomStream random = StreamKey.of(12).stream();
        for (double[] geo : outcome) {
            double level = Describe.mean(geo);
            for (int t = 0; t < geo.length; t++) {
                geo[t] += random.nextDouble() < 0.05 ? level * (random.nextDouble() < 0.5 ? -0.5 : 0.5) : 0;
            }
        }
        MediaMixModel mix = MediaMixModel.of(tailed, panel.with(outcome, panel.sizes(), new boolean[8][40]));
        agrees(mix, joined(mix, 4, SHORT), new Nuts(2, 400, 600, 0.9, 10, MetricKind.DENSE));
    }

    /** The geo's effect is five times the others', which lies far outside of what its shard alone would think of spreads. */
    @Test
    void aGeoUnlikeAllOthersIsNotFalselyCertified() {
        MediaMixModel mix = simulated(spec(1, 0), 4, 30, 5, 9);
        GeoConsensus.Joined joined = joined(mix, 2, SHORT);
        Certified certified = joined.result().certified();
        if (certified != null && certified.certificate().status() == InferenceStatus.CERTIFIED) {
            agrees(mix, joined, new Nuts(2, 400, 600, 0.9, 10, MetricKind.DENSE));
        }
    }

    @Tag("full")
    @Test
    void panelsOfTwoChannelsAgreeWithOneMachine() {
        for (long seed : new long[] {7, 8, 9}) {
            MediaMixModel mix = simulated(spec(2, 2), 8, 60, seed == 9 ? 4 : 1, seed);
            agrees(
                    mix,
                    joined(mix, 4, PlanSettings.STANDARD),
                    Nuts.DEFAULT.withLengths(500, 1000).withTargetAcceptance(0.9));
        }
    }

    @Test
    void whatCannotBeShardedIsRefused() {
        MediaPanel panel = Panels.of(5, 30, 2, 4);
        MediaMixSpec spec = spec(2, 0);
        refused(spec, panel, 6, "6 shards do not go with the 5 geos of geo.");
        refused(spec, panel, 1, "1 shards do not go");
        refused(spec, Panels.of(1, 30, 2, 4), 4, "4 shards do not go with the 1 geos");
        for (String prior : List.of("normal(1, 1)", "truncated(normal(1, 1), lower = 0)", "lognormal(0.2, 3 / 4)")) {
            MediaMixSpec roi = MediaMixSpec.of(
                    "geo", List.of(ChannelSpec.of("tv").withEffect(new EffectPrior(EffectPrior.On.ROI, prior))));
            refused(roi, panel, 4, " of tv on its return.");
        }
        MediaMixSpec positive = Panels.spec(CarryOver.NONE, Saturation.NONE, false, MediaMixSpec.Outcome.LOGNORMAL);
        MediaPanel local = panel.withLiftTests(List.of(new LiftTest("tv", "geo1", 4, 8, 30, 900, 300)));
        refused(positive, local, 4, "outcome.distribution = lognormal with lift tests.");
        assertThat(GeoConsensus.refusal(spec, local, 4)).isEmpty();
        for (MediaMixModel mix : panels()) {
            assertThat(GeoConsensus.refusal(mix.spec(), mix.panel(), 2)).isEmpty();
        }
    }

    private static void refused(MediaMixSpec spec, MediaPanel panel, int shards, String problem) {
        GeoConsensus.Refusal why = GeoConsensus.refusal(spec, panel, shards).orElseThrow();
        assertThat(why.problem()).contains(problem);
        assertThat(why.cause()).isNotBlank();
        assertThat(why.remedy()).contains("inference.path = nuts");
        MediaMixModel mix = MediaMixModel.of(spec, panel);
        assertThatThrownBy(() -> new GeoConsensus(mix, shards)).isInstanceOf(IllegalArgumentException.class);
    }
}
