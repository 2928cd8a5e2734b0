package tributary.family.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.check.Calibration;
import tributary.check.Replication;
import tributary.check.Simulator;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.infer.PosteriorSummary;
import tributary.infer.nuts.MetricKind;
import tributary.infer.nuts.Nuts;
import tributary.posterior.Data;
import tributary.posterior.Fit;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Effects of geos centred or standardised: one law, one posterior, chosen by what the data tell; calibrated. */
class GeoCentringTest {
    static MediaMixModel mix(int geos, int weeks, int channels, String sigma) {
        Baseline b = Baseline.DEFAULT;
        Baseline flat = new Baseline(
                1, 0.5, "", 0, b.season(), 0, b.knotSpread(), b.control(), b.geoSpread(), b.effectSpread());
        MediaMixSpec spec = MediaMixSpec.of(
                "geo", Panels.channels(channels).stream().map(ChannelSpec::of).toList());
        return MediaMixModel.of(
                new MediaMixSpec(
                        spec.name(),
                        spec.channels(),
                        List.of(),
                        List.of(),
                        flat,
                        spec.outcome(),
                        sigma,
                        spec.kpiScale(),
                        spec.mediaScale()),
                Panels.of(geos, weeks, channels, 3));
    }

    /** Outcomes with these unknowns; those not named have their prior's draw. */
    static Data simulated(MediaMixModel mix, Map<String, Double> unknowns, long seed) {
        Posterior posterior = Posterior.of(mix.model(), mix.data(), Parametrisation.NON_CENTRED);
        Simulation world = Simulation.of(posterior, mix.model());
        double[] truth = world.prior(StreamKey.of(seed));
        unknowns.forEach((name, value) -> truth[posterior.layout().offset(name)] = StrictMath.log(value));
        return world.simulate(truth, StreamKey.of(seed));
    }

    private static Posterior posterior(MediaMixModel mix, Data data, Parametrisation rule) {
        return Posterior.of(mix.model(), data, rule);
    }

    /** {@code log p(u) = log p(e(u)) + sum log |de / du|}, with {@code e = m + s u}. */
    @Test
    void bothAreOneLaw() {
        MediaMixModel mix = mix(4, 20, 2, "half_normal(0.5)");
        Data data = simulated(mix, Map.of(), 1);
        Posterior standardised = posterior(mix, data, Parametrisation.NON_CENTRED);
        Posterior centred = posterior(mix, data, Parametrisation.CENTRED);
        Map<String, String> spreads = Map.of(
                "geo_level", "geo_spread", "log_relative_tv", "spread_tv", "log_relative_search", "spread_search");
        RandomStream random = StreamKey.of(2).stream();
        for (int k = 0; k < 5; k++) {
            double[] u = new double[standardised.layout().dimension()];
            for (int i = 0; i < u.length; i++) {
                u[i] = random.nextGaussian();
            }
            double[] values = standardised.constrain(u);
            double[] e = u.clone();
            double volume = 0;
            for (Map.Entry<String, String> effect : spreads.entrySet()) {
                int from = standardised.names().indexOf(effect.getKey() + "[geo0]");
                System.arraycopy(values, from, e, centred.layout().offset(effect.getKey()), 4);
                volume += 4 * StrictMath.log(values[standardised.names().indexOf(effect.getValue())]);
            }
            double one = standardised.densities().get().evaluate(u, new double[u.length]);
            double other = centred.densities().get().evaluate(e, new double[u.length]) + volume;
            assertThat(other).isCloseTo(one, within(1e-9 * Math.max(1, Math.abs(one))));
            assertThat(centred.constrain(e)).containsExactly(values, within(1e-9));
        }
    }

    @Test
    void whatTheDataTellDecides() {
        MediaMixModel mix = mix(6, 60, 2, "half_normal(0.5)");
        Map<String, Double> truth =
                Map.of("beta_tv", 1.0, "spread_tv", 0.5, "beta_search", 0.02, "spread_search", 0.2, "geo_spread", 0.3);
        Map<String, Double> loud = new java.util.HashMap<>(truth);
        loud.put("sigma", 0.03);
        Data clear = simulated(mix, loud, 4);
        assertThat(GeoCentring.of(mix.model(), clear).parametrisations())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "geo_level", Parametrisation.CENTRED,
                        "log_relative_tv", Parametrisation.NON_CENTRED,
                        "log_relative_search", Parametrisation.NON_CENTRED));
        assertThat(share(mix, clear, "tv")).isBetween(0.5, 1.0);
        assertThat(share(mix, clear, "search")).isBetween(0.0, 0.5);
        Map<String, Double> faint = new java.util.HashMap<>(truth);
        faint.put("sigma", 3.0);
        Data noise = simulated(mix, faint, 4);
        assertThat(share(mix, noise, "tv")).isBetween(0.0, 0.1);
        assertThat(share(mix, noise, "search")).isBetween(0.0, 0.1);
    }

    private static double share(MediaMixModel mix, Data data, String channel) {
        double[] each = GeoCentring.of(mix.model(), data).shares().get("log_relative_" + channel);
        assertThat(each).hasSize(6);
        return Describe.mean(each);
    }

    @Test
    void whoeverSamplesFindsTheSame() {
        MediaMixModel mix = mix(5, 40, 1, "half_normal(0.5)");
        Data data = simulated(mix, Map.of("beta_tv", 0.6, "spread_tv", 0.4, "sigma", 0.1), 6);
        Nuts nuts = new Nuts(2, 400, 500, 0.9, 10, MetricKind.DENSE);
        List<Fit> fits = new ArrayList<>();
        // Standardised levels that data tell well do not come to the tail of geo_spread: no yardstick here.
        fits.add(posterior(mix, data, Parametrisation.CENTRED).sample(nuts, 2));
        fits.add(posterior(mix, data, Parametrisation.CENTRED).sample(nuts.withMetric(MetricKind.CURVATURE), 2));
        fits.add(MediaMixSampler.sample(mix.bind(data), nuts, StreamKey.of(3), Runnable::run));
        agree(fits);
    }

    private static void agree(List<Fit> fits) {
        for (String name : fits.get(0).draws().names()) {
            PosteriorSummary first = fits.get(0).summary(name);
            for (Fit fit : fits) {
                PosteriorSummary its = fit.summary(name);
                assertThat(its.rHat()).as(name).isLessThan(1.05);
                assertThat(its.mean())
                        .as(name)
                        .isCloseTo(first.mean(), within(4.5 * Math.hypot(its.mcseMean(), first.mcseMean())));
                assertThat(its.sd())
                        .as(name)
                        .isCloseTo(first.sd(), within(4.5 * Math.hypot(its.mcseSd(), first.mcseSd())));
            }
        }
    }

    /** Geos touch only through what they share, unless a prior or a test is of all geos together. */
    @Test
    void geosAreAnArrowUnlessMoneyTiesThem() {
        MediaPanel panel = Panels.of(60, 20, 1, 3);
        GeoMetric free = GeoMetric.of(twin(EffectPrior.DEFAULT, panel));
        assertThat(free.kind()).isEqualTo(MetricKind.CURVATURE);
        assertThat(free.first()).isNotNull();
        GeoMetric tied = GeoMetric.of(twin(EffectPrior.roi(), panel));
        assertThat(tied.kind()).isEqualTo(MetricKind.CURVATURE);
        assertThat(tied.first()).isNull();
        assertThat(GeoMetric.of(twin(EffectPrior.roi(), Panels.of(5, 20, 1, 3))).kind())
                .isEqualTo(MetricKind.DENSE);
    }

    /** A baseline of many knots: no geos, all unknowns touch. */
    @Tag("full")
    @Test
    void aNationalMixOfManyUnknownsFindsTheSame() {
        MediaMixSpec spec = Panels.with(
                MediaMixSpec.of("national", List.of(ChannelSpec.of("tv"))), MediaMixSpec.Outcome.NORMAL, 95);
        MediaMixModel mix = MediaMixModel.of(spec, Panels.of(1, 260, 1, 5));
        Data data = simulated(mix, Map.of("knot_spread", 0.2, "sigma", 0.1, "beta_tv", 0.5), 8);
        StandardisedMix standardised = StandardisedMix.of(mix.model(), data);
        assertThat(GeoMetric.of(standardised).kind()).isEqualTo(MetricKind.CURVATURE);
        Fit one = MediaMixSampler.sample(
                mix.bind(data), new Nuts(2, 200, 300, 0.8, 10, MetricKind.DIAGONAL), StreamKey.of(3), Runnable::run);
        Fit other = standardised.posterior().sample(new Nuts(2, 500, 500, 0.8, 10, MetricKind.DENSE), 1);
        agree(List.of(one, other));
    }

    private static StandardisedMix twin(EffectPrior prior, MediaPanel panel) {
        MediaMixSpec spec = MediaMixSpec.of("geo", List.of(ChannelSpec.of("tv").withEffect(prior)));
        MediaMixModel mix = MediaMixModel.of(spec, panel);
        return StandardisedMix.of(mix.model(), mix.data());
    }

    /** The product's own path: few unknowns have all covariances for a metric, more than a hundred the curvature. */
    @Tag("full")
    @ParameterizedTest
    @CsvSource({"4, 1, DENSE", "25, 3, CURVATURE"})
    void ranksAreUniform(int geos, int channels, MetricKind metric) {
        Geos simulator = new Geos(geos, channels);
        assertThat(GeoMetric.of(StandardisedMix.of(simulator.mix.model(), simulator.mix.data()))
                        .kind())
                .isEqualTo(metric);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Calibration.Report report = Calibration.LONG.run(
                    simulator, StreamKey.of(5).with("geo mix").with(geos), pool);
            assertThat(report.failures()).isEmpty();
            assertThat(report.passes()).as(geos + " geos " + report.results()).isTrue();
        } finally {
            pool.shutdown();
        }
    }

    /** Twenty weeks of geos, sampled as a media mix is: single chains. */
    static final class Geos implements Simulator {
        private static final List<String> QUANTITIES = List.of(
                "beta_tv",
                "spread_tv",
                "alpha_tv",
                "relative_tv[geo1]",
                "intercept",
                "geo_spread",
                "geo_level[geo2]",
                "sigma",
                "log likelihood");

        private final MediaMixModel mix;

        Geos(int geos, int channels) {
            this.mix = mix(geos, 20, channels, "half_normal(0.2)");
        }

        @Override
        public List<String> quantities() {
            return QUANTITIES;
        }

        @Override
        public Replication replicate(StreamKey key) {
            Simulation world =
                    Simulation.of(Posterior.of(mix.model(), mix.data(), Parametrisation.NON_CENTRED), mix.model());
            double[] truth = world.prior(key);
            Data data = world.simulate(truth, key);
            Posterior posterior = mix.bind(data);
            Nuts nuts = Nuts.DEFAULT.withChains(1).withLengths(300, 1020).withTargetAcceptance(0.95);
            Fit fit = MediaMixSampler.sample(posterior, nuts, key.with("fit"), Runnable::run);
            double[] row = new double[QUANTITIES.size()];
            Posterior standardised = posterior(mix, data, Parametrisation.NON_CENTRED);
            asked(standardised, Draws.ofRows(standardised.coordinates(), new double[][][] {{truth}}))
                    .row(0, row);
            return Replication.of(row, asked(posterior, fit.unconstrained()));
        }

        private static Draws asked(Posterior posterior, Draws unconstrained) {
            Draws all = posterior.constrain(unconstrained);
            double[][] columns = new double[QUANTITIES.size()][];
            for (int q = 0; q + 1 < columns.length; q++) {
                columns[q] = all.values(QUANTITIES.get(q));
            }
            double[] total = new double[unconstrained.size()];
            for (double[] row : posterior.logLikelihood("kpi", unconstrained)) {
                for (int d = 0; d < total.length; d++) {
                    total[d] += row[d];
                }
            }
            columns[columns.length - 1] = total;
            return Draws.ofColumns(QUANTITIES, unconstrained.chains(), columns);
        }
    }
}
