package tributary.family.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.check.Calibration;
import tributary.check.Replication;
import tributary.check.Simulator;
import tributary.estimand.IntervalSpec;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.infer.RHat;
import tributary.infer.nuts.MetricKind;
import tributary.infer.nuts.Nuts;
import tributary.posterior.Data;
import tributary.posterior.Fit;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.random.StreamKey;

/** Panels simulated from the model: what channels really brought is recovered, and posteriors are calibrated. */
class MediaMixRecoveryTest {
    private static final Nuts SHORT = new Nuts(2, 400, 400, 0.9, 10, MetricKind.DENSE);

    @ParameterizedTest
    @CsvSource({"1, 60, 2", "2, 30, 1"})
    void contributionsAreRecovered(int geos, int weeks, int channels) {
        recovers(geos, weeks, channels);
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource({"1, 52, 1", "1, 104, 2", "1, 156, 4", "1, 208, 6", "4, 52, 1", "8, 78, 2", "12, 104, 3", "20, 104, 4"})
    void contributionsAreRecoveredAtEverySize(int geos, int weeks, int channels) {
        recovers(geos, weeks, channels);
    }

    private static void recovers(int geos, int weeks, int channels) {
        MediaMixSpec spec = MediaMixSpec.of(
                "recovery",
                Panels.channels(channels).stream().map(ChannelSpec::of).toList());
        MediaMixModel mix = MediaMixModel.of(spec, Panels.of(geos, weeks, channels, 10 * geos + weeks));
        Simulation world = Simulation.of(mix.bind(), mix.model());
        StreamKey key = StreamKey.of(7).with(geos).with(weeks);
        double[] truth = world.prior(key);
        Data data = world.simulate(truth, key);
        Posterior posterior = Posterior.of(mix.model(), data);
        Fit fit = posterior.sample(SHORT, 11);
        List<MediaAnswers.Returns> told = answers(mix, posterior, fit.unconstrained());
        List<MediaAnswers.Returns> true_ = answers(mix, mix.bind(), rows(mix.bind(), truth));
        for (int c = 0; c < channels; c++) {
            double[] draws = told.get(c).draws().values("contribution");
            assertThat(RHat.of(told.get(c).draws().byChain("contribution"))).isLessThan(1.05);
            // Four posterior deviations: the truth is a draw of the posterior's own kind.
            assertThat(Describe.mean(draws))
                    .as(geos + " geos, " + weeks + " weeks, " + told.get(c).channel())
                    .isCloseTo(true_.get(c).draws().values("contribution")[0], within(4 * Describe.sd(draws)));
        }
    }

    private static Draws rows(Posterior posterior, double[]... positions) {
        return Draws.ofRows(posterior.coordinates(), new double[][][] {positions});
    }

    private static List<MediaAnswers.Returns> answers(MediaMixModel mix, Posterior posterior, Draws draws) {
        return MediaAnswers.of(mix, posterior, draws, IntervalSpec.standard()).returns();
    }

    @Test
    void ranksAreUniform() {
        assertPasses(new Calibration(40, 127));
    }

    @Tag("full")
    @Test
    void ranksAreUniformInManyReplications() {
        assertPasses(Calibration.LONG);
    }

    private static void assertPasses(Calibration calibration) {
        Calibration.Report report =
                calibration.run(new SmallMix(), StreamKey.of(3).with("media mix"), Runnable::run);
        assertThat(report.failures()).isEmpty();
        assertThat(report.passes()).as(report.results().toString()).isTrue();
    }

    /** One channel with a prior on its return and a lift test, thirty weeks. */
    private static final class SmallMix implements Simulator {
        private static final List<String> QUANTITIES =
                List.of("roi_tv", "beta_tv", "alpha_tv", "intercept", "sigma", "gain_1", "log likelihood");

        private final MediaMixModel mix;

        SmallMix() {
            Baseline b = Baseline.DEFAULT;
            Baseline flat = new Baseline(
                    1, 0.5, "", 0, b.season(), 0, b.knotSpread(), b.control(), b.geoSpread(), b.effectSpread());
            MediaMixSpec spec = new MediaMixSpec(
                    "small",
                    List.of(new ChannelSpec(
                            "tv",
                            CarryOver.GEOMETRIC,
                            4,
                            Saturation.LOGISTIC,
                            false,
                            java.util.Map.of(),
                            new EffectPrior(EffectPrior.On.ROI, "lognormal(-1, 0.5)"))),
                    List.of(),
                    List.of(),
                    flat,
                    MediaMixSpec.Outcome.NORMAL,
                    "half_normal(0.3)",
                    Scale.MEAN,
                    Scale.MAX);
            LiftTest test = new LiftTest("tv", "", 8, 12, -50, 10, 20);
            this.mix = MediaMixModel.of(spec, Panels.of(1, 30, 1, 6).withLiftTests(List.of(test)));
        }

        @Override
        public List<String> quantities() {
            return QUANTITIES;
        }

        @Override
        public Replication replicate(StreamKey key) {
            Simulation world = Simulation.of(mix.model(), mix.data());
            double[] truth = world.prior(key);
            Posterior posterior = Posterior.of(mix.model(), world.simulate(truth, key));
            Fit fit = posterior.sample(
                    new Nuts(1, 250, 510, 0.9, 10, MetricKind.DENSE),
                    key.stream().nextLong());
            double[] row = new double[QUANTITIES.size()];
            asked(posterior, rows(posterior, truth)).row(0, row);
            return Replication.of(row, asked(posterior, fit.unconstrained()));
        }

        private static Draws asked(Posterior posterior, Draws unconstrained) {
            Draws all = posterior.constrain(unconstrained);
            double[][] columns = new double[QUANTITIES.size()][];
            for (int q = 0; q + 1 < columns.length; q++) {
                columns[q] = all.values(QUANTITIES.get(q));
            }
            double[] total = new double[unconstrained.size()];
            for (String outcome : List.of("kpi", "lift")) {
                for (double[] row : posterior.logLikelihood(outcome, unconstrained)) {
                    for (int d = 0; d < total.length; d++) {
                        total[d] += row[d];
                    }
                }
            }
            columns[columns.length - 1] = total;
            return Draws.ofColumns(QUANTITIES, unconstrained.chains(), columns);
        }
    }
}
