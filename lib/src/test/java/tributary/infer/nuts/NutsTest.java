package tributary.infer.nuts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.infer.Draws;
import tributary.infer.EffectiveSize;
import tributary.infer.MonteCarloError;
import tributary.infer.PosteriorSummary;
import tributary.infer.RHat;
import tributary.math.LogDensity;
import tributary.random.StreamKey;

/** Runs reach known posteriors within Monte Carlo error, whoever runs them, and report what went wrong as data. */
class NutsTest {
    private static final StreamKey KEY = StreamKey.of(20240205);
    /** Standard errors allowed: with some 200 comparisons, a false alarm in ten thousand fixed seeds. */
    private static final double Z = 5;

    private static NutsFit run(Nuts nuts, Supplier<LogDensity> density) {
        return nuts.run(density, Targets.names(density.get().dimension()), KEY);
    }

    private static void expect(Draws draws, int parameter, double mean, double sd) {
        double[][] chains = draws.byChain(parameter);
        PosteriorSummary summary = PosteriorSummary.ofChains(chains, 0.94);
        assertThat(summary.rHat()).isLessThan(1.02);
        assertThat(summary.mean()).isCloseTo(mean, within(Z * summary.mcseMean()));
        assertThat(summary.sd()).isCloseTo(sd, within(Z * summary.mcseSd()));
    }

    @ParameterizedTest
    @CsvSource({
        "2, DIAGONAL, 0.9, 1",
        "2, DENSE, 0.99, 2",
        "10, DIAGONAL, 0.5, 2",
        "10, DENSE, 0.95, 2",
        "50, DIAGONAL, 0.7, 1",
        "20, DENSE, 0.9, 1",
        "2, CURVATURE, 0.99, 2",
        "50, CURVATURE, 0.95, 2"
    })
    void samplesCorrelatedNormals(int n, MetricKind metric, double rho, double spread) {
        double[][] covariance = Targets.covariance(n, rho, spread);
        NutsFit fit = run(Nuts.DEFAULT.withMetric(metric).withLengths(500, 500), () -> Targets.normal(covariance));
        assertThat(fit.failures()).isEmpty();
        assertThat(fit.stats().divergences()).isZero();
        for (int i = 0; i < n; i++) {
            expect(fit.draws(), i, i + 1, Math.sqrt(covariance[i][i]));
        }
        for (int c = 0; c < 4; c++) {
            assertThat(fit.stats().acceptanceRate(c)).isBetween(0.7, 0.95);
            assertThat(fit.stats().energyFraction(c)).isGreaterThan(0.4);
        }
        Draws products = fit.draws().map(Targets.names(1), (row, out) -> out[0] = (row[0] - 1) * (row[1] - 2));
        double[][] chains = products.byChain(0);
        assertThat(PosteriorSummary.ofChains(chains, 0.94).mean())
                .isCloseTo(covariance[0][1], within(Z * MonteCarloError.mean(chains)));
    }

    @Test
    void samplesHeavyTailsAndBananas() {
        NutsFit student = run(Nuts.DEFAULT, () -> Targets.studentT(3));
        for (int i = 0; i < 3; i++) {
            expect(student.draws(), i, 0, Math.sqrt(5.0 / 3));
        }
        NutsFit banana = run(Nuts.DEFAULT.withTargetAcceptance(0.95), Targets::banana);
        expect(banana.draws(), 0, 1, 1);
        // var b = 1/10 + var a^2 = 1/10 + 4 + 2
        expect(banana.draws(), 1, 2, Math.sqrt(6.1));
    }

    @Test
    void theCentredFunnelDivergesAndTheOtherDoesNot() {
        NutsFit centred = run(Nuts.DEFAULT, Targets::funnel);
        assertThat(centred.stats().divergences()).isPositive();
        NutsFit free = run(Nuts.DEFAULT.withLengths(500, 500), () -> Targets.normal(Targets.covariance(10, 0, 0)));
        assertThat(free.stats().divergences()).isZero();
        Draws funnel = free.draws().map(Targets.names(2), (row, out) -> {
            out[0] = 3 * (row[0] - 1);
            out[1] = Math.exp(out[0] / 2) * (row[1] - 2);
        });
        expect(funnel, 0, 0, 3);
        assertThat(RHat.of(funnel.byChain(1))).isLessThan(1.02);
    }

    @Test
    void normalDrawsAreWorthMoreThanTheirNumberForTheMean() {
        // Stan's published behaviour on a standard normal: antithetic draws, several hundred per thousand at least
        NutsFit fit = run(Nuts.DEFAULT, () -> Targets.normal(Targets.covariance(5, 0, 0)));
        assertThat(EffectiveSize.mean(fit.draws().byChain(0))).isGreaterThan(4000);
        assertThat(fit.stats().leapfrogs()).isLessThan(4000 * 8);
    }

    @Test
    void executorsDoNotChangeTheDraws() {
        Nuts nuts = Nuts.DEFAULT.withLengths(100, 50);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            NutsFit parallel = nuts.run(Targets::banana, Targets.names(2), Starts.uniform(2), null, KEY, threads);
            NutsFit alone = run(nuts, Targets::banana);
            assertThat(parallel.draws()).isEqualTo(alone.draws());
            NutsFit fewer = run(nuts.withChains(2), Targets::banana);
            assertThat(fewer.draws().byChain(0)[1])
                    .containsExactly(alone.draws().byChain(0)[1]);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void givenStartAndMetricNeedNoWarmUpButAStepSize() {
        double[][] covariance = Targets.covariance(5, 0.9, 2);
        NutsFit fit = new Nuts(2, 60, 500, 0.8, 10, MetricKind.FIXED)
                .run(
                        () -> Targets.normal(covariance),
                        Targets.names(5),
                        Starts.at(new double[] {1, 2, 3, 4, 5}),
                        DenseMetric.of(covariance),
                        KEY,
                        Runnable::run);
        for (int i = 0; i < 5; i++) {
            expect(fit.draws(), i, i + 1, Math.sqrt(covariance[i][i]));
        }
        assertThat(fit.reports().get(0).metric()).isInstanceOf(DenseMetric.class);
    }

    @Test
    void chainsThatCannotStartAreReportedAsData() {
        NutsFit one = Nuts.DEFAULT
                .withLengths(100, 50)
                .withChains(2)
                .run(
                        Targets::edge,
                        Targets.names(1),
                        Starts.at(new double[] {-1}, new double[] {1}),
                        null,
                        KEY,
                        Runnable::run);
        assertThat(one.failures()).hasSize(1);
        assertThat(one.failures().get(0).chain()).isZero();
        assertThat(one.failures().get(0).failure().orElseThrow()).contains("1 attempts");
        assertThat(one.draws().chains()).isEqualTo(1);

        LogDensity flat = new LogDensity() {
            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public double evaluate(double[] position, double[] gradient) {
                gradient[0] = 0;
                return 0;
            }
        };
        NutsFit improper = run(Nuts.DEFAULT, () -> flat);
        assertThat(improper.failures()).hasSize(4);
        assertThatThrownBy(improper::draws).hasMessageContaining("improper");
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> Nuts.DEFAULT.withChains(0)).hasMessageContaining("chains");
        assertThatThrownBy(() -> Nuts.DEFAULT.withTargetAcceptance(1)).hasMessageContaining("acceptance");
        assertThatThrownBy(() -> Nuts.DEFAULT.withMaxDepth(0)).hasMessageContaining("depth");
    }
}
