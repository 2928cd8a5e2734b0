package tributary.posterior.conjugate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.junit.jupiter.api.Test;
import tributary.infer.Describe;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The bounded lognormal mean against Gauss quadrature over the precision, its own draws, and what happens without it. */
class LognormalAmountsTest {
    private static NormalInverseGamma logs(double n, double variance) {
        return NormalInverseGamma.weak().update(n, 1.2, n * variance);
    }

    /** E[exp(r m)] by another integrator over another variable: t = 1 / v, whose law is a gamma cut off below. */
    private static double quadrature(NormalInverseGamma logs, double order, double maxLogSd) {
        double least = 1 / (maxLogSd * maxLogSd);
        double mode = (logs.alpha() - 1) / logs.beta();
        UnivariateFunction density = t -> StrictMath.exp(
                (logs.alpha() - 1) * (StrictMath.log(t) - StrictMath.log(mode)) - logs.beta() * (t - mode));
        double growth = order / 2 + order * order / (2 * logs.kappa());
        UnivariateFunction moment = t -> density.value(t) * StrictMath.exp(growth / t);
        double scale = StrictMath.exp(order * logs.mean());
        return scale * integral(moment, least, 8 * mode) / integral(density, least, 8 * mode);
    }

    private static double integral(UnivariateFunction f, double from, double to) {
        IterativeLegendreGaussIntegrator gauss = new IterativeLegendreGaussIntegrator(20, 1e-11, 0);
        double sum = 0;
        int pieces = 60;
        for (int i = 0; i < pieces; i++) {
            double left = from + (to - from) * i / pieces;
            sum += gauss.integrate(1_000_000, f, left, from + (to - from) * (i + 1) / pieces);
        }
        return sum;
    }

    @Test
    void momentsEqualQuadrature() {
        for (double n : new double[] {12, 40, 400}) {
            for (double order : new double[] {1, 2}) {
                double exact = quadrature(logs(n, 0.8), order, 2);
                assertThat(LognormalAmounts.of(logs(n, 0.8), 2).moment(order))
                        .as("n " + n + ", order " + order)
                        .isCloseTo(exact, within(1e-4 * exact));
            }
        }
    }

    @Test
    void drawsHaveTheMoments() {
        for (double maxLogSd : new double[] {4, 0.95}) {
            LognormalAmounts amounts = LognormalAmounts.of(logs(200, 1), maxLogSd);
            RandomStream stream = StreamKey.of(5).stream();
            double[] draws = new double[20_000];
            Arrays.setAll(draws, i -> amounts.sample(stream));
            double mean = amounts.moment(1);
            double sd = StrictMath.sqrt(amounts.moment(2) - mean * mean);
            assertThat(Describe.mean(draws)).isCloseTo(mean, within(4 * sd / StrictMath.sqrt(draws.length)));
            assertThat(Describe.sd(draws)).isCloseTo(sd, within(0.05 * sd));
        }
    }

    /** Without a bound there is no mean for any number of amounts: the wider the bound, the larger, without end. */
    @Test
    void theBoundMakesTheMeanFiniteAndIsNotFeltWhereThereAreData() {
        double[] few = {4, 8, 16, 32};
        for (int i = 1; i < few.length; i++) {
            assertThat(LognormalAmounts.of(logs(8, 1), few[i]).moment(1))
                    .isGreaterThan(
                            10 * LognormalAmounts.of(logs(8, 1), few[i - 1]).moment(1));
        }
        double wide = LognormalAmounts.of(logs(300, 1), 6).moment(2);
        assertThat(LognormalAmounts.of(logs(300, 1), 3).moment(2)).isCloseTo(wide, within(1e-9 * wide));
    }

    @Test
    void theTailShareSaysWhetherTheDataDecide() {
        assertThat(LognormalAmounts.of(logs(5, 1), 4).tailShare(2, 2.5e-4)).isGreaterThan(0.4);
        double before = 1;
        for (double n : new double[] {20, 50, 200, 1000, 100_000}) {
            double share = LognormalAmounts.of(logs(n, 1), 4).tailShare(2, 2.5e-4);
            assertThat(share).isLessThan(before);
            before = share;
        }
        // The share of a flat function beyond the quantile would be the probability itself.
        assertThat(before).isBetween(2.5e-4, 3e-4);
    }

    @Test
    void aBoundAgainstTheDataIsKeptAndSeen() {
        LognormalAmounts amounts = LognormalAmounts.of(logs(1000, 9), 1);
        assertThat(amounts.withinBound()).isLessThan(1e-100);
        RandomStream stream = StreamKey.of(6).stream();
        for (int i = 0; i < 1000; i++) {
            assertThat(amounts.sampleVariance(stream)).isBetween(0.5, 1.0);
        }
        assertThat(LognormalAmounts.of(logs(1000, 9), 4).withinBound()).isCloseTo(1, within(1e-12));
    }
}
