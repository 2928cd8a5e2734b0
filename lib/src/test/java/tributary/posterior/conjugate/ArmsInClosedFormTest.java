package tributary.posterior.conjugate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;
import tributary.infer.Describe;
import tributary.random.RandomStream;
import tributary.random.StreamKey;
import tributary.stats.CrossProducts;

/** Closed forms against quadrature, each other, and their own draws. */
class ArmsInClosedFormTest {
    private static final int DRAWS = 10_000;

    @Test
    void betaUpdatesByCounting() {
        BetaBinomial posterior = BetaBinomial.flat().update(5200, 593);
        assertThat(posterior).isEqualTo(new BetaBinomial(594, 4608));
        assertThat(posterior.mean()).isCloseTo(posterior.distribution().getNumericalMean(), within(1e-15));
        assertThat(posterior.variance()).isCloseTo(posterior.distribution().getNumericalVariance(), within(1e-18));
        assertThat(posterior.words()).isEqualTo("Beta(594, 4608)");
    }

    @Test
    void normalInverseGammaEqualsItsIntegral() {
        NormalInverseGamma prior = new NormalInverseGamma(1, 0.7, 2.5, 1.5);
        double[] y = {0.3, 2.2, 1.9, -0.4};
        CrossProducts s = CrossProducts.ofColumn(y);
        NormalInverseGamma posterior = prior.update(4, s.mean(0), s.centred(0, 0));
        // Direct quadrature over (mu, log sigma2) of prior times likelihood.
        double[] sums = new double[3];
        for (double mu = -15; mu < 17; mu += 0.02) {
            for (double t = -6; t < 9; t += 0.05) {
                double v = StrictMath.exp(t);
                double log = -0.5 * t - 0.7 * (mu - 1) * (mu - 1) / (2 * v) - 2.5 * t - 1.5 / v;
                for (double value : y) {
                    log += -0.5 * t - (value - mu) * (value - mu) / (2 * v);
                }
                double w = StrictMath.exp(log);
                sums[0] += w;
                sums[1] += w * mu;
                sums[2] += w * mu * mu;
            }
        }
        double mean = sums[1] / sums[0];
        assertThat(posterior.mean()).isCloseTo(mean, within(1e-6));
        assertThat(posterior.variance()).isCloseTo(sums[2] / sums[0] - mean * mean, within(1e-4));
    }

    @Test
    void normalInverseGammaSurvivesHugeOffsetsAndNoSpread() {
        NormalInverseGamma posterior = NormalInverseGamma.weak().update(1000, 1e9, 0);
        assertThat(posterior.mean()).isCloseTo(1e9, within(200.0));
        assertThat(posterior.scale()).isFinite().isPositive();
        assertThat(NormalInverseGamma.weak().update(1, 5, 0).variance()).isInfinite();
    }

    @Test
    void gammaAmountsShapeEqualsQuadratureOverBothParameters() {
        double[] y = {1.2, 0.7, 3.1, 2.2, 0.4, 1.9};
        double sum = Arrays.stream(y).sum();
        double sumLog = Arrays.stream(y).map(StrictMath::log).sum();
        GammaAmounts amounts = new GammaAmounts(6, sum, sumLog, 0.2, 0.8, new GammaPoisson(2, 1.5));
        GridDensity shape = amounts.logShape();
        double[] sums = new double[3];
        for (double x = -5; x < 5; x += 0.02) {
            double k = StrictMath.exp(x);
            for (double r = 0.005; r < 30; r += 0.02) {
                double log = -0.5 * (x - 0.2) * (x - 0.2) / 0.64
                        + StrictMath.log(r)
                        - 1.5 * r
                        + 6 * (k * StrictMath.log(r) - Gamma.logGamma(k))
                        + (k - 1) * sumLog
                        - r * sum;
                double w = StrictMath.exp(log);
                sums[0] += w;
                sums[1] += w * x;
                sums[2] += w * k / r;
            }
        }
        assertThat(shape.mean(x -> x)).isCloseTo(sums[1] / sums[0], within(1e-4));
        RandomStream stream = StreamKey.of(3).stream();
        double[] means = new double[DRAWS];
        Arrays.setAll(means, i -> {
            double k = StrictMath.exp(shape.sample(stream));
            return k / amounts.sampleRate(stream, k);
        });
        assertThat(Describe.mean(means)).isCloseTo(sums[2] / sums[0], within(4 * Describe.sd(means) / 100));
    }

    @Test
    void wishartMeansAreMultivariateT() {
        double[][] rows = {{1, 2}, {2, 2.5}, {3, 5}, {4, 4.5}, {5, 7}, {6, 6}};
        NormalInverseWishart posterior =
                NormalInverseWishart.centred(2, 0.5, 4, 1).update(CrossProducts.of(rows, 2));
        double[][] draws = posterior.sample(StreamKey.of(5).stream(), DRAWS);
        double[] first = Arrays.stream(draws).mapToDouble(d -> d[0]).toArray();
        double[] product = Arrays.stream(draws)
                .mapToDouble(d -> (d[0] - posterior.mean(0)) * (d[1] - posterior.mean(1)))
                .toArray();
        assertThat(Describe.mean(first)).isCloseTo(posterior.mean(0), within(4 * Describe.sd(first) / 100));
        assertThat(Describe.variance(first))
                .isCloseTo(posterior.covariance(0, 0), within(0.1 * posterior.covariance(0, 0)));
        assertThat(Describe.mean(product))
                .isCloseTo(posterior.covariance(0, 1), within(4 * Describe.sd(product) / 100));
        // The first margin of the same posterior, as a normal-inverse-gamma.
        NormalInverseGamma margin = new NormalInverseGamma(0, 0.5, (4 - 1) / 2.0, 0.5)
                .update(6, 3.5, CrossProducts.of(rows, 2).centred(0, 0));
        assertThat(posterior.covariance(0, 0)).isCloseTo(margin.variance(), within(1e-12));
    }

    @Test
    void gridFindsNarrowHumpsAndNormalises() {
        GridDensity normal = GridDensity.of(x -> -0.5 * (x - 3) * (x - 3) / 1e-8, -40, 40, 1025);
        assertThat(normal.mean(x -> x)).isCloseTo(3, within(1e-10));
        assertThat(normal.mean(x -> (x - 3) * (x - 3))).isCloseTo(1e-8, within(1e-14));
        assertThat(normal.logIntegral())
                .isCloseTo(StrictMath.log(1e-4 * StrictMath.sqrt(2 * StrictMath.PI)), within(1e-9));
        assertThat(normal.quantile(0.975)).isCloseTo(3 + 1.959964e-4, within(2e-8));
    }

    @Test
    void conditionalLiftDrawsFollowTheirDensity() {
        LiftConditional[] cases = {
            new LiftConditional(25, 175, 0.11, 0, 0.01),
            new LiftConditional(0, 5000, 0.05, 0, 0.01),
            new LiftConditional(40, 0, 0.9, 0, 0.04),
            new LiftConditional(1e6, 9e6, 0.1, 0.02, 1),
            new LiftConditional(0, 0, 0.3, 0.1, 0.01)
        };
        for (LiftConditional lift : cases) {
            double[] ends = lift.range();
            double top = lift.logDensity(lift.mode());
            IterativeLegendreGaussIntegrator gauss = new IterativeLegendreGaussIntegrator(30, 1e-10, 1e-14);
            double mass = gauss.integrate(100_000, x -> StrictMath.exp(lift.logDensity(x) - top), ends[0], ends[1]);
            double mean = gauss.integrate(100_000, x -> x * StrictMath.exp(lift.logDensity(x) - top), ends[0], ends[1])
                    / mass;
            double square = gauss.integrate(
                            100_000,
                            x -> (x - mean) * (x - mean) * StrictMath.exp(lift.logDensity(x) - top),
                            ends[0],
                            ends[1])
                    / mass;
            RandomStream stream = StreamKey.of(11).stream();
            double[] draws = new double[DRAWS];
            Arrays.setAll(draws, i -> lift.sample(stream));
            assertThat(Describe.mean(draws)).isCloseTo(mean, within(4 * StrictMath.sqrt(square / DRAWS)));
            assertThat(Describe.variance(draws)).isCloseTo(square, within(0.1 * square));
        }
    }
}
