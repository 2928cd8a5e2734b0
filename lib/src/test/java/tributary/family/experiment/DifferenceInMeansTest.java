package tributary.family.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tributary.estimand.EffectSummary;
import tributary.posterior.conjugate.NormalInverseGamma;
import tributary.stats.CrossProducts;

/** What the rows alone say: against textbook formulas, and as the likelihood that makes a posterior of a prior. */
class DifferenceInMeansTest {
    private static final MetricSpec VALUE = MetricSpec.goal("value", MetricKind.CONTINUOUS);

    private static DifferenceInMeans of(MetricSpec metric, Map<String, ArmStatistics> arms) {
        return DifferenceInMeans.of(metric, arms, "control", "treated");
    }

    @Test
    void binaryIsTheTwoProportionFormula() {
        DifferenceInMeans d = of(MetricSpec.goal("conversion", MetricKind.BINARY), Examples.BINARY);
        double c = 593 / 5200.0;
        double t = 635 / 5100.0;
        assertThat(d.difference()).isCloseTo(t - c, within(1e-15));
        assertThat(d.error()).isCloseTo(StrictMath.sqrt(c * (1 - c) / 5200 + t * (1 - t) / 5100), within(1e-15));
        // 1.9599639845 standard errors either side.
        assertThat(d.interval(0.95).upper() - d.difference()).isCloseTo(1.959963984540054 * d.error(), within(1e-12));
    }

    @Test
    void ratioIsTheDeltaMethod() {
        double[][] control = {{1, 2}, {3, 4}, {2, 5}, {4, 4}};
        double[][] treated = {{3, 2}, {3, 4}, {5, 5}, {4, 6}};
        DifferenceInMeans d = of(
                MetricSpec.goal("clicks_per_view", MetricKind.RATIO),
                Map.of("control", ArmStatistics.ofRows(control, 2), "treated", ArmStatistics.ofRows(treated, 2)));
        double[] c = linearised(control);
        double[] t = linearised(treated);
        assertThat(d.difference()).isCloseTo(t[0] - c[0], within(1e-14));
        assertThat(d.error()).isCloseTo(StrictMath.sqrt(t[1] + c[1]), within(1e-14));
    }

    /** The ratio, and the variance of the mean of its linearisation (y - R x) / mean(x), row by row. */
    private static double[] linearised(double[][] rows) {
        double y = 0;
        double x = 0;
        for (double[] row : rows) {
            y += row[0] / rows.length;
            x += row[1] / rows.length;
        }
        double squares = 0;
        for (double[] row : rows) {
            double off = (row[0] - y / x * row[1]) / x;
            squares += off * off;
        }
        return new double[] {y / x, squares / (rows.length - 1) / rows.length};
    }

    /**
     * A prior worth k units on either arm: normal prior times this likelihood is the conjugate posterior, so taking the
     * posterior for the measurement would count the prior twice.
     */
    @Test
    void priorTimesThisLikelihoodIsThePosterior() {
        double n = 50_000;
        double k = 30_000;
        Map<String, ArmStatistics> arms = Map.of("control", normal(n, 10, 4), "treated", normal(n, 10.06, 4));
        DifferenceInMeans d = of(VALUE, arms);
        double noise = 4 * n / (n - 1);
        assertThat(d.error()).isCloseTo(StrictMath.sqrt(2 * noise / n), within(1e-12));
        // The lift's prior: mean 0, variance 2 sigma^2 / k.
        double precision = 1 / (d.error() * d.error()) + k / (2 * noise);
        double mean = d.difference() / (d.error() * d.error()) / precision;
        PriorSpec prior = PriorSpec.Normals.same(new NormalInverseGamma(10, k, k / 2, k / 2 * 4));
        AnalysisResult result = Examples.analyse(VALUE.withPrior(prior), arms);
        EffectSummary posterior = Examples.effect(result, "lift_abs");
        double sd = 1 / StrictMath.sqrt(precision);
        assertThat(posterior.mean()).isCloseTo(mean, within(4 * sd / StrictMath.sqrt(20_000)));
        assertThat(posterior.sd()).isCloseTo(sd, within(4 * sd / StrictMath.sqrt(40_000)));
        EffectSummary row = Examples.effect(result, "difference_in_means");
        assertThat(row.mean()).isEqualTo(d.difference());
        assertThat(row.sd()).isEqualTo(d.error());
        assertThat(posterior.mean()).isLessThan(0.7 * row.mean());
    }

    private static ArmStatistics normal(double n, double mean, double variance) {
        return ArmStatistics.of(
                CrossProducts.ofMoments((long) n, new double[] {mean}, new double[][] {{variance * n}}), (long) n);
    }

    /** Covariates sharpen it as they sharpen the posterior; without a spread there is no row. */
    @Test
    void adjustedAsTheMetricIs() {
        Map<String, ArmStatistics> arms = Examples.continuous(10_000);
        for (Adjustment how : List.of(Adjustment.CUPED, Adjustment.REGRESSION)) {
            AnalysisResult result = Examples.analyse(VALUE.withAdjustment(how, List.of("pre")), arms);
            EffectSummary lift = Examples.effect(result, "lift_abs");
            EffectSummary rows = Examples.effect(result, "difference_in_means");
            // Weak priors: the same but for a hundredth of a standard error, the posterior's Monte Carlo error and, for
            // the
            // regression, its pooled variance and its own slope.
            assertThat(rows.mean()).isCloseTo(lift.mean(), within(0.1 * lift.sd()));
            assertThat(rows.sd() / lift.sd()).isCloseTo(1, within(0.05));
        }
        Map<String, ArmStatistics> constant = Map.of("control", normal(5, 1, 0), "treated", normal(5, 1, 0));
        assertThat(Examples.analyse(VALUE, constant).effects())
                .extracting(EffectSummary::estimand)
                .doesNotContain("difference_in_means");
        assertThat(of(VALUE, Map.of("control", normal(5, 1, 2), "treated", normal(1, 1, 0)))
                        .usable())
                .isFalse();
    }
}
